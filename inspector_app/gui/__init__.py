"""The window: everything Qt lives here and talks to the rest through `actions` alone.

PySide6 6.12's wheel takes None, True and False for immortal, which they are only from CPython 3.12 on: on 3.11 every call
that returns None takes one reference away from it, and after some thousands of calls the interpreter aborts
("Fatal Python error: none_dealloc"). Importing this package gives the three enough references for centuries.
"""

import ctypes
import sys

_ENOUGH = 1 << 40


def _hold_singletons() -> None:
    if sys.implementation.name != "cpython" or sys.version_info >= (3, 12):
        return
    for single in (None, True, False):
        # ob_refcnt is the first word of every object; adding 2**40 one by one through Py_IncRef would take days.
        ctypes.c_ssize_t.from_address(id(single)).value += _ENOUGH


_hold_singletons()

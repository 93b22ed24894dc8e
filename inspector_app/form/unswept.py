"""Holding back Python's cycle collector while something large and lasting is made.

Reading a form makes tens of thousands of objects, none of them waste; sweeping through them again and again meanwhile was a
quarter to a third of the time of opening one.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Hold the collector back for the length of a with block; nested and in several threads at once the first to come ends it."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

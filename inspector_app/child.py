"""Run one function of this package on untrusted bytes in a child process with limits on memory, processor and time.

The child gets bytes on its standard input and answers bytes on its standard output; it may write no file. On Windows, which
has no resource limits for a plain process, the wall clock alone holds it. A frozen build starts itself again as the child, so
its entry point must call `answer_if_child()` before anything else. What the bytes mean is left to the function.
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

from inspector_app.errors import Problem

_FLAG = "--inspector-child"
_ROOT = Path(__file__).resolve().parent.parent
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from inspector_app import child; child.answer_if_child(sys.argv[1:])"
)

_REFUSED, _OUT_OF_MEMORY = 3, 4


Work = Callable[..., bytes]


class Limits(NamedTuple):
    """What a child may use: bytes of address space, seconds of processor, seconds on the wall clock."""

    memory: int = 1 << 30
    processor: int = 20
    seconds: float = 30.0


USUAL = Limits()


def run(function: Work, data: bytes, *arguments: str, limits: Limits = USUAL, where: str = "") -> bytes:
    """Return `function(data, *arguments)`, computed in a limited child.

    `function` stands at the top of a module of this package. Raises the Problem that it raised, or Problem
    child.out_of_memory, child.too_slow, child.failed; nothing of the child survives any of them.
    """
    task = json.dumps([function.__module__, function.__qualname__, *arguments, list(limits)])
    with subprocess.Popen(
        [*_command(), task],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        try:
            answer, complaint = process.communicate(data, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            raise Problem("child.too_slow", where, seconds=limits.seconds) from None
        finally:
            process.kill()
    if process.returncode == 0:
        return answer
    raise _problem(process.returncode, answer, complaint, limits, where)


def answer_if_child(arguments: list[str] | None = None) -> None:
    """When this process was started as a child: do the work, answer and exit; else return at once."""
    given = sys.argv if arguments is None else arguments
    if len(given) > 2 and given[1] == _FLAG:
        _answer(given[2])


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, _FLAG]
    return [sys.executable, "-B", "-c", _START, str(_ROOT), _FLAG]


def _answer(task: str) -> NoReturn:
    module, name, *arguments, limits = json.loads(task)
    code = 0
    try:
        _hold(Limits(*limits))
        answer = getattr(importlib.import_module(module), name)(sys.stdin.buffer.read(), *arguments)
    except MemoryError:
        code, answer = _OUT_OF_MEMORY, b""
    except Problem as problem:
        refusal = {"code": problem.code, "where": problem.where, "fields": problem.fields}
        code, answer = _REFUSED, json.dumps(refusal, default=str).encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    # No clean-up in a process that read untrusted bytes: its answer is out, nothing else of it counts.
    os._exit(code)


def _hold(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def _problem(code: int, answer: bytes, complaint: bytes, limits: Limits, where: str) -> Problem:
    if code == _REFUSED:
        refusal = json.loads(answer)
        return Problem(refusal["code"], refusal["where"], **refusal["fields"])
    if code == _OUT_OF_MEMORY:
        return Problem("child.out_of_memory", where, megabytes=limits.memory >> 20)
    if sys.platform != "win32":
        import signal

        # At its hard limit the kernel sends SIGKILL; SIGXCPU comes first where the soft limit is lower.
        if code in {-signal.SIGXCPU, -signal.SIGKILL}:
            return Problem("child.too_slow", where, seconds=limits.processor)
    last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit {code}"]
    return Problem("child.failed", where, reason=last[0])

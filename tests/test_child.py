"""A child process does one function's work within limits, and whatever happens to it the parent gets an answer or a Problem."""

import os
import sys
import time

import pytest

from inspector_app import child
from inspector_app.child import Limits
from inspector_app.errors import Problem

linux = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource limits for a plain process")


def reverse(data: bytes, suffix: str = "") -> bytes:
    return data[::-1] + suffix.encode()


def refuse(data: bytes) -> bytes:
    raise Problem("photos.unreadable", "猫.jpg", reason=data.decode())


def sleep(data: bytes) -> bytes:
    time.sleep(60)
    return data


def spin(data: bytes) -> bytes:
    while True:
        data = data[:1]


def hoard(data: bytes) -> bytes:
    return b"x" * (2 << 30)


def die(data: bytes) -> bytes:
    os.abort()


def stumble(data: bytes) -> bytes:
    raise ValueError("a bug")


def write_a_file(data: bytes) -> bytes:
    with open(data, "wb") as stream:
        stream.write(b"x" * 100)
    return b"written"


@pytest.fixture(autouse=True)
def _children_find_this_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setitem(globals(), "__name__", "tests.test_child")
    for function in (reverse, refuse, sleep, spin, hoard, die, stumble, write_a_file):
        function.__module__ = "tests.test_child"


def test_bytes_go_in_and_come_back() -> None:
    """More than one pipe buffer each way."""
    data = bytes(range(256)) * 4096

    assert data[::-1] + b"!" == child.run(reverse, data, "!")


def test_the_childs_problem_is_the_parents() -> None:
    """A Problem raised in the child arrives whole."""
    with pytest.raises(Problem) as caught:
        child.run(refuse, "理由".encode())

    assert ("photos.unreadable", "猫.jpg", {"reason": "理由"}) == (
        caught.value.code,
        caught.value.where,
        caught.value.fields,
    )


def test_a_sleeping_child_is_ended_by_the_clock() -> None:
    """The wall clock holds a child that uses no processor at all."""
    started = time.monotonic()

    with pytest.raises(Problem, match="child.too_slow"):
        child.run(sleep, b"", limits=Limits(seconds=0.5))

    assert 5 > time.monotonic() - started


@linux
def test_a_spinning_child_is_ended_by_its_processor_time() -> None:
    """An endless loop ends after its second."""
    with pytest.raises(Problem, match="child.too_slow"):
        child.run(spin, b"x", limits=Limits(processor=1))


@linux
def test_a_hoarding_child_runs_out_of_memory_alone() -> None:
    """Two gibibytes are refused at half a gibibyte."""
    with pytest.raises(Problem, match="child.out_of_memory"):
        child.run(hoard, b"", limits=Limits(memory=1 << 29))


@pytest.mark.parametrize("function", [die, stumble])
def test_a_crash_is_a_problem(function: child.Work) -> None:
    """An abort in a C library and an exception in Python are the same to the parent."""
    with pytest.raises(Problem, match="child.failed") as caught:
        child.run(function, b"", where="x.png")

    assert "x.png" == caught.value.where


@linux
def test_a_child_writes_no_file(tmp_path: os.PathLike[str]) -> None:
    """Untrusted bytes cannot make the child leave bytes anywhere."""
    target = os.path.join(tmp_path, "out")

    with pytest.raises(Problem, match="child.failed"):
        child.run(write_a_file, os.fsencode(target))

    assert 0 == os.path.getsize(target)

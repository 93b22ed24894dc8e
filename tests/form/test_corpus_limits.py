"""What opening a form of others costs (shared corpora): at most 2 s of processor and 300 MB, in a process and its child.

The processor's seconds are compared, not the clock's: a busy machine makes the clock say anything. The ordinary run measures
the largest files, INSPECTOR_CORPUS=all every one.
"""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.form.corpora import WHOLE, WORKBOOKS, needs, workbooks
from tests.form.printed import tell

SECONDS, MEGABYTES = 2.0, 300
_MEASURED = """
import resource, sys
from inspector_app.errors import Problem
from inspector_app.form import load
def spent():
    return sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
before = spent()
try:
    load(sys.argv[1])
except Problem:
    pass
def own():
    # Linux counts into ru_maxrss what the process was forked from: the whole test run; the high-water mark is its own.
    try:
        return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(spent() - before, max(own(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


class Cost(NamedTuple):
    """Processor seconds and the largest resident size, in MB, of the process that opened a file and of its child."""

    seconds: float
    megabytes: float
    name: str


def cost(path: Path) -> Cost:
    """Return what opening a file takes."""
    command = [sys.executable, "-c", _MEASURED, str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    seconds, size = answer.stdout.split()
    return Cost(float(seconds), int(size) / (1 << 20 if sys.platform == "darwin" else 1 << 10), path.name)


@needs(WORKBOOKS)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a child's largest size")
def test_no_file_takes_more_than_two_seconds_or_300_megabytes() -> None:
    """None is so large that it would have to be let off."""
    largest = sorted((book.path for book in workbooks()), key=lambda path: path.stat().st_size, reverse=True)
    costs = [cost(path) for path in (largest if WHOLE else largest[:4])]
    slowest, fattest = sorted(costs, reverse=True)[:5], max(costs, key=lambda one: one.megabytes)
    tell(
        f"opening a corpus file ({len(costs)} measured): at most {slowest[0].seconds:.2f} s of processor,"
        f" {fattest.megabytes:.0f} MB ({fattest.name})",
        *(f"{one.seconds:.2f} s {one.megabytes:.0f} MB {one.name}" for one in slowest),
    )
    assert [] == [one for one in costs if one.seconds > SECONDS or one.megabytes > MEGABYTES]

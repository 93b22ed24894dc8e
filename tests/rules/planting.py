"""Plants one fault for each rule into a copy of the program and runs the rule's own tests, which must fail.

python3 dev.py check --mutants [R-nn …]   (this file is the program behind it)
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import yaml

from tests.rules.table import ROOT, rule_tests

WORKERS = 2
TESTS_FAILED = 1  # pytest's exit code: the tests ran, and some failed
_COPIED = ("inspector_app", "tests", "pyproject.toml")
_LINKED = ("forms", "resources", "docs", ".cache", "dev.py", "requirements.lock")


class Mutant(NamedTuple):
    """One planted fault: in this file of inspector_app/, `find` (which stands there once) becomes `replace`."""

    rule: str
    file: str
    find: str
    replace: str


class Outcome(NamedTuple):
    """What became of a mutant: caught when the rule's tests ran and failed."""

    mutant: Mutant
    caught: bool
    said: str


def mutants() -> list[Mutant]:
    """Return the planted faults of mutants.yaml."""
    tree = yaml.safe_load((Path(__file__).parent / "mutants.yaml").read_text("utf-8"))
    return [Mutant(rule, one["file"], one["find"], one["replace"]) for rule, one in tree.items()]


def plant(chosen: Iterable[Mutant]) -> Iterator[Outcome]:
    """Try every mutant, each in a copy of the program of its own; what cannot be planted or run is not caught."""
    own = rule_tests()
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="inspector-mutants-") as scratch:
        for number in range(WORKERS):
            copies.put(_copy(Path(scratch) / str(number)))

        def attempt(mutant: Mutant) -> Outcome:
            copy = copies.get()
            try:
                return _attempt(copy, mutant, [f"{one.file}::{one.name}" for one in own[mutant.rule]])
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(WORKERS) as pool:
            yield from pool.map(attempt, chosen)


def _attempt(copy: Path, mutant: Mutant, nodes: list[str]) -> Outcome:
    if not nodes:
        return Outcome(mutant, False, "no test has the rule's name")
    path = copy / "inspector_app" / mutant.file
    sound = path.read_text("utf-8")
    if sound.count(mutant.find) != 1:
        return Outcome(mutant, False, f"{mutant.file} holds what is to be replaced {sound.count(mutant.find)} times")
    path.write_text(sound.replace(mutant.find, mutant.replace), "utf-8")
    try:
        command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *nodes]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=300, check=False)
    finally:
        path.write_text(sound, "utf-8")
    last = (done.stdout.strip().splitlines() or [done.stderr.strip()[-200:]])[-1]
    return Outcome(mutant, done.returncode == TESTS_FAILED, last)


def _copy(folder: Path) -> Path:
    folder.mkdir()
    ignored = shutil.ignore_patterns("__pycache__")
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy2(source, folder / name)
    for name in _LINKED:
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    return folder


def main(asked: list[str]) -> int:
    """Plant all mutants, or those of the rules asked for; print the table and return 0 when every one was caught."""
    outcomes = []
    for one in plant([one for one in mutants() if not asked or one.rule in asked]):
        outcomes.append(one)
        print(f"{one.mutant.rule}  {'caught' if one.caught else 'MISSED'}  {one.mutant.file}  {one.said}", flush=True)
    caught = sum(one.caught for one in outcomes)
    print(f"Planted mutants: {caught} of {len(outcomes)} make their rule's test fail.")
    return 0 if outcomes and caught == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Migrate in a forked child, kill it -9 at a random moment, look: the old file or the new one, never something between.

    python -m tests.faults.migrating FOLDER ROUNDS SEED MODE    MODE: honest, or in_place (without the copy: the control)

A process of its own, because only one without threads may fork. Prints one JSON object.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
import types
from pathlib import Path

from alembic import op

from inspector_app.errors import Problem
from inspector_app.store import migrations
from tests.store.journals import LAPTOP, author, new_store, raw, reopened, written


def _upgrade() -> None:
    op.execute("CREATE TABLE later (name TEXT)")
    op.execute("INSERT INTO later SELECT kind FROM entries")


def newer(on: bool) -> None:
    """Be the next version of the program, with one more revision, or the present one."""
    later = types.SimpleNamespace(revision="next", upgrade=_upgrade)
    migrations.REVISIONS = (*_RELEASED, "next") if on else _RELEASED  # type: ignore[assignment]
    migrations._after = (lambda _: [later]) if on else _AFTER  # type: ignore[assignment]


_RELEASED, _AFTER = migrations.REVISIONS, migrations._after


def in_place(folder: Path) -> None:
    """What a careless program would do: one step after another on the live file."""
    with raw(folder) as connection:
        for step in (
            "CREATE TABLE later (name TEXT)",
            "INSERT INTO later SELECT kind FROM entries",
            "UPDATE alembic_version SET version_num = 'next'",
        ):
            connection.execute(step)
            connection.commit()
            time.sleep(0.005)


def killed(folder: Path, mode: str, after: float) -> bool:
    """Migrate in a child that dies after so many seconds; return whether it had finished."""
    child = os.fork()
    if child == 0:
        try:
            if mode == "in_place":
                in_place(folder)
            else:
                newer(True)
                reopened(folder).close()
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFEXITED(os.waitpid(child, 0)[1])


def between(folder: Path, ids: list[str]) -> str:
    """Return what is wrong with the file, if it is neither the old one nor the new one, whole."""
    with raw(folder) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name = 'later'")}
        filled = connection.execute("SELECT count(*) FROM later").fetchone()[0] if tables else 0
    if (version == "next", len(tables), filled) not in {(False, 0, 0), (True, 1, len(ids))}:
        return f"{version} {tables} {filled}"
    newer(version == "next")
    try:
        store = reopened(folder)
        held, faults = [entry.id for entry in store.entries()], store.verify("en", own=LAPTOP)
        store.close()
    except Problem as problem:
        return problem.code
    finally:
        newer(False)
    return "" if held == ids and not faults else f"{len(held)} entries, {faults}"


def play(home: Path, count: int, seed: int, mode: str) -> dict[str, object]:
    chance, found, finished = random.Random(seed), list[str](), 0
    template = home / "template"
    template.mkdir()
    store = new_store(template)
    store.append(written(author(), 40))
    ids = [entry.id for entry in store.entries()]
    store.close()
    shutil.copytree(template, home / "timed")
    started = time.monotonic()
    newer(True)
    reopened(home / "timed").close()
    newer(False)
    lasting = time.monotonic() - started
    for number in range(count):
        folder = home / str(number)
        shutil.copytree(template, folder, ignore=shutil.ignore_patterns("reserve"))
        # Every fifth may end, so that a machine that is slow today still shows both sides.
        honest = lasting * (chance.random() * 1.2 if number % 5 else 5)
        finished += killed(folder, mode, honest if mode == "honest" else chance.random() * 0.03)
        wrong = between(folder, ids)
        found += [f"round {number}: {wrong}"] if wrong else []
        shutil.rmtree(folder)
        if found and mode == "in_place":
            break
    return {"rounds": count, "losses": found, "finished": finished}


if __name__ == "__main__":
    print(json.dumps(play(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))

"""A small county for the tests of actions: the leader's laptop, a team-mate's, their bureau, and visits to send them on."""

import atexit
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from inspector_app.actions import dispatching, issuing, setup, signing, syncing, taking_in
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.documents import DocumentRef
from inspector_app.actions.process import Process
from inspector_app.actions.taking_in import TakenIn
from inspector_app.errors import Problem
from inspector_app.text import Language
from inspector_app.workspace import Workspace

PASSPHRASE = "correct horse 电池 9"
LEADER, SECOND = "I02", "I03"
SCHOOL = "G111"
STROKES = [[[1000, 1000, 0, 500], [4000, 2500, 40, 600], [8000, 1200, 90, 400]]]


class Clock:
    """Wall time that a test moves; each look is a second later, so that entries have different times."""

    def __init__(self, time: datetime = datetime(2026, 11, 23, 9, 40, tzinfo=timezone(timedelta(hours=8)))) -> None:
        self.time = time

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@dataclass(frozen=True)
class County:
    """Two laptops of one team and their bureau, all open; `folder` holds them and whatever sticks a test makes."""

    folder: Path
    leader: Workspace
    second: Workspace
    bureau: Workspace

    def new_visit(self) -> str:
        """Dispatch both inspectors to a school; both laptops hold the task."""
        visit = dispatching.dispatch(self.bureau, SCHOOL, [LEADER, SECOND])
        setup.send_county(self.bureau, self.leader)
        setup.send_county(self.bureau, self.second)
        return visit

    def stick(self) -> Path:
        """Return a new empty folder standing for a stick."""
        return Path(mkdtemp(prefix="stick-", dir=self.folder))

    def carry(self, source: Workspace, target: Workspace, to: syncing.Destination = "team") -> TakenIn:
        """Pack at one, take in at the other."""
        stick = self.stick()
        bundle = syncing.pack(source, stick, to)
        (taken,) = taking_in.take_in(target, [stick / bundle.name])
        return taken


@contextmanager
def copied(folder: Path) -> Iterator[County]:
    """A county of the test's own, copied from one that is made once a run."""
    shutil.copytree(template(), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("reserve"))
    with opened(folder) as county:
        yield county


@contextmanager
def opened(folder: Path) -> Iterator[County]:
    """Open the county in a folder."""
    clock = Clock()
    with (
        setup.unlock(folder / "laptop", PASSPHRASE, now=clock) as leader,
        setup.unlock(folder / "second", PASSPHRASE, now=clock) as second,
        setup.unlock(folder / "laptop-bureau", PASSPHRASE, now=clock) as bureau,
    ):
        yield County(folder, leader, second, bureau)


@cache
def template() -> Path:
    """Return a folder with the closed workspaces of both laptops and the bureau."""
    folder = Path(mkdtemp(prefix="inspector-county-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clock = Clock()
    with (
        setup.first_start(folder / "laptop", PASSPHRASE, LEADER, now=clock) as leader,
        setup.create_laptop(folder / "second", PASSPHRASE, SECOND, now=clock) as second,
        setup.unlock(folder / "laptop-bureau", PASSPHRASE, now=clock) as bureau,
    ):
        setup.add_person(leader, SECOND, PASSPHRASE)
        setup.enrol(second, bureau)
        setup.enrol(leader, bureau)
    return folder


def at_work(ws: Workspace, visit: str) -> Sitting:
    """Open a visit with the gate time recorded and the card shown."""
    sitting = open_sitting(ws, visit)
    sitting.set_gate_time(ws.now())
    sitting.show_card()
    return sitting


def ready(ws: Workspace, visit: str) -> Sitting:
    """Bring a visit to where nothing stands before the freeze."""
    at_work(ws, visit)
    signing.save_process(ws, visit, Process(leave_time=ws.now().isoformat(timespec="seconds"), recusal_declared=True))
    signing.save_feedback(ws, visit)
    signing.save_reply(ws, visit, None)
    return open_sitting(ws, visit)


def ink(ws: Workspace, visit: str, *people: str) -> None:
    """Let these sign (ids of inspectors, or "head")."""
    state = signing.state(ws, visit)
    for signer in state.signers:
        if signer.id in people:
            named = signer if signer.name else signing.Signer(signer.role, signer.id, "韦某", "校长")
            signing.add_ink(ws, visit, named, STROKES, state.digest)


def issued(ws: Workspace, visit: str) -> DocumentRef:
    """Bring a visit all the way to its issued record."""
    ready(ws, visit)
    signing.freeze(ws, visit)
    ink(ws, visit, LEADER, SECOND, "head")
    return issuing.issue(ws, visit, {LEADER: PASSPHRASE, SECOND: PASSPHRASE})


def told(problem: Problem) -> None:
    """Hold a Problem to its promise: what, where and remedy, whole, in Chinese and in English."""
    languages: tuple[Language, ...] = ("zh", "en")
    assert problem.where
    for language in languages:
        what, where, remedy = problem.lines(language)
        assert what
        assert remedy
        assert where.endswith(problem.where)
        assert not any(mark in what + remedy for mark in "{}")


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The act within is refused with this Problem, in full words."""
    with pytest.raises(Problem) as caught:
        yield
    assert code == caught.value.code
    told(caught.value)


def remount(folder: Path, how: str) -> None:
    """Switch a small disk's write protection: "ro" or "rw"."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


def stuff(disk: Path, leave: int = 0) -> Path:
    """Fill a disk but for `leave` bytes with one file of somebody else's."""
    film = disk / "someone's film"
    space = os.statvfs(disk)
    film.write_bytes(bytes(max(0, space.f_bavail * space.f_frsize - leave)))
    return film

"""Background verbs: acts in order, outcomes in the window's thread, nothing swallowed."""

import threading
import time
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from inspector_app.errors import Problem
from inspector_app.gui.runner import Runner


@pytest.fixture
def runner(qapp: QApplication) -> Runner:
    return Runner()


def _rest(runner: Runner, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: runner.pending == 0)


def test_work_is_done_elsewhere_and_told_here(runner: Runner, qtbot: QtBot) -> None:
    """The work runs in another thread, what came of it arrives in the window's."""
    threads: list[threading.Thread] = []
    runner.start(threading.current_thread, lambda where: threads.extend([where, threading.current_thread()]))
    _rest(runner, qtbot)
    assert [False, True] == [thread is threading.main_thread() for thread in threads]


def test_acts_run_in_the_order_in_which_they_were_started(runner: Runner, qtbot: QtBot) -> None:
    """Two acts never run at once: the second sees what the first has written."""
    running: list[int] = []
    most: list[int] = []
    order: list[int] = []

    def act(number: int) -> int:
        running.append(number)
        most.append(len(running))
        time.sleep(0.01 if number % 2 else 0)
        running.remove(number)
        return number

    for number in range(8):
        runner.start(partial(act, number), order.append)
    _rest(runner, qtbot)
    assert (list(range(8)), {1}) == (order, set(most))


def test_what_goes_aside_holds_no_act_up(runner: Runner, qtbot: QtBot) -> None:
    """An act is done while something long is still under way."""
    gate = threading.Event()
    runner.start(gate.wait, aside=True)
    done: list[str] = []
    runner.start(lambda: "act", done.append)
    qtbot.waitUntil(lambda: done == ["act"])
    assert (1, 0) == (runner.pending, runner.acting)
    gate.set()
    _rest(runner, qtbot)


def test_a_problem_goes_to_whoever_started_the_verb(runner: Runner, qtbot: QtBot) -> None:
    """The page that asked hears of the Problem; nobody else."""
    heard: list[str] = []
    elsewhere: list[object] = []
    runner.problem.connect(elsewhere.append)
    runner.start(_refuse, on_problem=lambda problem: heard.append(problem.code))
    _rest(runner, qtbot)
    assert (["gui.font_missing"], []) == (heard, elsewhere)


def test_a_problem_nobody_waits_for_is_told_to_the_window(runner: Runner, qtbot: QtBot) -> None:
    """It is never lost."""
    with qtbot.waitSignal(runner.problem):
        runner.start(_refuse)


def test_a_bug_is_raised_and_ends_the_busy_state(runner: Runner, qtbot: QtBot) -> None:
    """An exception of our own reaches the excepthook; the page that waited is told that it is over."""
    ends: list[str] = []

    def err() -> None:
        raise ZeroDivisionError

    with capture_exceptions() as caught:
        runner.start(err, on_end=lambda: ends.append("over"))
        _rest(runner, qtbot)
    assert ([ZeroDivisionError], ["over"]) == ([kind for kind, _, _ in caught], ends)


def test_progress_is_told_as_it_goes(runner: Runner, qtbot: QtBot) -> None:
    """Long work reports how far it is, in order, before it ends."""
    told: list[object] = []

    def work(report: object) -> str:
        assert callable(report)
        for step in range(3):
            report(step, 3)
        return "done"

    runner.start_long(work, lambda done, total: told.append((done, total)), told.append)
    _rest(runner, qtbot)
    assert [(0, 3), (1, 3), (2, 3), "done"] == told


def test_a_page_that_is_gone_is_not_called(runner: Runner, qtbot: QtBot) -> None:
    """An outcome for a widget that was destroyed meanwhile is dropped."""
    label = QLabel("before")
    gate = threading.Event()
    runner.start(lambda: "after" if gate.wait() else "", label.setText)
    label.deleteLater()
    QApplication.sendPostedEvents(None, 52)
    gate.set()
    _rest(runner, qtbot)


def _refuse() -> None:
    raise Problem("gui.font_missing", "here")

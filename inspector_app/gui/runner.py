"""Background verbs: a page starts one, the window stays alive, the outcome comes back into the window's thread.

Acts run one after another, in the order in which they were started: each sees what the one before has written. (Two at once
would read the same standing value and leave the person in conflict with themself.) What only reads and takes long, and what
is long by nature, goes `aside` and holds no act up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from shiboken6 import isValid

from inspector_app.errors import Problem

T = TypeVar("T")
Report = Callable[[int, int], None]


@dataclass
class _Job:
    on_done: Callable[[Any], None] | None
    on_problem: Callable[[Problem], None] | None
    on_progress: Report | None
    on_end: Callable[[], None] | None
    is_waited_for: bool


class Runner(QObject):
    """Runs callables on two threads, one for acts and one for what goes aside, and delivers what came of them.

    Signals: `problem(object)` a Problem whose starter did not care; `busy_changed(bool)` work began or all of it ended.
    Attributes: `pending` how many verbs have not been delivered yet; `acting` how many of them somebody waits for (all but
    those that only went aside).
    """

    problem = Signal(object)
    busy_changed = Signal(bool)
    _ended = Signal(object, object)
    _stepped = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pending = self.acting = 0
        self._acts, self._aside = QThreadPool(self), QThreadPool(self)
        for pool in (self._acts, self._aside):
            pool.setMaxThreadCount(1)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._step, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        *,
        on_end: Callable[[], None] | None = None,
        aside: bool = False,
    ) -> None:
        """Run `work` in the background.

        `on_end` comes first whatever happened (a bug included), then `on_done` or `on_problem`; none of them comes when the
        widget it belongs to is gone by then.
        """
        self._run(_Job(on_done, on_problem, None, on_end, not aside), work, self._aside if aside else self._acts)

    def start_long(
        self,
        work: Callable[[Report], T],
        on_progress: Report,
        on_done: Callable[[T], None] | None = None,
        on_problem: Callable[[Problem], None] | None = None,
        *,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        """The same for long work that reports (done, total) as it goes; it goes aside."""
        job = _Job(on_done, on_problem, on_progress, on_end, True)
        self._run(job, lambda: work(lambda done, total: self._stepped.emit(job, done, total)), self._aside)

    def finish(self, milliseconds: int = 30_000) -> bool:
        """Wait until the threads are idle (before the store closes); deliveries still queued are dropped with us."""
        return self._acts.waitForDone(milliseconds) and self._aside.waitForDone(milliseconds)

    def _run(self, job: _Job, work: Callable[[], Any], pool: QThreadPool) -> None:
        self.pending += 1
        self.acting += job.is_waited_for
        if self.pending == 1:
            self.busy_changed.emit(True)
        pool.start(lambda: self._work(job, work))

    def _work(self, job: _Job, work: Callable[[], Any]) -> None:
        try:
            outcome = work()
        except Exception as error:
            outcome = error
        self._ended.emit(job, outcome)

    def _step(self, job: _Job, done: int, total: int) -> None:
        if job.on_progress is not None and _alive(job.on_progress):
            job.on_progress(done, total)

    def _deliver(self, job: _Job, outcome: Any) -> None:
        self.pending -= 1
        self.acting -= job.is_waited_for
        if self.pending == 0:
            self.busy_changed.emit(False)
        if job.on_end is not None and _alive(job.on_end):
            job.on_end()
        if isinstance(outcome, Problem):
            if job.on_problem is not None and _alive(job.on_problem):
                job.on_problem(outcome)
            else:
                self.problem.emit(outcome)
        elif isinstance(outcome, Exception):
            raise outcome  # our own fault: the excepthook speaks
        elif job.on_done is not None and _alive(job.on_done):
            job.on_done(outcome)


def _alive(callback: Callable[..., Any]) -> bool:
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)

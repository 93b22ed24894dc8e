"""From "whole on disk" to "taken in": one file after another, again after a restart, and later when the disk was full."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from inspector_app.errors import Problem

_LOG = logging.getLogger(__name__)
_AGAIN = 30.0


class Intake:
    """The queue of whole files. `take_in` is called in a thread; a file it returned from is answered and removed here."""

    def __init__(self, take_in: Callable[[Path], None], again: float = _AGAIN) -> None:
        self._take_in, self._again = take_in, again
        self._queue: asyncio.Queue[Path] = asyncio.Queue()
        self._waiting: set[Path] = set()
        self._changed = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    def add(self, file: Path) -> None:
        """Put a whole, durable file into the queue; one that is in it already stays there once."""
        if file not in self._waiting:
            self._waiting.add(file)
            self._queue.put_nowait(file)

    async def settled(self, file: Path, seconds: float) -> None:
        """Wait until this file is no longer in the queue, at most so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: file not in self._waiting)

    def start(self) -> None:
        """Begin taking in."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End after the file under way."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            file = await self._queue.get()
            # A merge is one transaction: it is waited for, never abandoned in a thread that nobody holds.
            running = asyncio.ensure_future(asyncio.to_thread(self._take, file))
            try:
                done = await asyncio.shield(running)
            except asyncio.CancelledError:
                await asyncio.wait([running])
                raise
            if not done:
                loop.call_later(self._again, self._queue.put_nowait, file)
                continue
            async with self._changed:
                self._waiting.discard(file)
                self._changed.notify_all()

    def _take(self, file: Path) -> bool:
        try:
            self._take_in(file)
            file.unlink(missing_ok=True)
        except Problem as problem:
            _LOG.warning("not taken in yet, kept: %s (%s)", file.name, problem)
            return False
        except Exception:
            _LOG.exception("not taken in, kept: %s", file.name)
            return False
        return True

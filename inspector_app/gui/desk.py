"""One sitting as the cards use it: each act is done once, what came of it is told to every part that shows it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage
from shiboken6 import isValid

from inspector_app.actions import attachments
from inspector_app.actions.answering import Saved, Sitting
from inspector_app.actions.findings import Finding
from inspector_app.errors import Problem
from inspector_app.gui import language
from inspector_app.gui.runner import Runner
from inspector_app.journal import Dot

THUMBNAIL = 256


class PhotoFile(NamedTuple):
    """One picture to attach: a file or bytes, the name it is kept under, what it is proof of (evidence.ROLES)."""

    source: Path | bytes
    name: str
    role: str = "evidence"


class Desk(QObject):
    """Wraps a Sitting; returns whether an act was kept, so that a field can offer its text again.

    Signals: `saved(Saved)` after each durable commit; `refused(Problem)`; `photos_pending(code, count)` while files are taken in.
    """

    saved = Signal(object)
    refused = Signal(object)
    photos_pending = Signal(str, int)

    def __init__(self, sitting: Sitting, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sitting = sitting
        sitting.speak(language.current())
        self._runner = runner
        self._thumbnails: dict[str, QImage] = {}
        self._queue: list[tuple[str, PhotoFile]] = []
        self._attaching = False

    def answer(self, path: str, value: str) -> bool:
        """Write one question's value."""
        return self._do(lambda: self.sitting.answer(path, value))

    def verdict(self, code: str, verdict: str, na_reason: str = "") -> bool:
        """Write an item's verdict."""
        return self._do(lambda: self.sitting.verdict(code, verdict, na_reason))

    def note(self, code: str, text: str) -> bool:
        """Write an item's note."""
        return self._do(lambda: self.sitting.note(code, text))

    def attribute(self, name: str, value: str) -> bool:
        """Write an attribute of the school."""
        return self._do(lambda: self.sitting.attribute(name, value))

    def add_row(self, repeat: str) -> bool:
        """Add an empty row."""
        return self._do(lambda: self.sitting.add_row(repeat)[1])

    def duplicate_row(self, row: str) -> bool:
        """Add a copy of a row."""
        return self._do(lambda: self.sitting.duplicate_row(row)[1])

    def remove_row(self, row: str) -> bool:
        """Remove a row."""
        return self._do(lambda: self.sitting.remove_row(row))

    def paste(self, repeat: str, names: Sequence[str], cells: Sequence[tuple[int, int, str]]) -> bool:
        """Write a pasted block of (row number, column number, value), adding the rows it needs; the screen is told once."""

        def work() -> Saved:
            rows = list(self.sitting.filling.rows(repeat))
            kept: list[Saved] = []
            try:
                for number, column, value in cells:
                    while len(rows) <= number:
                        row, saved = self.sitting.add_row(repeat)
                        rows.append(row)
                        kept.append(saved)
                    kept.append(self.sitting.answer(f"{repeat}[{rows[number]}]/{names[column]}", value))
            except Problem as problem:
                self.refused.emit(problem)
            return together(kept, self.sitting)

        return self._do(work)

    def save_finding(self, code: str, finding: Finding) -> bool:
        """Write an item's finding."""
        return self._do(lambda: self.sitting.save_finding(code, finding))

    def settle(self, path: str, dot: Dot, reason: str) -> bool:
        """Settle a conflict by choosing one side."""
        return self._do(lambda: self.sitting.settle(path, dot, reason))

    def remove_photo(self, code: str, sha256: str) -> bool:
        """Unlink a photo from an item."""
        return self._do(lambda: self.sitting.remove_photo(code, sha256))

    def attach(self, code: str, files: Sequence[PhotoFile]) -> None:
        """Take photos in, one after the other, without holding the window up."""
        self._queue += [(code, file) for file in files]
        self._tell_pending(code)
        self._next_photo()

    def thumbnail(self, sha256: str, on_ready: Callable[[QImage], None]) -> None:
        """Give a small picture of a photo, at once when it is known, else when it has been made."""
        if sha256 in self._thumbnails:
            on_ready(self._thumbnails[sha256])
            return
        owner = getattr(on_ready, "__self__", None)

        def ready(image: QImage) -> None:
            self._thumbnails[sha256] = image
            if not isinstance(owner, QObject) or isValid(owner):
                on_ready(image)

        sitting = self.sitting
        self._runner.start(lambda: _small(sitting.photo_bytes(sha256, True)), ready, aside=True)

    def view_copy(self, sha256: str, on_ready: Callable[[QImage], None]) -> None:
        """Give a photo at the size of its view copy (at most 1600 px) once it has been made."""
        sitting = self.sitting
        self._runner.start(lambda: QImage.fromData(sitting.photo_bytes(sha256, True)), on_ready, aside=True)

    def attach_file(self, path: str, file: Path) -> None:
        """Answer a question with a file: its bytes are kept in the background, then the answer is written."""
        sitting = self.sitting

        def kept(attachment: attachments.Attachment) -> None:
            self.answer(path, attachment.text)

        self._runner.start(lambda: attachments.keep(sitting.ws, file, file.name), kept, self._photo_refused)

    def open_file(self, answer: str) -> None:
        """Show the file that an answer names in the program the system has for it, from a copy in this workspace."""
        sitting = self.sitting
        self._runner.start(lambda: sitting.file_copy(answer), _show_outside, self._photo_refused)

    def _next_photo(self) -> None:
        if self._attaching or not self._queue:
            return
        self._attaching = True
        code, file = self._queue[0]
        sitting = self.sitting
        self._runner.start(
            lambda: sitting.attach_photo(code, file.source, file.name, file.role),
            self._photo_kept,
            self._photo_refused,
            on_end=self._photo_ended,
        )

    def _photo_ended(self) -> None:
        code, _file = self._queue.pop(0)
        self._attaching = False
        self._tell_pending(code)
        self._next_photo()

    def _photo_kept(self, saved: Saved) -> None:
        self.saved.emit(saved)

    def _photo_refused(self, problem: Problem) -> None:
        self.refused.emit(problem)

    def _tell_pending(self, code: str) -> None:
        self.photos_pending.emit(code, sum(1 for one, _file in self._queue if one == code))

    def _do(self, act: Callable[[], Saved]) -> bool:
        try:
            saved = act()
        except Problem as problem:
            self.refused.emit(problem)
            return False
        self.saved.emit(saved)
        return True


def _show_outside(copy: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))


def together(kept: Sequence[Saved], sitting: Sitting) -> Saved:
    """Return several commits as the screen is told of them: the last time, all items, all paths."""
    if not kept:
        return Saved(sitting.ws.now(), frozenset(), frozenset())
    items = frozenset().union(*(one.items for one in kept))
    return replace(kept[-1], items=items, paths=frozenset().union(*(one.paths for one in kept)))


def _small(data: bytes) -> QImage:
    image = QImage.fromData(data)
    if image.isNull():
        return image
    return image.scaled(
        THUMBNAIL, THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )

"""Sync: what is not yet delivered, sealing it to a stick, taking files in, receipts, and a log in plain language."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from inspector_app.actions import syncing, taking_in
from inspector_app.actions.syncing import BundleView, LogLine
from inspector_app.actions.taking_in import TakenIn
from inspector_app.errors import Problem
from inspector_app.gui import blocks, choosing, theme, wording
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.gui.theme import Tone
from inspector_app.workspace import Workspace

_LOG_LINES = 40


@dataclass(frozen=True)
class SyncView:
    """What the page shows; read in one background verb."""

    unsent: int
    bundles: tuple[BundleView, ...]
    log: tuple[LogLine, ...]


class SyncPage(QWidget):
    """The road out and back.

    Signals: `changed()` something was sealed or taken in: other pages should read anew.
    """

    changed = Signal()

    def __init__(self, ws: Workspace, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sync_page")
        self.setAcceptDrops(True)
        self._ws, self._runner = ws, runner
        self._banner = Banner("sync_note")
        self._count = blocks.label("", "display", name="sync_unsent")
        self._words = blocks.label("", "muted", name="sync_words", wrap=True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._pack = blocks.button(self.tr("封装到 U 盘"), "pack", lambda: self._ask_folder("bureau"), "primary", "usb")
        self._team = blocks.button(self.tr("给队友"), "pack_team", lambda: self._ask_folder("team"), "", "team")
        self._take = blocks.button(self.tr("收取文件"), "take_in", self._ask_files, "", "inbox")
        self._taken = QVBoxLayout()
        self._bundles = QVBoxLayout()
        self._log = QVBoxLayout()
        for part in (self._taken, self._bundles, self._log):
            part.setSpacing(theme.S)
        self._lay_out()

    def _lay_out(self) -> None:
        hero, inside = blocks.card("sync_hero", margin=theme.XL, spacing=theme.M)
        numbers = blocks.column(
            blocks.label(self.tr("未送达督导室"), "caption"), self._count, self._words, None, spacing=theme.XS
        )
        buttons = blocks.column(
            blocks.row(self._pack, self._team, self._take, None),
            blocks.label(
                self.tr("队友的封装、局里的回执，都从“收取文件”进来；也可以把文件拖到这一页。"), "caption", wrap=True
            ),
            None,
            spacing=theme.M,
        )
        line = QHBoxLayout()
        line.setSpacing(theme.XL)
        line.addLayout(numbers, 2)
        line.addLayout(buttons, 3)
        inside.addLayout(line)
        inside.addWidget(self._progress)
        packs, packs_inside = blocks.card("sync_bundles")
        packs_inside.addWidget(blocks.label(self.tr("封装"), "heading"))
        packs_inside.addLayout(self._bundles)
        packs_inside.addStretch(1)
        lines, lines_inside = blocks.card("sync_log")
        lines_inside.addWidget(blocks.label(self.tr("往来记录"), "heading"))
        lines_inside.addLayout(self._log)
        lines_inside.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(theme.L)
        below.addWidget(packs, 3)
        below.addWidget(lines, 2)
        body = QWidget()
        column = blocks.column(self._banner, hero, spacing=theme.L)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.addLayout(self._taken)
        column.addLayout(below)
        column.addStretch(1)
        body.setLayout(column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(blocks.scrolled(body, "sync_scroll"))

    def refresh(self) -> None:
        """Read everything anew."""
        ws = self._ws
        self._runner.start(
            lambda: SyncView(syncing.unsent(ws), tuple(syncing.bundles(ws)), tuple(syncing.log(ws))),
            self.show_view,
            self._banner.show_problem,
        )

    def show_view(self, view: SyncView) -> None:
        """Show counts, bundles and log."""
        none = self.tr("全部已送达") if view.bundles else self.tr("没有待送的")
        self._count.setText(self.tr("{} 条").format(view.unsent) if view.unsent else none)
        theme.set_tone(self._count, "warning" if view.unsent else "pass")
        self._words.setText(
            self.tr("收到督导室的回执才算送达；在那之前，什么都不会清除。")
            if view.unsent
            else self.tr("这台电脑上的每一条改动都有督导室的回执。")
            if view.bundles
            else self.tr("这台电脑上还没有做过检查；做完签字后，从这里送回督导室。")
        )
        blocks.empty(self._bundles)
        for bundle in view.bundles:
            self._bundles.addWidget(self._bundle_line(bundle))
        if not view.bundles:
            self._bundles.addWidget(
                blocks.label(self.tr("还没有封装过。检查签完字，插上 U 盘，按“封装到 U 盘”。"), "muted", wrap=True)
            )
        blocks.empty(self._log)
        for entry in view.log[:_LOG_LINES]:
            self._log.addWidget(_log_line(entry))
        if not view.log:
            self._log.addWidget(blocks.label(self.tr("还没有往来。"), "muted"))

    def show_taken(self, taken: Sequence[TakenIn]) -> None:
        """Show what became of each file taken in."""
        blocks.empty(self._taken)
        for one in taken:
            self._taken.addWidget(self._taken_line(one))

    def pack_to(self, folder: Path, to: syncing.Destination) -> None:
        """Seal and copy to `folder`."""
        ws = self._ws
        self._busy(True)
        self._runner.start_long(
            lambda _report: syncing.pack(ws, folder, to), self._step, self._packed, self._failed, on_end=self._rest
        )

    def take(self, paths: list[Path]) -> None:
        """Take these files in."""
        ws = self._ws
        self._busy(True)
        self._runner.start_long(
            lambda report: taking_in.take_in(ws, paths, report), self._step, self._took, self._failed, on_end=self._rest
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped files in."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.take(paths)

    def _ask_folder(self, to: syncing.Destination) -> None:
        choosing.choose_folder(self, self.tr("选择 U 盘或文件夹"), lambda folder: self.pack_to(folder, to))

    def _ask_files(self) -> None:
        filters = [self.tr("封装和回执 (*.bundle *.receipt *.json)"), self.tr("所有文件 (*)")]
        choosing.choose_files(self, self.tr("收取文件"), filters, self.take)

    def _packed(self, bundle: BundleView) -> None:
        what = self.tr("已封装并核对，可以拔出 U 盘")
        self._banner.say("pass", what, f"{bundle.name} · {wording.size(bundle.size)}", bundle.copied_to)
        self._changed()

    def _took(self, taken: list[TakenIn]) -> None:
        self._banner.clear()
        self.show_taken(taken)
        self._changed()

    def _failed(self, problem: Problem) -> None:
        self._banner.show_problem(problem)
        self.refresh()

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()

    def _step(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _rest(self) -> None:
        self._busy(False)

    def _busy(self, busy: bool) -> None:
        self._progress.setRange(0, 0)
        self._progress.setVisible(busy)
        for button in (self._pack, self._team, self._take):
            button.setEnabled(not busy)

    def _bundle_line(self, bundle: BundleView) -> QWidget:
        words, tone = self._state(bundle)
        line = QWidget()
        to = self.tr("给队友") if bundle.to == "team" else self.tr("给督导室")
        facts = " · ".join(
            [to, self.tr("{} 条").format(bundle.entries), wording.size(bundle.size), wording.moment(bundle.made_at)]
        )
        name = blocks.Name(bundle.name, "strong")
        name.setToolTip(bundle.sha256)
        parts = blocks.column(name, blocks.label(facts, "caption"), spacing=0)
        if bundle.copied_to:
            place = blocks.label(self.tr("存到 {}").format(bundle.copied_to), "caption", wrap=True)
            parts.addWidget(place)
        inside = blocks.row(blocks.picture("lock", theme.colours().muted, 24), spacing=theme.M)
        inside.addLayout(parts, 1)
        inside.addWidget(blocks.label(words, "chip", tone), 0, Qt.AlignmentFlag.AlignTop)
        line.setObjectName(f"bundle_{bundle.name}")
        line.setLayout(inside)
        return line

    def _state(self, bundle: BundleView) -> tuple[str, Tone]:
        if bundle.delivered_at is not None:
            return self.tr("已送达 {}").format(wording.moment(bundle.delivered_at)), "pass"
        if bundle.copied_to:
            return self.tr("已拷出，等回执") if bundle.to == "bureau" else self.tr("已拷出"), "warning"
        return self.tr("已封装"), "accent"

    def _taken_line(self, taken: TakenIn) -> QFrame:
        tones: dict[str, Tone] = {"merged": "pass", "receipt": "pass", "enrolled": "pass", "duplicate": "na"}
        words = {
            "merged": self.tr("已并入"),
            "receipt": self.tr("回执已收"),
            "enrolled": self.tr("已登记"),
            "duplicate": self.tr("收过了"),
            "quarantined": self.tr("已隔离"),
        }
        tone = tones.get(taken.outcome, "fail")
        frame, inside = blocks.card(f"taken_{taken.path.name}", margin=theme.M)
        text = blocks.column(
            blocks.Name(taken.path.name, "strong"), blocks.label(taken.text, wrap=True), spacing=theme.XS
        )
        if taken.reason:
            text.addWidget(blocks.label(taken.reason, tone="fail", wrap=True))
        line = blocks.row(blocks.label(words.get(taken.outcome, taken.outcome), "chip", tone), spacing=theme.M)
        line.addLayout(text, 1)
        inside.addLayout(line)
        return frame


def _log_line(entry: LogLine) -> QWidget:
    line = QWidget()
    when = blocks.label(entry.at.strftime("%m-%d %H:%M"), "caption")
    when.setMinimumWidth(84)
    inside = blocks.row(spacing=theme.S)
    inside.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
    inside.addWidget(blocks.label(entry.text, wrap=True), 1)
    line.setLayout(inside)
    return line

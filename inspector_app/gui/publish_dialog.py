"""Publishing a form made in Excel: choose the file, see what is in it or everything wrong with it, then put it in force."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QListWidget, QListWidgetItem, QProgressBar, QWidget

from inspector_app.actions import publishing, setup
from inspector_app.actions.publishing import Look
from inspector_app.errors import Problem
from inspector_app.gui import blocks, choosing, icons, language, theme
from inspector_app.gui.models import reading
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.gui.two_lines import TwoLines
from inspector_app.workspace import Workspace


class PublishDialog(QDialog):
    """Nothing is published before its button is pressed. Signals: `published(str)` carries the form's code."""

    published = Signal(str)

    def __init__(self, ws: Workspace, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("publish_dialog")
        self.setWindowTitle(self.tr("发布检查表"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.scaled(820), 1200), min(theme.scaled(600), 700))
        self._ws, self._runner = ws, runner
        self._look: Look | None = None
        self._file = blocks.label(self.tr("还没有选文件"), "strong", name="publish_file", wrap=True)
        self._choose = blocks.button(self.tr("选文件…"), "publish_choose", self._ask, "", "folder")
        self._said = blocks.label("", name="publish_said", wrap=True)
        self._facts, self._inside = blocks.card("publish_facts", margin=theme.L, spacing=theme.S)
        self._told = _list("publish_told", self.tr("发现的问题"))
        self._heading = blocks.label("", "heading", name="publish_heading")
        self._banner = Banner("publish_problem")
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._publish = blocks.button(self.tr("发布"), "publish_confirm", self._go, "primary")
        close = blocks.button(self.tr("关闭"), "publish_close", self.reject, "quiet")
        close.setAutoDefault(False)
        top = blocks.row(self._file, self._choose, spacing=theme.M)
        top.setStretch(0, 1)
        inside = blocks.column(
            blocks.label(self.tr("发布检查表"), "title"),
            blocks.label(
                self.tr("用 Excel（XLSForm）或 YAML 做的表，先在这里检查；发布以后，新派的任务就能用它。"),
                "muted",
                wrap=True,
            ),
            top,
            self._progress,
            self._banner,
            self._said,
            self._facts,
            self._heading,
            spacing=theme.M,
            margin=theme.XL,
        )
        inside.addWidget(self._told, 1)
        inside.addStretch(0)
        inside.addLayout(blocks.row(None, close, self._publish))
        self.setLayout(inside)
        self._rest()
        self._show(None)

    def read(self, file: Path) -> None:
        """Look at a file in the background and show what is in it."""
        self._file.setText(file.name)
        self._banner.clear()
        self._show(None)
        self._busy()
        ws = self._ws
        self._runner.start(lambda: publishing.look(ws, file), self._show, self._refuse, on_end=self._rest, aside=True)

    def _ask(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in publishing.SUFFIXES)
        choosing.choose_files(
            self,
            self.tr("选一张表"),
            [self.tr("检查表 ({patterns})").format(patterns=patterns)],
            lambda files: self.read(files[0]),
        )

    def _show(self, look: Look | None) -> None:
        self._look = look
        self._publish.setEnabled(look is not None and look.form is not None)
        self._told.clear()
        for part in (self._said, self._facts, self._heading, self._told):
            part.hide()
        if look is None:
            return
        if look.form is None:
            count = len(look.mistakes)
            self._head("fail", self.tr("有 {count} 处错误，改好以后再选一次这个文件。").format(count=count))
            self._list(look.mistakes, "error")
            return
        self._describe(look)
        if look.advice:
            self._heading.setText(self.tr("请看一看这 {count} 处（不妨碍发布）").format(count=len(look.advice)))
            self._heading.show()
            self._list(look.advice, "warning")

    def _describe(self, look: Look) -> None:
        blocks.empty(self._inside)
        assert look.title is not None
        assert look.form is not None
        counts = []
        if look.title.items:
            counts.append(self.tr("{items} 题 · {points} 分").format(items=look.title.items, points=look.title.points))
        if look.title.questions:
            counts.append(self.tr("{count} 个问题").format(count=look.title.questions))
        edition = look.form.edition or "—"
        facts = [
            *counts,
            self.tr("版次 {edition}").format(edition=edition),
            self.tr("代号 {code}").format(code=look.form.form_id),
        ]
        self._inside.addWidget(
            blocks.label(reading.words(look.title.title), "heading", name="publish_title", wrap=True)
        )
        self._inside.addWidget(blocks.label(" · ".join(facts), "muted", name="publish_counts", wrap=True))
        named = [f"{number}. {reading.words(one)}" for number, one in enumerate(look.sections, 1)]
        self._inside.addWidget(blocks.label("　".join(named), name="publish_sections", wrap=True))
        self._facts.show()
        if publishing.is_published(self._ws, look.form):
            self._publish.setEnabled(False)
            self._head("accent", self.tr("这一版已经发布过了，不用再发。"))

    def _list(self, problems: tuple[Problem, ...], icon: str) -> None:
        tokens, speech = theme.colours(), language.current()
        colour = tokens.failed if icon == "error" else tokens.warning
        for one in problems:
            place = self.tr("位置：{}").format(one.where) if one.where else ""
            more = [part for part in (place, one.remedy(speech)) if part]
            item = QListWidgetItem(icons.icon(icon, colour), "\n".join((one.what(speech), *more)))
            item.setToolTip(item.text())
            self._told.addItem(item)
        self._told.show()

    def _head(self, tone: theme.Tone, words: str) -> None:
        theme.set_tone(self._said, tone)
        self._said.setText(words)
        self._said.show()

    def _go(self) -> None:
        look, ws = self._look, self._ws
        if look is None or look.form is None:
            return
        form = look.form
        self._publish.setEnabled(False)
        self._busy()
        self._runner.start(lambda: setup.publish_form(ws, form), self._done, self._refuse, on_end=self._rest)

    def _done(self, _version: str) -> None:
        assert self._look is not None
        assert self._look.form is not None
        self._head("pass", self.tr("已发布。下次派出任务时可以选它；已经开始的检查仍用原来那一版。"))
        self.published.emit(self._look.form.form_id)

    def _refuse(self, problem: Problem) -> None:
        self._banner.show_problem(problem)

    def _busy(self) -> None:
        self._progress.show()
        self._choose.setEnabled(False)

    def _rest(self) -> None:
        self._progress.hide()
        self._choose.setEnabled(True)


def _list(name: str, label: str) -> QListWidget:
    result = QListWidget()
    result.setObjectName(name)
    result.setAccessibleName(label)
    result.setProperty("role", "card")
    result.setFrameShape(QFrame.Shape.NoFrame)
    result.setItemDelegate(TwoLines(result))
    result.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    return result

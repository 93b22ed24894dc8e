"""Writing the next step of a finding: a small form, and the rule in plain words when the step is refused."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from inspector_app.actions import finding_list
from inspector_app.actions.finding_list import FindingList, FindingRow
from inspector_app.errors import Problem
from inspector_app.gui import blocks, choosing, language, theme
from inspector_app.gui.fields.choice import ChoiceField
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models import finding_words
from inspector_app.gui.models.finding_forms import StepField, fields
from inspector_app.gui.models.reading import Choice
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.gui.visit_style import visit_style
from inspector_app.journal import Value
from inspector_app.workspace import Workspace

Read = Callable[[], Value]
_BOOLEANS = frozenset({"granted", "passed", "on_site", "provides_service"})


class StepDialog(QDialog):
    """Signals: `written()` the step is in the journal."""

    written = Signal()

    def __init__(
        self, ws: Workspace, runner: Runner, kind: str, row: FindingRow, known: FindingList, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("step_dialog")
        self.setWindowTitle(finding_words.step(kind))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(min(theme.scaled(560), 1000))
        self._ws, self._runner, self._kind, self._row = ws, runner, kind, row
        self._reads: dict[str, Read] = {}
        self._labels: dict[str, str] = {}
        self.setStyleSheet(visit_style(theme.colours(), QApplication.font().pointSizeF()))
        self._banner = Banner("step_problem")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.M)
        grid.setColumnStretch(1, 1)
        today = ws.now().date().isoformat()
        for at, one in enumerate(fields(kind, row, known, today, ws.person)):
            self._labels[one.name] = one.label
            words = blocks.label(one.label, "muted")
            words.setMinimumHeight(theme.TARGET)
            grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._field(one), at, 1)
        self._save = blocks.button(self.tr("写入"), "step_write", self._write, "primary")
        cancel = blocks.button(self.tr("取消"), "step_cancel", self.reject, "quiet")
        cancel.setAutoDefault(False)
        about = f"{row.raised.code} {row.title} · {row.school}"
        inside = blocks.column(
            blocks.label(finding_words.step(kind), "title", name="step_title"),
            blocks.label(about, "muted", wrap=True),
            grid,
            self._banner,
            blocks.row(None, cancel, self._save),
            spacing=theme.M,
            margin=theme.XL,
        )
        self.setLayout(inside)

    def _field(self, one: StepField) -> QWidget:
        name = f"step_{one.name}"
        if one.asked == "choice":
            return self._choice(name, one)
        if one.asked == "person":
            return self._person(name, one)
        if one.asked == "tick":
            tick = Pill(one.label, "choice-many", name, checkable=True)
            tick.setChecked(one.first == "yes")
            self._reads[one.name] = tick.isChecked
            return tick
        if one.asked == "files":
            return self._files(name, one)
        if one.asked == "lines":
            lines = QPlainTextEdit(one.first)
            lines.setObjectName(name)
            lines.setAccessibleName(one.label)
            lines.setTabChangesFocus(True)
            lines.setFixedHeight(theme.scaled(64))
            self._reads[one.name] = lambda: lines.toPlainText().strip()
            return lines
        line = QLineEdit(one.first)
        line.setObjectName(name)
        line.setAccessibleName(one.label)
        line.setMinimumHeight(theme.TARGET)
        if one.asked in ("day", "number"):
            line.setFixedWidth(theme.scaled(160))
        number = one.asked == "number"
        self._reads[one.name] = lambda: _number(line.text()) if number else line.text().strip()
        return line

    def _choice(self, name: str, one: StepField) -> QWidget:
        field = ChoiceField(name, one.label, [Choice(code, words) for code, words in one.choices], False)
        field.show_value(one.first)
        chosen = [one.first]

        def take(value: str) -> None:
            chosen[0] = value
            field.show_value(value)

        field.edited.connect(take)
        self._reads[one.name] = lambda: chosen[0]
        return field

    def _person(self, name: str, one: StepField) -> QWidget:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(one.label)
        box.setMinimumHeight(theme.TARGET)
        for code, words in one.choices:
            box.addItem(words, code)
        box.setCurrentIndex(max(0, box.findData(one.first)))
        self._reads[one.name] = lambda: str(box.currentData() or "")
        return box

    def _files(self, name: str, one: StepField) -> QWidget:
        kept: list[Value] = []
        button = blocks.button(self.tr("选文件"), name, lambda: None, "", "folder")
        button.setAutoDefault(False)

        def keep(paths: list[Path]) -> None:
            ws = self._ws
            self._runner.start(
                lambda: [finding_list.keep_file(ws, path) for path in paths], shown, self._banner.show_problem
            )

        def shown(hashes: list[str]) -> None:
            kept.extend(one for one in hashes if one not in kept)
            button.setText(self.tr("已选 {} 个文件").format(len(kept)))

        everything = [self.tr("所有文件 (*)")]
        button.clicked.connect(lambda: choosing.choose_files(self, one.label, everything, keep))
        self._reads[one.name] = lambda: list(kept)
        return button

    def _write(self) -> None:
        told: dict[str, Value] = {name: read() for name, read in self._reads.items()}
        for name in _BOOLEANS & told.keys():
            if told[name] in ("yes", "no"):
                told[name] = told[name] == "yes"
        told = _shaped(self._kind, told)
        ws, raised, kind = self._ws, self._row.raised, self._kind
        self._banner.clear()
        self._save.setEnabled(False)
        self._runner.start(
            lambda: finding_list.write(ws, raised, kind, told),
            self._done,
            self._refused,
            on_end=lambda: self._save.setEnabled(True),
        )

    def _done(self, _state: object) -> None:
        self.written.emit()
        self.accept()

    def _refused(self, problem: Problem) -> None:
        missing = re.search(r"\$\.(?:\w+\[.*?\]\.)?(\w+)", problem.where)
        if problem.code == "finding_life.unreadable" and missing and missing[1] in self._labels:
            speech = language.current()
            where = self.tr("位置：{}").format(self._labels[missing[1]])  # the shape's own words are not a person's
            self._banner.say("fail", problem.what(speech), problem.remedy(speech), where)
        else:
            self._banner.show_problem(problem)
        blocks.grow(self)


def _shaped(kind: str, told: dict[str, Value]) -> dict[str, Value]:
    """Return what was told in the shape of the entry (docs/format.md §5)."""
    if kind == "rectification_report":
        line: dict[str, Value] = {name: told[name] for name in ("measure", "person", "evidence")}
        line["done_on"] = told["done_on"] or None
        return {"at": told["at"], "measures": [line]}
    if kind == "immediate_rectification":
        people = str(told.pop("confirmed_by", "")).split()
        return {**told, "confirmed_by": list(people)}
    if kind == "extension_decision" and not told["granted"]:
        return {**told, "days": 0}
    return told


def _number(text: str) -> Value:
    return int(text) if text.strip().isdecimal() else text.strip()

"""A failed item's finding, written in place: facts, grade and its reason, rectification, what was done at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.actions.findings import Finding
from inspector_app.gui import blocks, theme, visit_words
from inspector_app.gui.fields.choice import ChoiceField
from inspector_app.gui.fields.number import NumberField
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.fields.text import ParagraphField, TextField
from inspector_app.gui.models.reading import Choice
from inspector_app.supervision.grades import GRADES, grade

KINDS = ("immediate", "deadline", "suspend_listed", "refer", "none")
UNITS = (
    "school",
    "township",
    "village",
    "water_authority",
    "market_regulator",
    "fire_rescue",
    "public_security",
    "bureau",
    "other",
)
TIMED = ("deadline", "suspend_listed", "refer")

GRADE_TONES: dict[str, theme.Tone] = {"R": "fail", "O": "warning", "Y": "warning", "B": "accent"}


def grades_near(default: str) -> tuple[str, ...]:
    """Return the grades a person on site may choose: one level up, the default, one level down (never down from R-M: R-30)."""
    kind = "I" if default.endswith("I") else "H"
    same = [code for code in GRADES if code[-1] == kind or (kind == "H" and code == "R-M")]
    lowest = grade(default).severity if default == "R-M" else grade(default).severity - 1
    return tuple(code for code in same if lowest <= grade(code).severity <= grade(default).severity + 1)


class FindingPanel(QFrame):
    """The finding of one failed or partly met item.

    Signals: `edited(Finding)` after each finished edit; a changed grade waits for its reason before it is told.
    """

    edited = Signal(object)

    def __init__(self, code: str, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code, self._now = code, now
        self._finding: Finding | None = None
        self._grade_wanted = ""
        self.setObjectName(f"{code}.finding")
        self.setProperty("role", "finding")
        self._build()

    def show_finding(self, finding: Finding) -> None:
        """Show the finding as written, or the form's proposal."""
        default_changed = self._finding is None or self._finding.default_grade != finding.default_grade
        self._finding = finding
        if default_changed:
            self._offer_grades(finding.default_grade)
        for name, field in self._texts.items():
            field.show_value(str(getattr(finding, name)))
        self._days.show_value(str(finding.deadline_days) if finding.deadline_days else "")
        if self._grade is not None and not self._grade_wanted:
            self._grade.show_value(finding.grade)
        self._reason.show_value(finding.grade_reason)
        self._kind.show_value(finding.rectify)
        self._unit.setCurrentIndex(max(self._unit.findData(finding.responsible_unit), 0))
        self._arrange(finding)

    def set_folded(self, folded: bool) -> None:
        """Show only the summary line, or everything."""
        self._body.setVisible(not folded)
        self._fold.draw("chevron-right" if folded else "chevron-down")
        self._fold.setText(self.tr("展开") if folded else self.tr("收起"))
        self._fold.setAccessibleName(self._fold.text())

    @property
    def folded(self) -> bool:
        """True while only the summary line shows."""
        return self._body.isHidden()

    def focus_facts(self) -> None:
        """Put the cursor into the facts."""
        self.set_folded(False)
        self._texts["facts"].editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_read_only(self, read_only: bool) -> None:
        """Allow or refuse every change."""
        self._body.setEnabled(not read_only)

    def flush(self) -> None:
        """Finish an edit under way."""
        for field in (*self._texts.values(), self._reason, self._days):
            field.flush()

    def forget(self) -> None:
        """The last finding told was not kept."""
        for field in (*self._texts.values(), self._reason, self._days):
            field.forget()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._texts = self._make_texts()
        self._make_choices()
        self._body = QWidget()
        self._body.setProperty("role", "clear")
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.M)
        self._grid.setVerticalSpacing(theme.M)
        self._grid.setColumnStretch(1, 1)
        quantity = blocks.label(self.tr("数量"), "muted")
        self._days_label = blocks.label(self.tr("期限"), "muted")
        self._grade_box = blocks.column(self._reason)
        self._measures_at = blocks.label("", "caption")
        self._line(self.tr("事实"), self._texts["facts"])
        self._line(self.tr("地点"), _beside(self._texts["place"], quantity, self._texts["quantity"]))
        self._line(self.tr("等级"), self._grade_box)
        self._clause_label = self._line(self.tr("判定条款"), self._texts["determination_clause"])
        self._line(self.tr("整改"), self._kind)
        self._line(
            self.tr("责任单位"), blocks.row(self._unit, theme.M, self._days_label, self._days, None, spacing=theme.M)
        )
        self._line(self.tr("当场措施"), blocks.column(self._texts["measures_taken"], self._measures_at))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.L, theme.S, theme.L, theme.L)
        column.setSpacing(theme.S)
        column.addLayout(self._head())
        column.addWidget(self._major)
        column.addWidget(self._recurs)
        column.addWidget(self._body)

    def _head(self) -> QLayout:
        self._chip = blocks.label("", "chip")
        self._missing = blocks.label("", "caption", tone="fail")
        words = self.tr("重大事故隐患：当场停用或撤离并记下时刻，当日报局；改好了也须复查才能销号。")
        self._major = blocks.label(words, "caption", tone="fail", wrap=True)
        self._recurs = blocks.label("", "caption", tone="warning", wrap=True)
        self._fold = Pill(self.tr("收起"), "tool-quiet", f"{self._code}.finding_fold", icon="chevron-down")
        self._fold.clicked.connect(self._toggle)
        title = blocks.label(self.tr("问题登记"), "heading")
        return blocks.row(title, self._chip, self._missing, None, self._fold)

    def _make_texts(self) -> dict[str, ParagraphField | TextField]:
        code = self._code
        texts: dict[str, ParagraphField | TextField] = {
            "facts": ParagraphField(f"{code}.facts", self.tr("事实"), self.tr("看到、数到、测到什么，只写事实"), 2),
            "place": TextField(f"{code}.place", self.tr("地点"), self.tr("哪栋楼、哪一层、哪一间")),
            "quantity": TextField(f"{code}.quantity", self.tr("数量"), self.tr("几处、几人、几克")),
            "determination_clause": TextField(
                f"{code}.clause", self.tr("判定条款"), self.tr("照判定指南原文录入条款号")
            ),
            "measures_taken": ParagraphField(
                f"{code}.measures", self.tr("当场措施"), self.tr("停用、撤离、督促，改到什么程度"), 1
            ),
        }
        for name, field in texts.items():
            field.edited.connect(lambda text, name=name: self._told(name, text))
        return texts

    def _make_choices(self) -> None:
        code = self._code
        self._reason = TextField(f"{code}.grade_reason", self.tr("调级理由"), self.tr("调级必须写理由，写了才生效"))
        self._reason.edited.connect(self._reasoned)
        self._grade: ChoiceField | None = None
        kinds = [Choice(kind, visit_words.rectify(kind)) for kind in KINDS]
        self._kind = ChoiceField(f"{code}.rectify", self.tr("整改方式"), kinds, False)
        self._kind.edited.connect(lambda kind: self._told("rectify", kind))
        self._days = NumberField(f"{code}.deadline_days", self.tr("期限"), self.tr("个工作日"), False)
        self._days.edited.connect(lambda text: self._told("deadline_days", int(text or "0")))
        self._unit = QComboBox()
        self._unit.setObjectName(f"{code}.responsible_unit")
        self._unit.setAccessibleName(self.tr("责任单位"))
        self._unit.setMinimumHeight(theme.TARGET)
        for unit in UNITS:
            self._unit.addItem(visit_words.responsible_unit(unit), unit)
        self._unit.activated.connect(lambda: self._told("responsible_unit", str(self._unit.currentData())))

    def _line(self, words: str, field: QWidget | QLayout) -> QLabel:
        row = self._grid.rowCount()
        name = blocks.label(words, "muted")
        name.setMinimumHeight(theme.TARGET)
        name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(field, QWidget):
            self._grid.addWidget(field, row, 1)
        else:
            self._grid.addLayout(field, row, 1)
        return name

    def _toggle(self) -> None:
        self.set_folded(not self.folded)

    def _offer_grades(self, default: str) -> None:
        offered = []
        for code in grades_near(default):
            step = grade(code).severity - grade(default).severity
            words = visit_words.grade(code)
            if step > 0:
                words = self.tr("上调：{grade}").format(grade=words)
            elif step < 0:
                words = self.tr("下调：{grade}").format(grade=words)
            offered.append(Choice(code, words))
        if self._grade is not None:
            self._grade.setParent(None)
            self._grade.deleteLater()
        self._grade = ChoiceField(f"{self._code}.grade", self.tr("等级"), offered, False)
        self._grade.edited.connect(self._graded)
        self._grade_box.insertWidget(0, self._grade)

    # -- edits -----------------------------------------------------------------------------------------------------

    def _told(self, name: str, value: object) -> None:
        if self._finding is None or getattr(self._finding, name) == value:
            return
        told = replace(self._finding, **{name: value})  # type: ignore[arg-type]
        if name == "measures_taken":
            told = replace(told, measures_at=self._now().isoformat(timespec="minutes") if value else "")
        self.edited.emit(told)

    def _graded(self, grade: str) -> None:
        assert self._finding is not None
        reason = self._finding.grade_reason
        if grade == self._finding.default_grade:
            self._grade_wanted = ""
            self.edited.emit(replace(self._finding, grade=grade, grade_reason=""))
        elif reason:
            self.edited.emit(replace(self._finding, grade=grade))
        else:
            self._grade_wanted = grade
            self._reason.show()
            self._reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reasoned(self, reason: str) -> None:
        assert self._finding is not None
        if not reason:
            return
        grade = self._grade_wanted or self._finding.grade
        self._grade_wanted = ""
        self.edited.emit(replace(self._finding, grade=grade, grade_reason=reason))

    def _arrange(self, finding: Finding) -> None:
        self._chip.setText(visit_words.grade(finding.grade))
        theme.set_tone(self._chip, GRADE_TONES.get(finding.grade[:1], ""))
        self._recurs.setVisible(bool(finding.recurs))
        words = self.tr("复发：本校同一问题已于 {day} 销号，12 个月内再次不合格，等级自动上调一级（R-36）。")
        self._recurs.setText(words.format(day=finding.recurs))
        self._missing.setText("" if finding.facts else self.tr("还没写事实"))
        raised = bool(self._grade_wanted) or finding.grade != finding.default_grade
        self._reason.setVisible(raised)
        major = finding.grade == "R-M"
        self._texts["determination_clause"].setVisible(major)
        self._clause_label.setVisible(major)
        self._major.setVisible(major)
        timed = finding.rectify in TIMED
        self._days.setVisible(timed)
        self._days_label.setVisible(timed)
        self._measures_at.setVisible(bool(finding.measures_at))
        self._measures_at.setText(self.tr("记于 {time}").format(time=finding.measures_at[11:16]))


def _beside(place: QWidget, words: QWidget, quantity: QWidget) -> QLayout:
    """Return place and quantity on one line, the place wider."""
    line = blocks.row(place, words, quantity, spacing=theme.M)
    line.setStretch(0, 3)
    line.setStretch(2, 2)
    return line

"""The top of the Visit page: school, elapsed time, score, then the gate until the card is shown, then the route."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from inspector_app.actions.outcome import Outcome
from inspector_app.gui import blocks, theme, visit_words
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.form_switch import FormSwitch
from inspector_app.gui.models import reading
from inspector_app.gui.models.reading import RouteStep
from inspector_app.gui.models.typed import read_time


class TitleLine(QFrame):
    """School and form on the left; time, score and the ways on at the right.

    Signals: `conflicts_wanted()`, `sign_wanted()`.
    """

    conflicts_wanted = Signal()
    sign_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._school = blocks.label("", "title", name="visit_school")
        self._about = blocks.label("", "caption", name="visit_about")
        names = blocks.column(self._school, self._about, spacing=0)
        self._clock = blocks.label("", "strong", name="visit_elapsed")
        self._clock_words = blocks.label("", "caption")
        self._score = blocks.label("", "strong", name="visit_score")
        self._score_words = blocks.label("", "caption", name="visit_score_words")
        self.conflicts = Pill("", "tool-alert", "conflicts_open", icon="conflict", ink="failed")
        self.conflicts.clicked.connect(self.conflicts_wanted)
        self.conflicts.hide()
        self.sign = Pill(self.tr("去签字"), "primary", "visit_sign")
        self.sign.clicked.connect(self.sign_wanted)
        line = blocks.row(spacing=theme.XL)
        line.setContentsMargins(theme.XL, theme.S, theme.L, theme.XS)
        line.addLayout(names, 1)
        line.addWidget(self.conflicts)
        line.addLayout(blocks.column(self._clock, self._clock_words, spacing=0))
        line.addLayout(blocks.column(self._score, self._score_words, spacing=0))
        line.addWidget(self.sign)
        self.setLayout(line)

    def show_visit(self, school: str, about: str) -> None:
        """Name the school and the form."""
        self._school.setText(school)
        self._about.setText(about)
        self._about.setToolTip(about)

    def show_elapsed(self, since: datetime | None, now: datetime) -> None:
        """Say how long the team has been here."""
        if since is None:
            self._clock.setText("—")
            self._clock_words.setText(self.tr("未到校"))
            return
        minutes = max(int((now - since) / timedelta(minutes=1)), 0)
        long = self.tr("{hours} 时 {minutes} 分").format(hours=minutes // 60, minutes=minutes % 60)
        self._clock.setText(long if minutes >= 100 else self.tr("{minutes} 分钟").format(minutes=minutes))
        local = since.astimezone(now.tzinfo)
        self._clock_words.setText(self.tr("{time:%H:%M} 到校").format(time=local))
        theme.set_tone(self._clock, "warning" if minutes > 90 else "")

    def show_outcome(self, outcome: Outcome) -> None:
        """Show score, coverage and conclusion, or the form's own level."""
        self._score.setText("—" if outcome.value is None else self.tr("{value} 分").format(value=outcome.value))
        covered = (
            "" if outcome.coverage is None else self.tr("覆盖 {coverage}%").format(coverage=int(outcome.coverage * 100))
        )
        level = visit_words.conclusion(outcome.conclusion) or reading.words(outcome.level)
        self._score_words.setText(" · ".join(part for part in (covered, level) if part))

    def show_conflicts(self, count: int) -> None:
        """Show how many items two people filled differently; hidden at none."""
        self.conflicts.setVisible(bool(count))
        self.conflicts.setText(self.tr("{count} 处两人不一致").format(count=count))
        self.conflicts.setAccessibleName(self.conflicts.text())


class GateStrip(QFrame):
    """First the gate time, then the card; gone once both are recorded (R-25).

    Signals: `gate_given(datetime)`, `card_given()`, `leak_wanted()` the school seems prepared (R-18).
    """

    gate_given = Signal(object)
    card_given = Signal()
    leak_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.setProperty("role", "banner")
        self.setProperty("tone", "accent")
        self._words = blocks.label("", "heading", name="gate_words")
        self._more = blocks.label("", "caption", wrap=False)
        self._typed = QLineEdit()
        self._typed.setObjectName("gate_time")
        self._typed.setAccessibleName(self.tr("到校时刻"))
        self._typed.setPlaceholderText(self.tr("时:分"))
        self._typed.setFixedWidth(88)
        self._typed.setMinimumHeight(theme.TARGET)
        self._typed.returnPressed.connect(self._give_typed)
        self._set = Pill(self.tr("按所填记录"), "tool", "gate_set")
        self._set.clicked.connect(self._give_typed)
        self._typed.textChanged.connect(lambda text: self._set.setEnabled(bool(read_time(text))))
        self._set.setEnabled(False)
        self._arrive = Pill(self.tr("此刻到校"), "primary", "gate_now")
        self._arrive.clicked.connect(lambda: self.gate_given.emit(self._now()))
        self._card = Pill(self.tr("已亮证"), "primary", "card_shown")
        self._card.clicked.connect(self.card_given)
        self._leak = Pill(self.tr("疑似提前准备…"), "tool", "leak_suspected", icon="flag")
        self._leak.clicked.connect(self.leak_wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.L, theme.S, theme.M, theme.S)
        line.setSpacing(theme.M)
        line.addLayout(blocks.column(self._words, self._more, spacing=0), 1)
        for part in (self._leak, self._typed, self._set, self._arrive, self._card):
            line.addWidget(part)

    def show_gate(self, gate_time: datetime | None, unlocked: bool) -> None:
        """Show what is owed at the gate."""
        at_gate = gate_time is None
        for part in (self._typed, self._set, self._arrive):
            part.setVisible(at_gate)
        self._card.setVisible(not at_gate)
        if at_gate:
            self._words.setText(self.tr("先记到校时刻"))
            self._more.setText(self.tr("站到校门口就按，门卫闯关测试随即开始"))
        else:
            assert gate_time is not None
            self._words.setText(self.tr("{time:%H:%M} 到校。先做闯关测试，再出示证件").format(time=gate_time))
            self._more.setText(self.tr("亮证后全部检查项开放"))
        self.setVisible(not unlocked)

    def _give_typed(self) -> None:
        text = read_time(self._typed.text())
        if text:
            hour, minute = text.split(":")
            self.gate_given.emit(self._now().replace(hour=int(hour), minute=int(minute), second=0, microsecond=0))


class RouteStrip(QFrame):
    """The walk: steps with their minutes and sections; the one due now is marked and said in words.

    Signals: `section_wanted(code)`, `sign_wanted()`.
    """

    section_wanted = Signal(str)
    sign_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self._steps: list[tuple[RouteStep, Pill]] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(theme.M, 0, theme.L, theme.XS)
        self._line.setSpacing(theme.XS)
        self._now = QLabel()
        self._now.setProperty("role", "caption")
        self._now.setObjectName("route_now")
        self._now.setWordWrap(True)

    def show_route(self, steps: Sequence[RouteStep]) -> None:
        """Show another form's route."""
        blocks.empty(self._line)
        self._now = blocks.label("", "caption", name="route_now", wrap=True)
        self._steps = []
        for number, step in enumerate(steps, 1):
            timed = step.until > 0
            words = (step.minutes if timed else self.tr("机动")) + "  " + (step.letters or self.tr("签字"))
            pill = Pill(words, "route", f"route_{number}")
            pill.setToolTip(step.what)
            pill.setAccessibleDescription(step.what)
            pill.clicked.connect(lambda _on=False, step=step: self._open(step))
            self._steps.append((step, pill))
            self._line.addWidget(pill)
        self._line.addSpacing(theme.M)
        self._line.addWidget(self._now, 1)

    def show_elapsed(self, minutes: int | None) -> None:
        """Mark the step that is due by the clock."""
        timed = [step for step, _pill in self._steps if step.until > 0]
        due = next(
            (step for step in timed if minutes is not None and minutes < step.until), timed[-1] if timed else None
        )
        for step, pill in self._steps:
            theme.set_property(pill, "tone", "accent" if step is due and minutes is not None else "")
        self._now.setText(
            self.tr("按时间该走：{what}").format(what=due.what) if due is not None and minutes is not None else ""
        )

    def _open(self, step: RouteStep) -> None:
        if step.section:
            self.section_wanted.emit(step.section)
        else:
            self.sign_wanted.emit()


class FrozenBanner(QFrame):
    """Says that the visit is frozen and may only be read (R-42)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("frozen_banner")
        self.setProperty("role", "banner")
        self.setProperty("tone", "warning")
        tokens = theme.colours()
        words = blocks.label(self.tr("内容已冻结，只能查看"), "strong")
        more = blocks.label(self.tr("学校已在签字环节看过这些内容；要改只能另开修正单。"), "muted")
        line = blocks.row(blocks.picture("lock", tokens.warning, 20), words, more, None, spacing=theme.M)
        line.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        self.setLayout(line)
        self.setMinimumHeight(theme.TARGET)


class Header(QWidget):
    """Title line and whichever strip is due; a plain container of the parts above."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = TitleLine()
        self.gate = GateStrip(now)
        self.route = RouteStrip()
        self.frozen = FrozenBanner()
        self.forms = FormSwitch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self.forms)
        column.addWidget(self.route)
        column.addWidget(padded(self.gate))
        column.addWidget(padded(self.frozen))


def padded(strip: QWidget) -> QWidget:
    """Return a margin around a strip that vanishes with it."""
    around = _Around()
    inside = blocks.column(strip)
    inside.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
    around.setLayout(inside)
    strip.installEventFilter(around)
    around.setHidden(strip.isHidden())
    return around


class _Around(QWidget):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HideToParent, QEvent.Type.ShowToParent):
            self.setVisible(event.type() == QEvent.Type.ShowToParent)
        return False

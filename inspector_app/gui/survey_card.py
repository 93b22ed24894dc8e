"""A question or repeat of a survey among the cards: a row of the page, driven by the same keys."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.card import Card
from inspector_app.gui.desk import Desk
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.views import AskedView
from inspector_app.gui.question_row import QuestionRow
from inspector_app.gui.repeat_box import RepeatBox


class SurveyCard(Card):
    """One row of the survey."""

    view: AskedView

    def __init__(
        self,
        view: AskedView,
        desk: Desk,
        read_only: bool = False,
        conflict: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(view, parent)
        self._read_only = read_only
        self.setObjectName(f"{view.code}.card")
        self.setProperty("role", "question")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        name = view.code.replace(":", ".")
        self.body: QuestionRow | RepeatBox = (
            QuestionRow(view, name, desk) if view.repeat is None else RepeatBox(view, name, desk)
        )
        self.body.grown.connect(self.grown)
        self._conflict = Pill(
            self.tr("两人不一致"), "tool-alert", f"{name}.conflict_open", icon="conflict", ink="failed"
        )
        self._conflict.clicked.connect(self.conflict_wanted)
        inside = blocks.column(spacing=theme.S)
        inside.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        inside.addWidget(self._conflict, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.body)
        self.setLayout(inside)
        self.show_view(view, conflict)

    @property
    def wanted(self) -> bool:
        """False while the form does not ask it."""
        return self.view.relevant

    def show_view(self, view: AskedView, conflict: bool) -> None:
        """Show the answer, or the rows, as they stand."""
        self.view = view
        self.setAccessibleName(view.title)
        self.body.show_view(view)
        self.body.setEnabled(not (self._read_only or view.locked))
        self._conflict.setVisible(conflict)
        if self.parentWidget() is not None and self.isHidden() == view.relevant:
            self.setVisible(view.relevant)
        self.update()

    def arrive(self, by: int) -> None:
        """Take the focus into the first (from below: the last) field; what is only read takes it itself."""
        stops = self._stops()
        if stops:
            stops[0 if by > 0 else -1].take_focus()
        else:
            self.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """Finish every edit under way."""
        self.body.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, down and Enter go from question to question; whatever a field uses itself never comes here."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(1)
        elif key == Qt.Key.Key_Up:
            self._step(-1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and the ring of the current row."""
        super().paintEvent(event)
        if self._current:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _stops(self) -> list[QuestionRow]:
        leaves = self.body.leaves() if isinstance(self.body, RepeatBox) else [self.body]
        return [leaf for leaf in leaves if leaf.stop() is not None]

    def _step(self, by: int) -> None:
        focused = QApplication.focusWidget()
        stops = self._stops()
        here = next(
            (place for place, one in enumerate(stops) if focused is not None and one.isAncestorOf(focused)), None
        )
        if here is not None and 0 <= here + by < len(stops):
            stops[here + by].take_focus()
        else:
            self.move_wanted.emit(by)

"""The few building blocks every page is laid out from, so that distances and looks are said once."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector_app.gui import icons, theme
from inspector_app.gui.theme import Tone

Box = TypeVar("Box", bound=QBoxLayout)


def label(text: str, role: str = "", tone: Tone = "", name: str = "", wrap: bool = False) -> QLabel:
    """Return a text in one of the roles of the style sheet; its text is plain, whatever it contains."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("role", role)
    result.setProperty("tone", tone)
    result.setObjectName(name)
    result.setWordWrap(wrap)
    if role in ("chip", "badge"):
        result.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return result


def button(text: str, name: str, on_click: Callable[[], object], kind: str = "", icon: str = "") -> QPushButton:
    """Return a push button of a finger's size; `kind` is "", primary, quiet, danger or row."""
    result = QPushButton(text)
    result.setObjectName(name)
    result.setAccessibleName(text)
    result.setProperty("kind", kind)
    result.setMinimumHeight(theme.TARGET)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        tokens = theme.colours()
        colour = {"primary": tokens.on_accent, "danger": tokens.failed, "quiet": tokens.accent}.get(kind, tokens.text)
        result.setIcon(icons.icon(icon, colour, disabled=tokens.muted if kind == "primary" else tokens.line_strong))
        result.setIconSize(QSize(theme.scaled(20), theme.scaled(20)))

    def press(_checked: bool) -> None:
        on_click()

    result.clicked.connect(press)
    return result


def picture(name: str, colour: str, size: int = 24) -> QLabel:
    """Return an icon as a picture of `size` device-independent pixels, more for larger text."""
    size = theme.scaled(size)
    result = QLabel()
    result.setPixmap(icons.pixmap(name, colour, size, 2))
    result.setFixedSize(size, size)
    return result


def card(name: str = "", tone: Tone = "", margin: int = theme.L, spacing: int = theme.M) -> tuple[QFrame, QVBoxLayout]:
    """Return a framed surface and the column inside it."""
    frame = QFrame()
    frame.setObjectName(name)
    frame.setProperty("role", "card")
    frame.setProperty("tone", tone)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(margin, margin, margin, margin)
    inside.setSpacing(spacing)
    return frame, inside


def row(*parts: QWidget | QLayout | int | None, spacing: int = theme.S, margin: int = 0) -> QHBoxLayout:
    """Return a horizontal layout; None stretches, a number is a gap."""
    return _filled(QHBoxLayout(), parts, spacing, margin)


def column(*parts: QWidget | QLayout | int | None, spacing: int = theme.S, margin: int = 0) -> QVBoxLayout:
    """Return a vertical layout; None stretches, a number is a gap."""
    return _filled(QVBoxLayout(), parts, spacing, margin)


def rule() -> QFrame:
    """Return a hairline."""
    result = QFrame()
    result.setProperty("role", "rule")
    result.setFixedHeight(1)
    return result


def scrolled(inside: QWidget, name: str = "") -> QScrollArea:
    """Return a vertical scroll area that shows `inside` on the page's own ground."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside.setProperty("role", "page")
    area.setWidget(inside)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def grow(dialog: QWidget) -> None:
    """Make a dialog as high as its wrapped words now need; Qt lets them be squeezed instead."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        needed = (
            layout.totalHeightForWidth(dialog.width())
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )
        dialog.resize(dialog.width(), max(dialog.height(), needed))


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            empty(inner)


class Name(QLabel):
    """One line that may be long (a school, a file): it gives way, ends in “…”, and says all of itself in its tool tip."""

    def __init__(self, text: str = "", role: str = "", name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few characters."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.scaled(80)), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class EmptyState(QWidget):
    """What a page shows when it has nothing: why, and the one thing to do. Signal: `chosen()` the button was pressed."""

    chosen = Signal()

    def __init__(self, icon: str, title: str, text: str, action: str = "", name: str = "empty_action") -> None:
        super().__init__()
        tokens = theme.colours()
        disc = QLabel()
        disc.setPixmap(icons.pixmap(icon, tokens.accent, 40, 2))
        disc.setAlignment(Qt.AlignmentFlag.AlignCenter)
        disc.setFixedSize(88, 88)
        disc.setStyleSheet(f"background: {tokens.accent_soft}; border-radius: 44px;")
        words = label(text, "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        words.setFixedWidth(theme.scaled(440))
        inside = column(None, spacing=theme.M)
        inside.addWidget(disc, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(label(title, "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addLayout(row(None, words, None))  # an alignment flag would deny the text its height for this width
        if action:
            inside.addSpacing(theme.S)
            inside.addWidget(button(action, name, self.chosen.emit, "primary"), 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        self.setLayout(inside)


def _filled(box: Box, parts: Iterable[QWidget | QLayout | int | None], spacing: int, margin: int) -> Box:
    box.setSpacing(spacing)
    box.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return box

"""What two people filled differently, side by side; a choice and a reason settle it, closing the panel decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from inspector_app.actions.conflicts import ConflictView, Side
from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.flow import FlowLayout
from inspector_app.gui.fields.pill import Pill
from inspector_app.journal import Dot
from inspector_app.text import full_width


class ConflictCard(QFrame):
    """One register with several values.

    Signals: `settled(path, dot, reason)` once a side is chosen and a reason is written.
    """

    settled = Signal(str, object, str)

    def __init__(self, view: ConflictView, me: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = view.path
        self._name = f"{view.code or 'visit'}.conflict"
        self.setObjectName(self._name)
        self.setProperty("role", "card")
        self.reason = QLineEdit()
        self._radios: list[tuple[QRadioButton, Dot]] = []
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        column.setSpacing(theme.M)
        if view.code:
            column.addWidget(blocks.label(view.code, "code"))
        column.addWidget(blocks.label(full_width(view.title), "heading", wrap=True))
        sides = QHBoxLayout()
        sides.setSpacing(theme.M)
        different = _differing(view.sides)
        for number, side in enumerate(view.sides):
            sides.addWidget(self._side(number, side, different, mine=side.device == me), 1)
        column.addLayout(sides)
        column.addWidget(blocks.label(self.tr("为什么采用这一份？（必填，写进记录）"), "muted"))
        chips = QWidget()
        chips.setProperty("role", "clear")
        flow = FlowLayout(chips)
        for number, words in enumerate(self._usual()):
            chip = Pill(words, "choice", f"{self._name}.usual_{number}")
            chip.clicked.connect(lambda _on=False, words=words: self.reason.setText(words))
            flow.addWidget(chip)
        column.addWidget(chips)
        self.reason.setObjectName(f"{self._name}.reason")
        self.reason.setAccessibleName(self.tr("采用的理由"))
        self.reason.setPlaceholderText(self.tr("写一句理由"))
        self.reason.textChanged.connect(self._weigh)
        self._settle = Pill(self.tr("采用所选"), "primary", f"{self._name}.settle")
        self._settle.clicked.connect(self._decide)
        self._owed = blocks.label("", "caption", name=f"{self._name}.owed")
        bar = QHBoxLayout()
        bar.setSpacing(theme.M)
        bar.addWidget(self.reason, 1)
        bar.addWidget(self._settle)
        column.addLayout(bar)
        column.addWidget(self._owed)
        self._weigh()

    def _side(self, number: int, side: Side, different: frozenset[str], mine: bool) -> QWidget:
        box = QFrame()
        box.setProperty("role", "side")
        radio = QRadioButton(self.tr("{name}（本机）").format(name=side.author_name) if mine else side.author_name)
        radio.setObjectName(f"{self._name}.side_{number}")
        radio.setProperty("role", "strong")
        radio.toggled.connect(lambda on, box=box: self._lit(box, on))
        self._radios.append((radio, side.dot))
        self._group.addButton(radio)
        column = QVBoxLayout(box)
        column.setContentsMargins(theme.M, theme.S, theme.M, theme.M)
        column.setSpacing(theme.XS)
        column.addWidget(radio)
        meta = self.tr("{time:%H:%M} · 电脑 {device}").format(time=side.at, device=side.device[:8])
        column.addWidget(blocks.label(meta, "caption"))
        column.addSpacing(theme.XS)
        for line in side.lines:
            words = blocks.label(full_width(line), "strong" if line in different else "", wrap=True)
            column.addWidget(words)
        column.addStretch(1)
        radio.setAccessibleDescription(self.tr("；").join(side.lines))
        return box

    def _lit(self, box: QFrame, on: bool) -> None:
        theme.set_property(box, "tone", "accent" if on else "")
        self._weigh()

    def _chosen(self) -> Dot | None:
        return next((dot for radio, dot in self._radios if radio.isChecked()), None)

    def _weigh(self) -> None:
        chosen, reason = self._chosen() is not None, bool(self.reason.text().strip())
        self._settle.setEnabled(chosen and reason)
        owed = [] if chosen else [self.tr("先选一份")]
        owed += [] if reason else [self.tr("再写理由")]
        self._owed.setText(self.tr("，").join(owed))
        self._owed.setVisible(bool(owed))

    def _decide(self) -> None:
        dot = self._chosen()
        if dot is not None and self.reason.text().strip():
            self.settled.emit(self.path, dot, self.reason.text().strip())

    def _usual(self) -> tuple[str, ...]:
        return (self.tr("两人现场复核过"), self.tr("后一份更完整"), self.tr("另一份是误填"))


class ConflictPanel(QWidget):
    """All open conflicts of the visit.

    Signals: `settled(path, dot, reason)`; `closed()`: nothing was decided by closing.
    """

    settled = Signal(str, object, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conflict_panel")
        self._cards: dict[str, ConflictCard] = {}
        back = Pill(self.tr("返回检查项"), "tool-quiet", "conflict_close", icon="arrow-left")
        back.clicked.connect(self.closed)
        title = blocks.label(self.tr("两人填得不一样"), "title")
        head = blocks.row(title, None, back, spacing=theme.M)
        words = self.tr("两份都留着，不会丢。签字前由在场的人选定一份并写明理由；关掉本页不作任何决定。")
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme.M, theme.XL)
        self._column.setSpacing(theme.L)
        self._column.addStretch(1)
        about = blocks.label(words, "muted", wrap=True)
        self.setLayout(blocks.column(head, about, blocks.scrolled(inside, "conflict_scroll"), spacing=theme.S))

    def show_conflicts(self, views: Sequence[ConflictView], me: str) -> None:
        """Show the open conflicts; a card that is still open keeps what was typed into it."""
        for path in set(self._cards) - {view.path for view in views}:
            gone = self._cards.pop(path)
            gone.hide()
            gone.deleteLater()
        for place, view in enumerate(views):
            if view.path not in self._cards:
                card = ConflictCard(view, me)
                card.settled.connect(self.settled)
                self._cards[view.path] = card
                self._column.insertWidget(place, card)

    def cards(self) -> list[ConflictCard]:
        """Return the open cards."""
        return list(self._cards.values())

    def focus(self) -> None:
        """Put the focus on the first side of the first card."""
        for card in self._cards.values():
            radio = card.findChild(QRadioButton)
            if radio is not None:
                radio.setFocus(Qt.FocusReason.OtherFocusReason)
                return


def _differing(sides: Sequence[Side]) -> frozenset[str]:
    """Return the lines that not every side has: what the two really disagree on."""
    common = frozenset(sides[0].lines).intersection(*(side.lines for side in sides[1:]))
    return frozenset(line for side in sides for line in side.lines) - common

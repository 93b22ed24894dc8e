"""The cards of one section, one below the other; built when first seen, the visible ones at once and the rest in idle moments."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.card import Card
from inspector_app.gui.models.reading import SectionView

AT_ONCE = 3
WIDEST = 1040
HEAD = 2  # the section's title and note stand above the cards

Make = Callable[[str], Card]


class CardColumn(QWidget):
    """Shows the cards of one section and knows which of them is current.

    Signals: `left(by)` the keyboard went past the first (-1) or last (+1) card; `current_changed(code)`; `show_all()`.
    """

    left = Signal(int)
    current_changed = Signal(str)
    show_all = Signal()

    def __init__(self, make: Make, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self.cards: dict[str, Card] = {}
        self._codes: list[str] = []
        self._owed: list[str] = []
        self._current = ""
        self._letter = blocks.label("", "letter")
        self._title = blocks.label("", "title", name="section_title")
        self._meta = blocks.label("", "muted", name="section_meta")
        self._note = blocks.label("", "muted", wrap=True)
        head = blocks.row(self._letter, self._title, self._meta, None, spacing=theme.M)
        inside = self._inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(theme.L, theme.L, theme.L, theme.XL)
        self._column.setSpacing(theme.M)
        self._column.addLayout(head)
        self._column.addWidget(self._note)
        self._column.addStretch(1)
        inside.setMaximumWidth(WIDEST)
        self.area: QScrollArea = blocks.scrolled(inside, "card_scroll")
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._later = QTimer(self, interval=0)
        self._later.timeout.connect(self._build_one)
        self.setLayout(blocks.column(self.area))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def show_section(self, section: SectionView, codes: Sequence[str], meta: str) -> None:
        """Show these items of a section, from the top."""
        same = list(codes) == self._codes
        self._letter.setText(section.letter)
        self._title.setText(section.title)
        self._meta.setText(meta)
        self._note.setText(section.note)
        self._note.setVisible(bool(section.note))
        if same:
            return
        self._clear()
        self._codes = list(codes)
        self._owed = [code for code in codes if code not in self.cards]
        for code in codes:
            if code in self.cards:
                self._place(code)
        for _ in range(AT_ONCE):
            self._build_one()
        self._later.start()
        self.area.verticalScrollBar().setValue(0)

    def say_meta(self, meta: str) -> None:
        """Show other counts beside the title."""
        self._meta.setText(meta)

    def forget(self) -> None:
        """Drop every card (another visit, another theme)."""
        self._later.stop()
        for card in self.cards.values():
            card.hide()
            card.setParent(None)
            card.deleteLater()
        self.cards, self._codes, self._owed, self._current = {}, [], [], ""

    def flush(self) -> None:
        """Finish every edit under way."""
        for card in self.cards.values():
            card.flush()

    @property
    def owed(self) -> bool:
        """True while cards of this section are still to be built."""
        return bool(self._owed)

    @property
    def current(self) -> str:
        """Return the code of the card the keys act on, "" before the first."""
        return self._current

    def card(self, code: str) -> Card:
        """Return an item's card, building it now when it was still owed."""
        if code not in self.cards:
            self._build(code)
        return self.cards[code]

    def go(self, code: str, by: int = 1) -> None:
        """Make a card current and bring it into view."""
        if code in self._codes:
            card = self.card(code)
            card.arrive(by)
            self.mark(code)
            QTimer.singleShot(0, card, lambda: self.reveal(code))

    def go_first(self, by: int = 1) -> None:
        """Make the first card current, the last one when coming from below."""
        wanted = next((code for code in self._codes[::by] if self.card(code).wanted), "")
        if wanted:
            self.go(wanted, by)

    def mark(self, code: str) -> None:
        """Take note that this card has the focus."""
        if code == self._current:
            return
        if self._current in self.cards:
            self.cards[self._current].set_current(False)
        self._current = code
        if code in self.cards:
            self.cards[code].set_current(True)
        self.current_changed.emit(code)

    def reveal(self, code: str) -> None:
        """Scroll so that the whole card shows, its top when it is taller than the view."""
        if code not in self.cards:
            return
        card, bar, height = self.cards[code], self.area.verticalScrollBar(), self.area.viewport().height()
        top = card.y() - theme.M
        bottom = card.y() + card.height() + theme.M
        if top < bar.value() or bottom - top > height:
            bar.setValue(top)
        elif bottom > bar.value() + height:
            bar.setValue(bottom - height)

    def _focus_moved(self, _old: QWidget | None, widget: QWidget | None) -> None:
        """Notice which card the focus is in, whatever control took it."""
        while widget is not None and widget is not self:
            if isinstance(widget, Card):
                self.mark(widget.view.code)
                return
            widget = widget.parentWidget()

    def _clear(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.area.isAncestorOf(focused):
            self.area.setFocus(Qt.FocusReason.OtherFocusReason)  # else Qt looks for a new home for it, card by card
        for code in self._codes:
            if code in self.cards:
                self.cards[code].flush()
                self.cards[code].hide()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the cards as they are read; parts built late would else come last."""
        chain = sorted((one for one in self._inside.findChildren(QWidget) if _takes_tab(one)), key=self._reading_order)
        focused = QApplication.focusWidget()
        place = chain.index(focused) + (1 if forward else -1) if focused in chain else -1
        if not 0 <= place < len(chain):
            return bool(super().focusNextPrevChild(forward))
        chain[place].setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        self.area.ensureWidgetVisible(chain[place], 0, theme.XL)
        return True

    def _reading_order(self, widget: QWidget) -> tuple[int, int, int]:
        middle = widget.mapTo(self._inside, widget.rect().center())
        card: QWidget | None = widget
        while card is not None and not isinstance(card, Card):
            card = card.parentWidget()
        if card is widget:
            return card.y(), -1, 0
        return (card.y() if card is not None else 0), middle.y() // 32, middle.x()

    def _build_one(self) -> None:
        if not self._owed:
            self._later.stop()
            return
        self._build(self._owed[0])

    def _build(self, code: str) -> None:
        card = self._make(code)
        self.cards[code] = card
        self._owed = [one for one in self._owed if one != code]
        card.move_wanted.connect(lambda by, code=code: self._move(code, by))
        card.grown.connect(lambda code=code: QTimer.singleShot(0, self, lambda: self.reveal(code)))
        if code in self._codes:
            self._place(code)

    def _place(self, code: str) -> None:
        before = [one for one in self._codes[: self._codes.index(code)] if one in self.cards]
        card = self.cards[code]
        if self._column.indexOf(card) < 0:
            place = self._column.indexOf(self.cards[before[-1]]) + 1 if before else HEAD
            self._column.insertWidget(place, card)
        card.setVisible(card.wanted)

    def _move(self, code: str, by: int) -> None:
        place = self._codes.index(code) + by if code in self._codes else -1
        while 0 <= place < len(self._codes) and not self.card(self._codes[place]).wanted:
            place += by
        if 0 <= place < len(self._codes):
            self.go(self._codes[place], by)
        else:
            self.left.emit(by)

    def changed(self, codes: Iterable[str]) -> list[str]:
        """Return those of `codes` that have a card."""
        return [code for code in codes if code in self.cards]


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    takes = policy in (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus)
    return takes and widget.focusProxy() is None and widget.isVisible() and widget.isEnabled()

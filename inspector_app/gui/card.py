"""What every card of the Visit page's column has: a place among the others, the focus, edits under way."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget


class Card(QFrame):
    """One card.

    Signals: `move_wanted(by)` the keyboard leaves the card up (-1) or down (+1); `conflict_wanted()`;
    `grown()` its height changed under the person's hand. Attribute `view`: what it shows.
    """

    move_wanted = Signal(int)
    conflict_wanted = Signal()
    grown = Signal()

    def __init__(self, view: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._current = False

    @property
    def wanted(self) -> bool:
        """False while the form does not ask for it at all."""
        return True

    def show_view(self, view: Any, conflict: bool) -> None:
        """Show it as it stands now."""
        raise NotImplementedError

    def arrive(self, by: int) -> None:
        """Take the focus as arrows do, from above (+1) or below (-1)."""
        raise NotImplementedError

    def flush(self) -> None:
        """Finish every edit under way."""
        raise NotImplementedError

    def show_pending(self, count: int) -> None:
        """Say how many pictures are still being taken in."""

    def set_current(self, current: bool) -> None:
        """Mark this card as the one the keys act on."""
        if current != self._current:
            self._current = current
            self.update()

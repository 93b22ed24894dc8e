"""A table that belongs to no item, as a card among the cards: its rows, and nothing to judge, photograph or note."""

from PySide6.QtCore import Qt

from inspector_app.gui.item_card import ItemCard
from inspector_app.gui.models.reading import CardView


class TableCard(ItemCard):
    """The card of one repeat group; the keys of a verdict do nothing here."""

    def show_view(self, view: CardView, conflict: bool) -> None:
        """Show the rows as they stand."""
        super().show_view(view, conflict)
        self.head.hide()
        self._title.hide()  # the section is called so
        self.verdict.hide()

    def give_verdict(self, verdict: str) -> None:
        """Do nothing: a table is not judged."""

    def _letter(self, key: Qt.Key) -> None:
        """Do nothing: findings, notes and photos belong to items."""

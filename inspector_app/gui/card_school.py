"""What a card has to say about the school's record: facts to ask first, and the fact that skips the item."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.attribute import AttributeField
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.reading import CardView, FieldView


class CardSchool(QWidget):
    """Unknown attributes as questions; for a skipped item its reason, and a way to correct a record that is out of date.

    Signals: `edited(attribute, value)`, `grown()`.
    """

    edited = Signal(str, str)
    grown = Signal()

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = code
        self._view: CardView | None = None
        self._asked: dict[str, AttributeField] = {}
        self.setProperty("role", "clear")
        self._why = blocks.label("", "caption", name=f"{code}.why_skipped")
        self._correct = Pill(self.tr("档案不对，更正"), "tool-quiet", f"{code}.correct")
        self._correct.clicked.connect(self._correct_record)
        self._skipped = QWidget()
        self._skipped.setProperty("role", "clear")
        self._skipped.setLayout(blocks.row(self._why, self._correct, None))
        self._column = blocks.column(self._skipped)
        self.setLayout(self._column)

    def show_view(self, view: CardView, read_only: bool) -> None:
        """Show what this item needs to know of the school."""
        self._view = view
        wanted = {asked.name: asked for asked in view.unknown}
        for name in set(self._asked) - set(wanted):
            gone = self._asked.pop(name)
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
        for name, asked in wanted.items():
            if name not in self._asked:
                self._ask(asked, self.tr("先问清：{label}"))
        facts = self.tr("、").join(f"{one.label} = {_word(one)}" for one in view.skipped_by if one.value)
        self._why.setText(self.tr("学校档案：{facts}").format(facts=facts) if facts else view.reason)
        self._correct.setVisible(bool(view.skipped_by) and not read_only)
        self._skipped.setVisible(view.skipped)
        self.setVisible(view.skipped or bool(self._asked))

    def _correct_record(self) -> None:
        for asked in self._view.skipped_by if self._view is not None else ():
            if asked.name not in self._asked:
                self._ask(asked, self.tr("更正档案：{label}"))
        self.grown.emit()

    def _ask(self, asked: FieldView, words: str) -> None:
        field = AttributeField(self._code, asked, words)
        field.edited.connect(self.edited)
        self._asked[asked.name] = field
        self._column.addWidget(field)
        self._column.setSpacing(theme.S)


def _word(field: FieldView) -> str:
    return next((choice.label for choice in field.choices if choice.name == field.value), field.value)

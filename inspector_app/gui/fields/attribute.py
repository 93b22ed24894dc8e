"""A fact about the school that nobody has recorded yet, asked inside the first card that depends on it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from inspector_app.gui.fields.choice import ChoiceField
from inspector_app.gui.fields.number import NumberField
from inspector_app.gui.fields.text import TextField
from inspector_app.gui.models.reading import FieldView


class AttributeField(QFrame):
    """Asks one unknown attribute of the school; the answer goes to the school's own record.

    Signals: `edited(name, value)`.
    """

    edited = Signal(str, str)

    def __init__(self, code: str, asked: FieldView, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setProperty("tone", "accent")
        name = f"{code}.{asked.name}"
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        question = QLabel(words.format(label=asked.label))
        question.setProperty("role", "strong")
        row.addWidget(question)
        if asked.kind in ("one", "many"):
            self.field: ChoiceField | NumberField | TextField = ChoiceField(
                name, asked.label, asked.choices, asked.kind == "many"
            )
        elif asked.kind in ("integer", "decimal"):
            self.field = NumberField(name, asked.label, asked.unit, asked.kind == "decimal")
        else:
            self.field = TextField(name, asked.label)
        self.field.edited.connect(lambda value: self.edited.emit(asked.name, value))
        row.addWidget(self.field, 1)
        self.field.show_value(asked.value)
        hint = QLabel(asked.hint)
        hint.setProperty("role", "caption")
        row.addWidget(hint)

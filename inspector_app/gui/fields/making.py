"""Which editor a question gets, by its kind; every editor has `edited`, `show_value`, `flush`, `forget`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt

from inspector_app.gui.fields.choice import MOST_PILLS, ChoiceField, LongChoiceField
from inspector_app.gui.fields.date import DateField, TimeField
from inspector_app.gui.fields.file import FileField, Thumbnail
from inspector_app.gui.fields.moment import MomentField, PlaceField
from inspector_app.gui.fields.number import NumberField
from inspector_app.gui.fields.range import RangeField
from inspector_app.gui.fields.rank import RankField
from inspector_app.gui.fields.text import ParagraphField, TextField
from inspector_app.gui.fields.tick import TickField
from inspector_app.gui.models.reading import FieldView

Field = (
    NumberField
    | ChoiceField
    | LongChoiceField
    | DateField
    | TimeField
    | MomentField
    | PlaceField
    | RangeField
    | RankField
    | TickField
    | FileField
    | TextField
    | ParagraphField
)
ONLY_READ = ("shown", "note")


def make_field(code: str, view: FieldView, now: Callable[[], datetime], thumbnail: Thumbnail | None = None) -> Field:
    """Return the editor for a question that can be answered, named `<item code>.<question name>`."""
    name = f"{code}.{view.name}"
    makers: dict[str, Callable[[], Field]] = {
        "integer": lambda: NumberField(name, view.label, view.unit, decimal=False),
        "decimal": lambda: NumberField(name, view.label, view.unit, decimal=True),
        "range": lambda: RangeField(name, view.label, view.unit, view.scale),
        "one": lambda: _one(name, view),
        "many": lambda: ChoiceField(name, view.label, view.choices, many=True),
        "rank": lambda: RankField(name, view.label, view.choices),
        "date": lambda: DateField(name, view.label, lambda: now().date()),
        "time": lambda: TimeField(name, view.label, now),
        "moment": lambda: MomentField(name, view.label, now),
        "tick": lambda: TickField(name, view.label),
        "file": lambda: FileField(name, view.label, view.look, thumbnail),
        "place": lambda: PlaceField(name, view.label, several=False),
        "places": lambda: PlaceField(name, view.label, several=True),
        "paragraph": lambda: ParagraphField(name, view.label, "", 3),
        "digits": lambda: _digits(name, view),
    }
    maker = makers.get(view.kind)
    return maker() if maker is not None else TextField(name, view.label, view.hint)


def _one(name: str, view: FieldView) -> Any:
    looks = view.look.split()
    if "likert" not in looks and (len(view.choices) > MOST_PILLS or {"minimal", "autocomplete"} & set(looks)):
        return LongChoiceField(name, view.label, view.choices)
    return ChoiceField(name, view.label, view.choices, many=False)


def _digits(name: str, view: FieldView) -> TextField:
    """A text of digits (a telephone number) keeps its zeros: a text all the same."""
    field = TextField(name, view.label, view.hint)
    field.editor.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
    return field

"""Which editor a question gets, by its kind; every editor has `edited`, `show_value`, `flush`, `forget`."""

from collections.abc import Callable
from datetime import datetime

from inspector_app.gui.fields.choice import MOST_PILLS, ChoiceField, LongChoiceField
from inspector_app.gui.fields.date import DateField, TimeField
from inspector_app.gui.fields.number import NumberField
from inspector_app.gui.fields.text import TextField
from inspector_app.gui.models.reading import FieldView

Field = NumberField | ChoiceField | LongChoiceField | DateField | TimeField | TextField


def make_field(code: str, view: FieldView, now: Callable[[], datetime]) -> Field:
    """Return the editor for a question that can be answered, named `<item code>.<question name>`."""
    name = f"{code}.{view.name}"
    if view.kind in ("integer", "decimal"):
        return NumberField(name, view.label, view.unit, view.kind == "decimal")
    if view.kind == "one" and len(view.choices) > MOST_PILLS:
        return LongChoiceField(name, view.label, view.choices)
    if view.kind in ("one", "many"):
        return ChoiceField(name, view.label, view.choices, view.kind == "many")
    if view.kind == "date":
        return DateField(name, view.label, lambda: now().date())
    if view.kind == "time":
        return TimeField(name, view.label, now)
    return TextField(name, view.label, view.hint)

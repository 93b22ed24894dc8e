"""Where each part of a form stands in its file, as keys and list positions, so that a mistake can be shown its line."""

from collections.abc import Mapping

from inspector_app.form.definition import Field, Form, Question
from inspector_app.form.mistake import Place
from inspector_app.form.names import Key
from inspector_app.form.schema import Slot


class Places:
    """The places of one form's sections, items, repeats and questions."""

    def __init__(self, form: Form) -> None:
        self._sections: dict[str, Place] = {}
        self._items: dict[str, Place] = {}
        for number, section in enumerate(form.sections):
            self._sections[section.code] = ("sections", number)
            for index, item in enumerate(section.items):
                self._items[item.code] = ("sections", number, "items", index)
        self._repeats: dict[str, Place] = {
            repeat.name: ("repeats", number) for number, repeat in enumerate(form.repeats)
        }
        self._fields: dict[int, Place] = {}
        self._note(form.context, ("context",))
        self._note(form.calculations, ("calculations",))
        for repeat in form.repeats:
            self._note(repeat.fields, (*self._repeats[repeat.name], "fields"))
        for item in form.items:
            self._note(item.fields, (*self._items[item.code], "fields"))
        self._note_survey(form.survey, ("survey",))

    def section(self, code: str) -> Place:
        """Return the place of a section."""
        return self._sections[code]

    def item(self, code: str) -> Place:
        """Return the place of an item."""
        return self._items[code]

    def repeat(self, name: str) -> Place:
        """Return the place of a repeat."""
        return self._repeats[name]

    def question(self, question: Question) -> Place:
        """Return the place of a question's field; of an implicit one, its item's."""
        return self._fields.get(id(question.field), self._items.get(question.item, ()))

    def of_key(self, key: Key, slots: Mapping[str, Slot]) -> Place:
        """Return the place of what a key of the dependency graph stands for."""
        kind, what = key[:2]
        if kind == "item":
            return self._items[what]
        if kind in ("rows", "place", "gate", "language"):
            return self._repeats.get(what, ())
        return next((self.question(slot.question) for slot in slots.values() if slot.number == what), ())

    def field(self, field: Field) -> Place:
        """Return the place of a field, of a group or repeat too."""
        return self._fields.get(id(field), ())

    def _note_survey(self, fields: tuple[Field, ...], place: Place) -> None:
        self._note(fields, place)
        for index, field in enumerate(fields):
            self._note_survey(field.fields, (*place, index, "fields"))

    def _note(self, fields: tuple[object, ...], place: Place) -> None:
        for index, field in enumerate(fields):
            self._fields[id(field)] = (*place, index)

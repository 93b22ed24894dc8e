"""What of a form's words the paper cannot print: said before it is published, not when somebody stands at a school and signs."""

from collections.abc import Iterator

from inspector_app.errors import Problem
from inspector_app.form import Form
from inspector_app.form.definition import Wording, wording
from inspector_app.report.fonts import undrawn

_MOST = 5
"""So many letters are named; whoever has more has them all in one script."""


def unprintable(form: Form) -> list[Problem]:
    """Return the first letters that no font of the paper has (fonts.no_glyph), each with the question or item it stands in."""
    found: dict[str, str] = {}
    for place, words in _printed(form):
        for letter in undrawn(wording(words, "zh")):
            found.setdefault(letter, place)
    return [
        Problem("fonts.no_glyph", place, character=letter, codepoint=f"U+{ord(letter):04X}")
        for letter, place in list(found.items())[:_MOST]
    ]


def _printed(form: Form) -> Iterator[tuple[str, Wording]]:
    yield form.form_id, form.title
    for section in form.sections:
        yield section.code, section.title
    for item in form.items:
        yield item.code, item.title
    for part in form.parts:
        yield part.name, part.field.label
    for question in form.questions:
        yield question.name, question.label
    for listed, choices in form.choices.items():
        for choice in choices:
            yield f"{listed} {choice.name}", choice.label

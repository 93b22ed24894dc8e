"""A form's survey as people go through it: sections, what is asked in each, how far that has come. Screen and paper share it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from inspector_app.actions.survey import address
from inspector_app.actions.wording import is_hidden
from inspector_app.form import Filling, Form, Question
from inspector_app.form.definition import Field, Part, Wording
from inspector_app.form.types import METADATA

_SILENT = METADATA | {"hidden"}


class Ask(NamedTuple):
    """A question or a repeat in its place; `headings` are the groups around it inside its section, outermost first."""

    part: Part
    headings: tuple[Part, ...]

    @property
    def is_repeat(self) -> bool:
        """Tell whether it is asked once for each of several things."""
        return self.part.field.type == "repeat"


class Page(NamedTuple):
    """A section of the survey; `group` is the path of the group or repeat it is, "" for questions that stand in none."""

    code: str
    title: Wording
    note: Wording
    group: str
    asks: tuple[Ask, ...]


class Progress(NamedTuple):
    """How many required questions are asked now, and how many of them are answered as they should be."""

    done: int
    total: int


def pages(form: Form) -> tuple[Page, ...]:
    """Return the sections of the survey: its groups and repeats, and one for each run of questions that stand in none."""
    # A frozen form keeps what is derived from it in its __dict__, as its cached properties do.
    derived = form.__dict__
    if "_pages" not in derived:
        derived["_pages"] = _pages(form)
    found: tuple[Page, ...] = derived["_pages"]
    return found


def inside(form: Form, repeat: Part) -> tuple[Ask, ...]:
    """Return what is asked in each row of a repeat."""
    return tuple(_asks(_parts(form), repeat.field.fields, repeat.path, ()))


def progress(form: Form, filling: Filling, asks: Iterable[Ask] | None = None, row: str = "") -> Progress:
    """Count the required questions among `asks` (None: of the whole survey), in a row and in those inside it."""
    done = total = 0
    chosen = (one for page in pages(form) for one in page.asks) if asks is None else asks
    for ask in chosen:
        if ask.is_repeat:
            for inner in rows(form, filling, ask.part, row):
                more = progress(form, filling, inside(form, ask.part), inner)
                done, total = done + more.done, total + more.total
            continue
        path = address(form, form.by_path[ask.part.path], row)
        if filling.required(path):
            total += 1
            done += filling.valid(path) and bool(filling.value(path))
    return Progress(done, total)


def rows(form: Form, filling: Filling, repeat: Part, row: str = "") -> tuple[str, ...]:
    """Return the rows of a repeat, inside `row` where it stands in another's."""
    return filling.rows(within(form, repeat, row))


def within(form: Form, repeat: Part, row: str = "") -> str:
    """Return a repeat's path, with the row around it."""
    if not row:
        return repeat.path
    above = next(part for part in form.parts if part.name == repeat.repeat)
    return f"{above.path}[{row}]{repeat.path[len(above.path) :]}"


def is_asked(question: Question) -> bool:
    """Tell whether a question is shown to anybody: metadata, hidden values and unlabelled calculations are not."""
    field = question.field
    unlabelled = (question.type == "calculate" or field.is_computed) and not field.label
    return not (question.type in _SILENT or unlabelled or is_hidden(question))


def _pages(form: Form) -> tuple[Page, ...]:
    parts, fields, above = _parts(form), form.survey, form.top
    while len(fields) == 1 and fields[0].type == "group" and any(one.is_part for one in fields[0].fields):
        above, fields = f"{above}/{fields[0].name}", fields[0].fields  # a group around everything says nothing
    found: list[Page] = []
    loose: list[Ask] = []

    def close() -> None:
        if loose:
            found.append(Page(f"g:{loose[0].part.name}", form.title, "", "", tuple(loose)))
            loose.clear()

    for field in fields:
        part = parts[f"{above}/{field.name}"]
        if not field.is_part:
            loose += _asks(parts, (field,), above, ())
            continue
        close()
        own = (Ask(part, ()),) if field.type == "repeat" else tuple(_asks(parts, field.fields, part.path, ()))
        if own:
            found.append(Page(f"g:{part.name}", field.label or field.name, field.hint, part.path, own))
    close()
    return tuple(found)


def _asks(parts: dict[str, Part], fields: Iterable[Field], above: str, headings: tuple[Part, ...]) -> Iterator[Ask]:
    for field in fields:
        part = parts[f"{above}/{field.name}"]
        if field.type == "group":
            yield from _asks(parts, field.fields, part.path, (*headings, part) if field.label else headings)
        elif field.type == "repeat" or is_asked(Question(part.name, part.path, field, "field")):
            yield Ask(part, headings)


def _parts(form: Form) -> dict[str, Part]:
    return {part.path: part for part in form.parts}

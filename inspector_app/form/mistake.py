"""A mistake in a form's definition: what is wrong (a Problem code under `form.`), at which key, in which words."""

from typing import NamedTuple

Place = tuple[str | int, ...]


class Mistake(NamedTuple):
    """One mistake. `place` leads to it through the file's keys and list positions, e.g. ("sections", 0, "items", 2)."""

    code: str
    place: Place
    fields: dict[str, object]


def mistake(code: str, place: Place, **fields: object) -> Mistake:
    """Return a mistake with the values its wording needs."""
    return Mistake(code, place, fields)

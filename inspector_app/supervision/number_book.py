"""R-65: the book of document numbers, told by the entries of all laptops once they are merged.

A number stands when it comes out of the writing laptop's own range and nobody gave it before; what does not is refused, and
shown as such: a paper with that number may be out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from inspector_app.errors import Problem
from inspector_app.journal import Entry
from inspector_app.journal.paper_events import NumberGiven, NumberRange, NumberVoid
from inspector_app.journal.payloads import read_payload
from inspector_app.supervision.finding_state import Refused
from inspector_app.supervision.numbering import Given, Range, Series, check_apart, void, written
from inspector_app.supervision.posts import OFFICE, STAFF, post_of
from inspector_app.supervision.roster import Roster

ROLES = {"number_range": OFFICE, "number_given": STAFF, "number_void": OFFICE}


@dataclass
class Book:
    """Every range and number, and the ids of the entries that were allowed; made by `book`, not changed afterwards."""

    ranges: list[Range] = field(default_factory=list)
    numbers: dict[tuple[Series, int], Given] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)

    @property
    def given(self) -> list[Given]:
        """Return the numbers given or void, as numbering.next_number and numbering.gaps ask for them."""
        return sorted(self.numbers.values())


def book(entries: Iterable[Entry], roster: Roster) -> Book:
    """Return the book that entries of any records amount to, whatever their order; other kinds are passed over."""
    found = Book()
    own = {entry.id: entry for entry in entries if entry.kind in ROLES and entry.path == ""}
    for entry in sorted(own.values(), key=lambda one: (one.clock, one.device, one.seq, one.id)):
        try:
            _enter(found, entry, roster)
            found.accepted.add(entry.id)
        except Problem as problem:
            problem.where = problem.where or entry.kind
            problem.fields.setdefault("rule", "R-65")
            found.refused.append(Refused(entry.id, entry.kind, problem.code, problem))
    return found


def _enter(found: Book, entry: Entry, roster: Roster) -> None:
    if post_of(entry.author, roster) not in ROLES[entry.kind]:
        raise Problem("document_life.post", entry.author, rule="R-65")
    try:
        event: Any = read_payload(entry.kind, entry.value)
    except msgspec.ValidationError as error:
        raise Problem("document_life.unreadable", str(error), rule="R-65") from error
    series = Series(event.document, event.year)
    if isinstance(event, NumberRange):
        _reserve(found, Range(series, event.first, event.last, event.device))
    elif isinstance(event, NumberGiven):
        _give(found, series, event, entry.device)
    else:
        _void(found, series, event)


def _reserve(found: Book, wanted: Range) -> None:
    if wanted.last < wanted.first:
        raise Problem("numbering.no_size", wanted.device)
    check_apart([*found.ranges, wanted])
    found.ranges.append(wanted)


def _give(found: Book, series: Series, event: NumberGiven, device: str) -> None:
    number = written(event.prefix, event.year, event.serial)
    owner = _owner(found, series, event.serial)
    if owner is None or owner.device != device:
        raise Problem("numbering.not_reserved", number, device=device[:8])
    if (series, event.serial) in found.numbers:
        raise Problem("numbering.given_already", number)
    found.numbers[series, event.serial] = Given(series, event.serial, device)


def _void(found: Book, series: Series, event: NumberVoid) -> None:
    owner = _owner(found, series, event.serial)
    if owner is None:
        raise Problem("numbering.not_reserved", event.serial, device="—")
    known = found.numbers.get((series, event.serial), Given(series, event.serial, owner.device))
    if known.void:
        raise Problem("numbering.void_already", event.serial)
    found.numbers[series, event.serial] = void(known, event.reason)


def _owner(found: Book, series: Series, serial: int) -> Range | None:
    return next((one for one in found.ranges if one.series == series and one.first <= serial <= one.last), None)

"""R-65: a document's number, 融教督〔2026〕1号: six-sided brackets, the whole year, no leading noughts, no 第.

Numbers run by kind of document and year. A laptop without network takes them from a range reserved for it beforehand, so that no
two machines ever give the same one; a void number stays on record and is never given again. `number_book` reads ranges and
numbers out of the journal.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from inspector_app.errors import Problem

_TEXT = re.compile(r"(?P<prefix>[^\s〔〕\[\]()（）第号]+)〔(?P<year>[1-9][0-9]{3})〕(?P<serial>[1-9][0-9]*)号", re.A)


class Series(NamedTuple):
    """What numbers run by: the kind of document (reports.md) and the year."""

    kind: str
    year: int


class Range(NamedTuple):
    """Numbers reserved for one device, both ends included."""

    series: Series
    first: int
    last: int
    device: str


class Given(NamedTuple):
    """A number that was given; `void` names the reason when the document was called back."""

    series: Series
    serial: int
    device: str
    void: str = ""


def written(prefix: str, year: int, serial: int) -> str:
    """Return a number as it is printed; Problem numbering.not_a_number when prefix, year or serial cannot make one."""
    text = f"{prefix}〔{year}〕{serial}号"
    if not _TEXT.fullmatch(text):
        raise Problem("numbering.not_a_number", text)
    return text


def read(text: str) -> tuple[str, int, int]:
    """Return prefix, year and serial of a printed number; Problem numbering.not_a_number for round brackets, 01, 第…"""
    found = _TEXT.fullmatch(text)
    if not found:
        raise Problem("numbering.not_a_number", text or "—")
    return found["prefix"], int(found["year"]), int(found["serial"])


def reserve(ranges: Iterable[Range], series: Series, device: str, size: int) -> Range:
    """Return the next range of a series for a device; only the office reserves, and it knows every range so far.

    Problem numbering.overlap when two ranges known already share a number, numbering.no_size for less than one number.
    """
    known = [one for one in ranges if one.series == series]
    check_apart(known)
    if size < 1:
        raise Problem("numbering.no_size", device)
    first = max((one.last for one in known), default=0) + 1
    return Range(series, first, first + size - 1, device)


def check_apart(ranges: Iterable[Range]) -> None:
    """Raise Problem numbering.overlap when two ranges of a series share a number (two copies of the office reserved)."""
    ordered = sorted(ranges)
    for one, other in pairwise(ordered):
        if one.series == other.series and other.first <= one.last:
            raise Problem("numbering.overlap", f"{one.series.kind} {one.series.year}", number=other.first)


def next_number(ranges: Iterable[Range], given: Iterable[Given], series: Series, device: str) -> Given:
    """Return the lowest number of the device's own ranges that was never given, void ones included.

    A device needs to know nothing of the others. Problem numbering.used_up when its ranges have none left.
    """
    taken = {one.serial for one in given if one.series == series}
    own = sorted(one for one in ranges if one.series == series and one.device == device)
    for one in own:
        for serial in range(one.first, one.last + 1):
            if serial not in taken:
                return Given(series, serial, device)
    raise Problem("numbering.used_up", f"{series.kind} {series.year}", device=device[:8])


def void(number: Given, reason: str) -> Given:
    """Return the number called back for a reason; Problem numbering.no_reason. It stays on record and is not given again."""
    if not reason.strip():
        raise Problem("numbering.no_reason", number.serial)
    return number._replace(void=reason)


def gaps(ranges: Iterable[Range], given: Iterable[Given], series: Series) -> list[int]:
    """Return the reserved numbers that were never given: at the year's end each is recorded as void, so that none is missing."""
    taken = {one.serial for one in given if one.series == series}
    reserved = {n for one in ranges if one.series == series for n in range(one.first, one.last + 1)}
    return sorted(reserved - taken)

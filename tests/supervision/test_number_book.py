"""R-65 on real entries: two laptops number offline, then their journals are merged."""

import random

from inspector_app.journal import Author, Entry, Value
from inspector_app.supervision.number_book import Book, book
from inspector_app.supervision.numbering import Range, Series, gaps, next_number, reserve
from tests.actions.county import told
from tests.supervision.casework import FOUND, ROSTER

COUNTY = "01936f0e-7b7a-7000-8000-00000000000b"
PAPER = "01936f0e-7b7a-7000-8000-0000000000{:02d}"
SERIES = Series("rectification_notice", 2026)
A, B = "a" * 32, "b" * 32


class Laptop:
    """One machine with the entries it has seen."""

    def __init__(self, device: str, seen: list[Entry]) -> None:
        self.author = Author(device, None, max((one.clock for one in seen), default=0), lambda: FOUND)
        self.entries = list(seen)

    def write(self, kind: str, author: str = "I01", record: str = COUNTY, /, **value: Value) -> Entry:
        """Write an event about the series."""
        told_: dict[str, Value] = {"document": SERIES.kind, "year": SERIES.year, **value}
        self.entries.append(self.author.next(record, kind, "", told_, author=author))
        return self.entries[-1]

    def reserve(self, device: str, size: int) -> Range:
        """The office reserves the next numbers for a laptop."""
        wanted = reserve(self.book.ranges, SERIES, device, size)
        self.write("number_range", first=wanted.first, last=wanted.last, device=device)
        return wanted

    def give(self, paper: int) -> int:
        """Give the next number of the own range to a document."""
        number = next_number(self.book.ranges, self.book.given, SERIES, self.author.device)
        self.write("number_given", "I02", PAPER.format(paper), serial=number.serial, prefix="融教督")
        return number.serial

    @property
    def book(self) -> Book:
        """Return the book as this machine knows it."""
        return book(self.entries, ROSTER)


def code_of(found: Book, entry: Entry) -> str:
    """Return the code by which an entry was refused, in full words; "" when it was allowed."""
    for one in found.refused:
        told(one.problem)
    codes = [one.code for one in found.refused if one.entry == entry.id]
    assert bool(codes) != (entry.id in found.accepted)
    return codes[0] if codes else ""


def test_r65_two_laptops_offline_give_three_numbers_each_and_none_twice() -> None:
    """G two machines, three papers each, one called back → T merged: six different numbers, the void one not given again."""
    office = Laptop("c" * 32, [])
    office.reserve(A, 4)
    office.reserve(B, 4)
    one, other = Laptop(A, office.entries), Laptop(B, office.entries)
    assert [1, 2] == [one.give(paper) for paper in (1, 2)]
    one.write("number_void", "I01", PAPER.format(2), serial=2, reason="打印错误")
    assert [3, 5, 6, 7] == [one.give(3), *(other.give(paper) for paper in (4, 5, 6))]
    merged = book([*other.entries, *one.entries], ROSTER)
    assert ([1, 2, 3, 5, 6, 7], [2], []) == (
        [number.serial for number in merged.given],
        [number.serial for number in merged.given if number.void],
        merged.refused,
    )
    assert [4, 8] == gaps(merged.ranges, merged.given, SERIES)
    later = Laptop(A, [*one.entries, *other.entries])
    assert 4 == next_number(later.book.ranges, later.book.given, SERIES, A).serial


def test_r65_a_number_of_another_s_range_or_given_before_or_void_is_refused() -> None:
    """G a restored laptop that gives a number again → T the second one is refused and shown; so is a number of nobody's range."""
    office = Laptop(A, [])
    office.reserve(A, 2)
    office.reserve(B, 2)
    given = [office.write("number_given", serial=serial, prefix="融教督") for serial in (1, 1, 3, 9)]
    assert ["", "numbering.given_already", "numbering.not_reserved", "numbering.not_reserved"] == [
        code_of(office.book, one) for one in given
    ]
    voids = [
        office.write("number_void", serial=serial, reason=why)
        for serial, why in ((1, "误"), (1, "误"), (4, " "), (9, "误"))
    ]
    assert ["", "numbering.void_already", "numbering.no_reason", "numbering.not_reserved"] == [
        code_of(office.book, one) for one in voids
    ]
    again = office.write("number_given", serial=1, prefix="融教督")
    assert "numbering.given_already" == code_of(office.book, again)
    wrong = office.write("number_given", serial=2, prefix="融教督〔")
    assert "numbering.not_a_number" == code_of(office.book, wrong)


def test_r65_at_the_year_s_end_what_was_never_given_is_void() -> None:
    """A gap is called back in the county's record; then none is missing."""
    office = Laptop(A, [])
    office.reserve(A, 2)
    office.give(1)
    office.write("number_void", serial=2, reason="年终未用")
    assert [] == gaps(office.book.ranges, office.book.given, SERIES)


def test_r65_only_the_office_reserves_and_calls_back() -> None:
    """An inspector reserves nothing; ranges that overlap or end before they begin are refused, the first stands."""
    office = Laptop(A, [])
    office.reserve(A, 5)
    ranges = [
        office.write("number_range", who, first=first, last=last, device=B)
        for who, first, last in (("I02", 6, 9), ("I01", 5, 9), ("I01", 9, 6), ("Z01", 6, 9))
    ]
    assert ["document_life.post", "numbering.overlap", "numbering.no_size", "document_life.post"] == [
        code_of(office.book, one) for one in ranges
    ]
    office.give(1)
    called_back = office.write("number_void", "I02", serial=1, reason="误")
    assert "document_life.post" == code_of(office.book, called_back)


def test_r65_whatever_three_machines_write_no_number_stands_twice() -> None:
    """Random events in any order of arrival: one book, ranges apart, each number inside its own laptop's range."""
    rand = random.Random(65)
    for _ in range(500):
        laptops = [Laptop(device * 32, []) for device in "abc"]
        for _turn in range(20):
            laptop, first = rand.choice(laptops), rand.randrange(1, 20)
            kind = rand.choice(("number_range", "number_given", "number_given", "number_void"))
            more: dict[str, dict[str, Value]] = {
                "number_range": {"first": first, "last": first + rand.randrange(5), "device": rand.choice("abc") * 32},
                "number_given": {"serial": first, "prefix": "融教督"},
                "number_void": {"serial": first, "reason": "误"},
            }
            laptop.write(kind, rand.choice(("I01", "I01", "I02")), **more[kind])
        entries = [entry for laptop in laptops for entry in laptop.entries]
        found = book(entries, ROSTER)
        rand.shuffle(entries)
        assert found == book(entries * 2, ROSTER)
        taken = [n for one in found.ranges for n in range(one.first, one.last + 1)]
        assert len(taken) == len(set(taken))
        for one in found.given:
            assert [one.device] == [r.device for r in found.ranges if r.first <= one.serial <= r.last]
        assert len(entries) == len(found.accepted) + len(found.refused)

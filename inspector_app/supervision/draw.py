"""The draw of schools: R-06 strata, R-07 weights, R-08 keys, R-10 exclusions, R-11 substitutes, R-12 named schools, R-13.

`order` is the whole of R-08; `draw` is the whole rule. Nothing here knows a clock or a source of chance: seed and day are given.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from inspector_app.errors import Problem
from inspector_app.supervision.draw_key import Candidate, key, order, uniform, weight
from inspector_app.supervision.draw_pool import Basis, Excluded, last_visit, pool, reasons
from inspector_app.supervision.draw_quota import feed, hamilton, spread, starved, stratum
from inspector_app.supervision.roster import School

__all__ = [
    "Basis",
    "Candidate",
    "Draw",
    "Line",
    "Named",
    "Order",
    "Substitution",
    "draw",
    "order",
    "random_share",
    "substitute",
]

Outcome = Literal["drawn", "substitute"]
UNREACHABLE = ("road_cut", "school_holiday", "classes_suspended", "emergency")  # the reasons to choose from


@dataclass(frozen=True)
class Named:
    """A school named by a person (R-12): kept apart from the drawn in every count. An emergency knows no cap (R-03)."""

    school: str
    manual_reason: str
    emergency: bool = False


@dataclass(frozen=True)
class Order:
    """What the office asks for: how many schools (in all, or by stratum as the plan fixes them), by which seed and number.

    `named` are the schools taken without a draw, `earlier` the quotas of earlier draws, the oldest first (R-13).
    """

    quota: int | Mapping[str, int]
    seed: str
    draw_id: str
    named: Sequence[Named] = ()
    earlier: Sequence[Mapping[str, int]] = ()


@dataclass(frozen=True)
class Line:
    """One school of the pool: everything its key was computed from, and its place in the stratum's drawn order, from 1."""

    school: School
    stratum: str
    last_visit: date | None
    weight: Fraction
    u: Decimal
    key: Decimal
    place: int
    outcome: Outcome


@dataclass(frozen=True)
class Draw:
    """What a draw came to; `lines` by stratum and place, so that the substitutes of a stratum follow its picks."""

    draw_id: str
    as_of: date
    day: date
    quotas: Mapping[str, int]
    sizes: Mapping[str, int]
    lines: tuple[Line, ...]
    excluded: tuple[Excluded, ...]
    named: tuple[Named, ...]
    random_share: Decimal
    too_little_random: bool

    @property
    def drawn(self) -> list[str]:
        """Return the ids of the drawn schools, by stratum and place."""
        return [line.school.id for line in self.lines if line.outcome == "drawn"]

    def substitutes(self, code: str) -> list[str]:
        """Return the ids that stand in when a drawn school of the stratum cannot be reached, in order (R-11)."""
        return [one.school.id for one in self.lines if one.stratum == code and one.outcome == "substitute"]


@dataclass(frozen=True)
class Substitution:
    """A school that could not be reached and the one that takes its place ("" when the stratum has none left) (R-11)."""

    school: str
    reason: str
    confirmed_by: str
    takes_place: str

    def log(self) -> list[dict[str, str]]:
        """Return the journal's two lines: the school left out, to be visited later, and the one that goes in."""
        out = {"event": "substituted", "school": self.school, "reason": self.reason, "by": self.confirmed_by}
        came = {"event": "drawn_as_substitute", "school": self.takes_place, "for": self.school, "by": self.confirmed_by}
        return [out | {"visit_later": "yes"}, *([came] if self.takes_place else [])]


def draw(schools: Iterable[School], asked: Order, basis: Basis) -> Draw:
    """Draw from the schools in the plan's scope; their order makes no difference.

    Problems: draw.no_seats, draw.too_many, draw.unknown_stratum (a quota without schools), draw.no_stratum, draw.twice,
    draw.bad_text, and for named schools draw.named_unknown, draw.named_no_reason, draw.named_excluded.
    """
    roster = list(schools)
    _check_named(roster, asked.named, basis)
    named = {one.school for one in asked.named}
    inside, outside = pool((one for one in roster if one.id not in named), basis)
    strata: dict[str, list[School]] = {stratum(one.type): [] for one in roster if one.id not in named}
    for school in inside:
        strata[stratum(school.type)].append(school)
    sizes = {code: len(strata[code]) for code in sorted(strata)}
    quotas = _quotas(asked, sizes)
    lines = [line for code in sizes for line in _lines(code, strata[code], quotas[code], asked, basis)]
    share = random_share(sum(quotas.values()), len(asked.named))
    return Draw(
        draw_id=asked.draw_id,
        as_of=basis.as_of,
        day=basis.day,
        quotas=quotas,
        sizes=sizes,
        lines=tuple(lines),
        excluded=tuple(outside),
        named=tuple(asked.named),
        random_share=share,
        too_little_random=share < basis.parameters.min_random,
    )


def random_share(drawn: int, named: int) -> Decimal:
    """Return the share of schools that were drawn and not named (R-12); 1 when there are none."""
    return Decimal(drawn) / Decimal(drawn + named) if drawn + named else Decimal(1)


def substitute(
    result: Draw, school: str, reason: str, confirmed_by: str, earlier: Iterable[Substitution] = ()
) -> Substitution:
    """Return who takes the place of a drawn school that cannot be reached: the next of its stratum in drawn order (R-11).

    `earlier` are the substitutions of this draw so far; a substitute that cannot be reached is itself replaced this way.
    Problems: draw.no_reason unless `reason` is one of UNREACHABLE, draw.not_confirmed, draw.not_drawn.
    """
    if reason not in UNREACHABLE:
        raise Problem("draw.no_reason", school)
    if not confirmed_by:
        raise Problem("draw.not_confirmed", school)
    so_far = list(earlier)
    going = (set(result.drawn) | {one.takes_place for one in so_far}) - {one.school for one in so_far}
    codes = {line.school.id: line.stratum for line in result.lines}
    if school not in going or school not in codes:
        raise Problem("draw.not_drawn", school)
    used = {one.takes_place for one in so_far}
    left = (one for one in result.substitutes(codes[school]) if one not in used)
    return Substitution(school, reason, confirmed_by, next(left, ""))


def _quotas(asked: Order, sizes: Mapping[str, int]) -> dict[str, int]:
    if isinstance(asked.quota, int):
        return feed(hamilton(sizes, asked.quota), starved(sizes, asked.earlier))
    for code, seats in asked.quota.items():
        if code not in sizes:
            raise Problem("draw.unknown_stratum", code)
        if not 0 <= seats <= sizes[code]:
            raise Problem("draw.too_many", code, pool=sizes[code])
    if not any(asked.quota.values()):
        raise Problem("draw.no_seats", asked.draw_id)
    return {code: asked.quota.get(code, 0) for code in sizes}


def _lines(code: str, schools: Sequence[School], seats: int, asked: Order, basis: Basis) -> list[Line]:
    by_id = {one.id: one for one in schools}
    last = {one.id: last_visit(one, basis) for one in schools}
    weights = {one.id: weight(one.risk, last[one.id], basis.as_of) for one in schools}
    ordered = order((Candidate(one, weights[one]) for one in by_id), asked.seed, asked.draw_id)
    spreaded = spread(ordered, {one.id: one.township for one in schools})
    return [
        Line(
            school=by_id[one],
            stratum=code,
            last_visit=last[one],
            weight=weights[one],
            u=uniform(asked.seed, asked.draw_id, one),
            key=key(Candidate(one, weights[one]), asked.seed, asked.draw_id),
            place=place,
            outcome="drawn" if place <= seats else "substitute",
        )
        for place, one in enumerate(spreaded, 1)
    ]


def _check_named(roster: Sequence[School], named: Iterable[Named], basis: Basis) -> None:
    schools: dict[str, School] = {}
    for school in roster:
        if school.id in schools:
            raise Problem("draw.twice", school.id)
        schools[school.id] = school
    seen = set()
    for one in named:
        if one.school not in schools:
            raise Problem("draw.named_unknown", one.school)
        if one.school in seen:
            raise Problem("draw.twice", one.school)
        seen.add(one.school)
        if not one.manual_reason.strip():
            raise Problem("draw.named_no_reason", one.school)
        # A person may name a school in its cooldown; what is shut, over its cap or on a day to avoid stays so.
        for rule, why in reasons(schools[one.school], basis):
            if why == "not_open" or (why != "cooldown" and not one.emergency):
                raise Problem("draw.named_excluded", one.school, rule=rule)

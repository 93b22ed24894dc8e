"""R-06 and R-13: the strata by stage, how many seats each gets, and the townships spread within one."""

from collections.abc import Iterable, Mapping, Sequence

from inspector_app.errors import Problem

STRATA = {
    "primary": "A_primary",
    "teaching_point": "A_primary",
    "junior": "B_middle",
    "nine_year": "B_middle",
    "senior": "C_senior",
    "kindergarten": "D_kg",
    "special": "E_special",
    "specialized": "E_special",
}
STARVED_AFTER = 2  # draws in a row without a seat


def stratum(school_type: str) -> str:
    """Return the stratum of a type of school (glossary school_type); Problem draw.no_stratum."""
    if school_type not in STRATA:
        raise Problem("draw.no_stratum", school_type)
    return STRATA[school_type]


def hamilton(sizes: Mapping[str, int], seats: int) -> dict[str, int]:
    """Return the seats of each stratum by largest remainder, in whole numbers; equal remainders go by stratum code (R-06).

    Problem draw.too_many when there are fewer schools than seats, draw.no_seats for less than one.
    """
    total = sum(sizes.values())
    if seats < 1:
        raise Problem("draw.no_seats", seats)
    if seats > total:
        raise Problem("draw.too_many", seats, pool=total)
    quotas = {code: seats * size // total for code, size in sorted(sizes.items())}
    by_remainder = sorted(sizes, key=lambda code: (-(seats * sizes[code] % total), code))
    for code in by_remainder[: seats - sum(quotas.values())]:
        quotas[code] += 1
    return quotas


def starved(sizes: Mapping[str, int], earlier: Sequence[Mapping[str, int]]) -> list[str]:
    """Return the strata that got no seat in each of the last two draws (`earlier`, the oldest first) and have schools now (R-13).

    A draw that did not name a stratum (a plan for kindergartens alone) neither starves nor feeds it.
    """
    hungry = []
    for code in sorted(code for code, size in sizes.items() if size):
        seats = [one[code] for one in earlier if code in one][-STARVED_AFTER:]
        if len(seats) == STARVED_AFTER and not any(seats):
            hungry.append(code)
    return hungry


def feed(quotas: Mapping[str, int], hungry: Iterable[str]) -> dict[str, int]:
    """Return the quotas with one seat for each starved stratum that has none, given up by the stratum with the most (R-13)."""
    fed = dict(quotas)
    waiting = [code for code in sorted(hungry) if not fed.get(code)]
    for code in waiting:
        giver = min((one for one in fed if one not in waiting), key=lambda one: (-fed[one], one), default="")
        if giver and fed[giver]:
            fed[giver] -= 1
            fed[code] = 1
    return fed


def spread(ordered: Sequence[str], townships: Mapping[str, str]) -> list[str]:
    """Return a stratum in drawn order: by key, but a school of a township already present goes behind all that are not (R-06).

    A school whose township is unknown repeats none. The first q of this order are the q picks, whatever q is.
    """
    seen: set[str] = set()
    first: list[str] = []
    again: list[str] = []
    for school in ordered:
        township = townships.get(school, "")
        (again if township and township in seen else first).append(school)
        seen.add(township)
    return first + again

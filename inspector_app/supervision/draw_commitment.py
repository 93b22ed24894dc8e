"""R-09: the commitment published when a plan is approved, and the seed published when its batch is finished.

A seed known earlier gives the list of schools away; one chosen later could be made to fit. Hence promise first, publish after.
"""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from inspector_app.errors import Problem
from inspector_app.supervision.draw import Draw
from inspector_app.supervision.draw_key import joined

SALT_LEAST = 8  # characters; short ones could be tried out
HEAD_COLUMNS = ("name", "value")
SCHOOL_COLUMNS = (
    "school_id",
    "name",
    "school_type",
    "stratum",
    "township_code",
    "status",
    "risk",
    "last_visit",
    "weight",
    "u",
    "key",
    "place",
    "outcome",
    "reason",
)


def commitment(seed: str, salt: str) -> str:
    """Return SHA-256("seed|salt") in hex; Problem draw.bad_text, draw.short_salt."""
    if len(salt) < SALT_LEAST:
        raise Problem("draw.short_salt", "salt", least=SALT_LEAST)
    return sha256(joined(seed, salt).encode()).hexdigest()


def check_finished(draw_id: str, signed: Mapping[str, bool], deadline: date, today: date) -> None:
    """Raise Problem draw.batch_open unless every school of the batch is signed, or the batch's last day is over (R-09).

    `signed` has every school of the batch: drawn, named and substituted in; a visit that was broken off counts as finished.
    """
    waiting = sum(1 for done in signed.values() if not done)
    if (waiting or not signed) and today <= deadline:
        raise Problem("draw.batch_open", draw_id, waiting=waiting, deadline=deadline.isoformat())


def check_commitment(draw_id: str, published: str, seed: str, salt: str) -> None:
    """Raise Problem draw.other_seed when seed and salt are not those that were promised."""
    if commitment(seed, salt) != published:
        raise Problem("draw.other_seed", draw_id)


def notice(result: Draw, promised: str) -> dict[str, str]:
    """Return what is published with the plan: number, day, how many schools, the promise; no seed, no salt, no school."""
    return {"draw_id": result.draw_id, "as_of": result.as_of.isoformat(), **_seats(result), "commitment": promised}


def disclosure(result: Draw, seed: str, salt: str) -> dict[str, str]:
    """Return the head of what is published afterwards: all of the notice, the seed and the salt."""
    return notice(result, commitment(seed, salt)) | {"seed": seed, "salt": salt}


def rows(result: Draw) -> list[dict[str, str]]:
    """Return one row a school with SCHOOL_COLUMNS: those in the pool by stratum and place, the excluded, the named.

    `weight` is exact, a fraction as a/b; `u` and `key` have twelve decimals.
    """
    inside = [
        {
            "school_id": line.school.id,
            "name": line.school.name,
            "school_type": line.school.type,
            "stratum": line.stratum,
            "township_code": line.school.township,
            "status": line.school.status,
            "risk": line.school.risk,
            "last_visit": line.last_visit.isoformat() if line.last_visit else "",
            "weight": str(line.weight),
            "u": f"{line.u:.12f}",
            "key": f"{line.key:.12f}",
            "place": str(line.place),
            "outcome": line.outcome,
        }
        for line in result.lines
    ]
    outside = [
        {
            "school_id": one.school.id,
            "name": one.school.name,
            "school_type": one.school.type,
            "township_code": one.school.township,
            "status": one.school.status,
            "risk": one.school.risk,
            "last_visit": one.school.last_visit.isoformat() if one.school.last_visit else "",
            "outcome": "excluded",
            "reason": "; ".join(f"{rule} {why}" for rule, why in one.reasons),
        }
        for one in result.excluded
    ]
    named = [{"school_id": one.school, "outcome": "named", "reason": one.manual_reason} for one in result.named]
    return [{column: row.get(column, "") for column in SCHOOL_COLUMNS} for row in [*inside, *outside, *named]]


def _seats(result: Draw) -> dict[str, str]:
    seats = {f"seats {code}": str(quota) for code, quota in result.quotas.items()}
    pools = {f"pool {code}": str(size) for code, size in result.sizes.items()}
    return {"seats": str(sum(result.quotas.values())), **seats, **pools}

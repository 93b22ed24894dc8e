"""R-60 and R-61: what stands apart from the ordinary record, who may open it, and when an unregistered receiver alarms.

A mandatory report never enters the ordinary record: it has a key of its own. Leads on bullying and assault, on teachers'
ethics and on integrity lie each in a compartment that named people may open; every opening is written down.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from inspector_app.errors import Problem
from inspector_app.supervision.parameters import Parameters

Compartment = Literal["mandatory_report", "protection", "ethics", "integrity"]
COMPARTMENTS: tuple[Compartment, ...] = ("mandatory_report", "protection", "ethics", "integrity")

# Law on the Protection of Minors, article 11: a report goes to these at once.
Unit = Literal["police", "civil_affairs", "education"]
UNITS: tuple[Unit, ...] = ("police", "civil_affairs", "education")

_BY_MARK: Mapping[str, Compartment] = {"ethics": "ethics", "lead": "integrity"}
_PROTECTION_FORM = "bullying_prevention"


class Alarm(NamedTuple):
    """Whether a mandatory report alarms; `since` is the moment from which it does, None once a receiver is registered."""

    sounds: bool
    since: datetime | None
    unregistered: tuple[Unit, ...]


def compartment_of(form: str, sensitive: str, tags: Mapping[str, str]) -> Compartment | None:
    """Return the compartment that what is learned at a question or item belongs to; None for the ordinary record.

    `sensitive` is the question's mark, `tags` its item's. A pupil's seat number alone (`minor`) makes no compartment, except
    in the form on bullying; an item that can turn up harm to a child names the mandatory report itself.
    """
    if tags.get("mandatory_report"):
        return "mandatory_report"
    if tags.get("partition") == "integrity":
        return "integrity"
    if form == _PROTECTION_FORM and sensitive == "minor":
        return "protection"
    return _BY_MARK.get(sensitive)


def entrances(person: str, officers: Mapping[str, Iterable[str]]) -> tuple[Compartment, ...]:
    """Return the compartments whose door this person sees: those that name him, for an ordinary inspector none (R-61)."""
    return tuple(name for name in COMPARTMENTS if person in officers.get(name, ()))


def check_opening(name: Compartment, person: str, officers: Mapping[str, Iterable[str]]) -> None:
    """Problem compartments.not_yours where the compartment does not name this person (R-61)."""
    if name not in entrances(person, officers):
        raise Problem("compartments.not_yours", "R-61", person=person)


def alarm(reported: datetime, registered: Iterable[str], now: datetime, parameters: Parameters) -> Alarm:
    """Return whether a mandatory report alarms: 30 minutes without any receiver registered (R-60).

    `registered` are the units of which somebody took the report; those still without stay named until all three have it.
    """
    known = set(registered)
    since = None if known else reported + timedelta(minutes=parameters.mandatory_minutes)
    missing = tuple(unit for unit in UNITS if unit not in known)
    return Alarm(since is not None and now >= since, since, missing)


def check_words(facts: str, limit: int) -> str:
    """Return the words of a report as they are sealed; Problem compartments.no_words, compartments.too_long (characters)."""
    text = facts.strip()
    if not text:
        raise Problem("compartments.no_words", "R-60")
    if len(text) > limit:
        raise Problem("compartments.too_long", "R-60", most=limit)
    return text


def check_unit(unit: str, receiver: str) -> Unit:
    """Return the unit that took a report; Problem compartments.no_receiver without one of the three and a person's name."""
    for known in UNITS:
        if unit == known and receiver.strip():
            return known
    raise Problem("compartments.no_receiver", "R-60")

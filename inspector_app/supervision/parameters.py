"""The county's parameters as one typed set: defaults from the brief, changes with the day they take effect.

A form's own thresholds (P-…) stay text under their names; this set holds what the rules compute with.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from inspector_app.errors import Problem

Days = Annotated[int, Meta(ge=0, le=3660)]
Count = Annotated[int, Meta(ge=0, le=1000)]
Minutes = Annotated[int, Meta(ge=0, le=1440)]
Share = Decimal  # 0 to 1, checked below: msgspec bounds numbers of its own only


class Parameters(Struct, frozen=True, forbid_unknown_fields=True):
    """Every figure the bureau may set, with the rule that uses it. Days are working days where the rule says nothing else."""

    list_required_from: date = date(2025, 11, 10)  # from this day every plan names its line of the annual list
    special_team: Count = 3  # inspectors with a valid card in a special or comprehensive inspection
    routine_per_term: Count = 2  # routine visits to each school a term, at least
    linked_per_month: Count = 1  # visits of the responsible inspector to each of his schools a month, at least
    comprehensive_years: Count = 5  # years from one comprehensive inspection to the next, at most
    max_visits: Count = 4  # visits to a school a term that are no emergency, at most
    cooldown: Days = 20  # days after a visit before the school may be drawn again
    min_random: Share = Decimal("0.7")  # share of schools drawn and not named
    not_before: time = time(7)  # opening time on the day
    clock_back: Minutes = 5  # how far the clock may go back before the laptop locks
    team_least: Count = 2  # people on each visit
    team_cards: Count = 1  # of these with a valid inspector card
    recuse_years: Count = 3  # years after leaving a school
    recusal_minutes: Minutes = 30  # an undecided request takes effect
    term_years: Count = 3  # years of a part-time inspector's term
    max_terms: Count = 3
    max_consecutive: Count = 3  # visits of one inspector to one school in a row
    obstruction_minutes: Minutes = 30  # an unresolved refusal of entry aborts the visit
    resample_share: Share = Decimal("0.3")  # swapped samples beyond this share are marked red
    report_by: time = time(18)  # a major hazard reaches the bureau on its day
    remind_minutes: Minutes = 30  # between reminders
    recurrence_months: Count = 12
    systemic: Share = Decimal("0.3")  # share of a batch's schools with one code failed
    signatures_least: Count = 2  # inspectors who sign
    backfill_minutes: Minutes = 10  # all items in less
    backfill_seconds: Count = 3  # between 20 items in a row
    paper_days: Days = 5  # until a paper signature is photographed
    coverage: Share = Decimal("0.8")
    conclusion_excellent: Decimal = Decimal(90)
    conclusion_good: Decimal = Decimal(80)
    conclusion_pass: Decimal = Decimal(60)
    deadline_immediate: Days = 0  # the terms of rectification, from the day after service
    deadline_3: Days = 3
    deadline_5: Days = 5
    deadline_10: Days = 10
    deadline_15: Days = 15
    deadline_30: Days = 30
    deadline_suspend: Days = 15
    deadline_refer: Days = 3
    max_extend: Days = 30
    recheck_days: Days = 5  # domain README §4: re-check after the school's report
    onsite_share: Share = Decimal("0.2")  # yellow and blue findings re-checked on site
    failed_share: Share = Decimal("0.5")  # part of the old term given after a failed re-check
    remind_before: Days = 2
    overdue_office: Days = 1
    overdue_leader: Days = 5
    overdue_talk: Days = 10
    lookback_share: Share = Decimal("0.1")
    lookback_from: Count = 3  # months after closing
    lookback_until: Count = 6
    mandatory_minutes: Minutes = 30  # until the receiver of a mandatory report is registered
    survey_least: Count = 10  # questionnaires below show no distribution
    interview_least: Count = 6
    retain_photo: Count = 3  # years
    notice_copies: Count = 3
    defence_days: Days = 5
    report_days: Days = 20
    quarter_warning: Days = 15  # before the quarter's end
    topic_rate: Share = Decimal("0.3")
    accountability_days: Days = 60  # natural days, as in R-77
    review_days: Days = 30
    review_answer_days: Days = 30
    appeal_days: Days = 15
    appeal_answer_days: Days = 60


_SHARES = frozenset(
    {
        "min_random",
        "resample_share",
        "systemic",
        "coverage",
        "onsite_share",
        "failed_share",
        "lookback_share",
        "topic_rate",
    }
)


class Change(Struct, frozen=True):
    """One change the bureau made to a parameter: in force from `effective` on; `order` tells two changes of one day apart."""

    name: str
    value: str
    effective: date
    order: tuple[int, str] = (0, "")


def typed(texts: Mapping[str, str]) -> Parameters:
    """Return the set the texts give, a default wherever a text is absent or empty; names of no rule are left to the forms.

    Problem parameters.not_valid names the parameter whose text does not fit it.
    """
    known = {
        name: _plain(text) for name, text in texts.items() if name in Parameters.__struct_fields__ and text.strip()
    }
    for name, text in known.items():
        try:
            value = getattr(msgspec.convert({name: text}, Parameters, strict=False), name)
        except msgspec.ValidationError as error:
            raise Problem("parameters.not_valid", name, value=text) from error
        if name in _SHARES and not 0 <= value <= 1:
            raise Problem("parameters.not_valid", name, value=text)
    return msgspec.convert(known, Parameters, strict=False)


def check_change(change: Change, reason: str, known: Iterable[str], today: date) -> str:
    """Return the text of a change the bureau may make; `known` are the names beside those of the rules (P-…).

    Problem parameters.unknown, parameters.not_valid, parameters.no_reason, parameters.backdated (before `today`: documents
    already issued would not keep theirs).
    """
    if change.name not in Parameters.__struct_fields__ and change.name not in known:
        raise Problem("parameters.unknown", change.name)
    typed({change.name: change.value})
    if not reason.strip():
        raise Problem("parameters.no_reason", change.name)
    if change.effective < today:
        raise Problem("parameters.backdated", change.name, today=today.isoformat())
    return change.value.strip()


def _plain(text: str) -> str:
    """Clocks are written 07:00; msgspec reads them with seconds."""
    text = text.strip()
    return f"{text}:00" if re.fullmatch(r"\d\d:\d\d", text) else text


def in_force(defaults: Mapping[str, str], changes: Iterable[Change], on: date) -> dict[str, str]:
    """Return the texts in force on a day: the defaults, then every change already effective, the latest last."""
    texts = dict(defaults)
    for change in sorted(changes, key=lambda one: (one.effective, one.order)):
        if change.effective <= on:
            texts[change.name] = change.value
    return texts

"""Who may re-check a finding, which ones must be seen on site, and which closed ones are looked at again (R-55, R-59)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal
from hashlib import sha256
from typing import NamedTuple

from inspector_app.errors import Problem
from inspector_app.journal.finding_events import Recheck
from inspector_app.supervision.calendar import months_after
from inspector_app.supervision.grades import grade
from inspector_app.supervision.parameters import Parameters
from inspector_app.supervision.roster import Roster, family

ON_SITE_SEVERITY = 3  # orange and above


def check_rechecker(recheck: Recheck, roster: Roster, school: str, rectified_by: frozenset[str]) -> None:
    """Raise the Problem of R-55, if any.

    The re-checker is on the bureau's roster, does not work at the school or its branches, answered for no measure
    (`rectified_by`: names and ids of the school's report) and did not provide the service.
    """
    person = roster.people.get(recheck.by)
    if person is None:
        raise Problem("finding_life.recheck_unknown", recheck.by, rule="R-55")
    if person.current in family(school, roster.schools):
        raise Problem("finding_life.recheck_school", recheck.by, rule="R-55")
    if {recheck.by, person.name} & rectified_by:
        raise Problem("finding_life.recheck_own", recheck.by, rule="R-55")
    if recheck.provides_service:
        raise Problem("finding_life.recheck_provider", recheck.by, rule="R-55")


def must_be_on_site(finding: str, grade_code: str, parameters: Parameters) -> bool:
    """Tell whether a finding (its record's UUID) must be re-checked on site (R-55).

    Orange and red always; of the others every one whose hash falls into the share: nobody chooses, everybody can verify.
    """
    return grade(grade_code).severity >= ON_SITE_SEVERITY or lot("recheck", finding) < parameters.onsite_share


class OnSite(NamedTuple):
    """How far the share of yellow and blue re-checks on site is kept: done, needed, and so many short (R-55)."""

    done: int
    needed: int

    @property
    def short(self) -> int:
        """Return how many more must be seen on site."""
        return max(0, self.needed - self.done)


def on_site_share(rechecked: Iterable[bool], parameters: Parameters) -> OnSite:
    """Return the share kept among yellow and blue re-checks; each is True when it was on site (R-55)."""
    found = list(rechecked)
    return OnSite(sum(found), _part(len(found), parameters.onsite_share))


def look_back_window(closed_on: date, parameters: Parameters) -> tuple[date, date]:
    """Return the first and last day on which a closed finding is looked at again: 3 to 6 months after (R-59)."""
    return months_after(closed_on, parameters.lookback_from), months_after(closed_on, parameters.lookback_until)


def look_back_sample(closed: Mapping[str, date], today: date, seed: str, parameters: Parameters) -> list[str]:
    """Return the findings to look at again: of those in their window today at least 10 %, by hash of seed and finding.

    `closed` maps the record of each closed finding to its day; their order makes no difference (R-59).
    """
    window = {one: look_back_window(day, parameters) for one, day in closed.items()}
    ready = [one for one, (first, last) in window.items() if first <= today <= last]
    return sorted(ready, key=lambda one: (lot(seed, one), one))[: _part(len(ready), parameters.lookback_share)]


class LookBackShare(NamedTuple):
    """What was looked at again of what should be, at the end of a quarter (R-59)."""

    seen: int
    needed: int
    closed: int


def look_back_share(
    closed: Mapping[str, date], seen: Mapping[str, date], first: date, last: date, parameters: Parameters
) -> LookBackShare:
    """Return the quarter's figures: of the findings whose window ended in it, how many were looked at inside the window."""
    ended = {one: look_back_window(day, parameters) for one, day in closed.items()}
    ended = {one: window for one, window in ended.items() if first <= window[1] <= last}
    done = sum(one in seen and window[0] <= seen[one] <= window[1] for one, window in ended.items())
    return LookBackShare(done, _part(len(ended), parameters.lookback_share), len(ended))


def lot(seed: str, finding: str) -> Decimal:
    """Return a finding's lot in [0, 1): the first 13 hex digits of SHA-256("seed|finding") over 16**13."""
    return Decimal(int(sha256(f"{seed}|{finding}".encode()).hexdigest()[:13], 16)) / 16**13


def _part(count: int, share: Decimal) -> int:
    return int((count * share).quantize(Decimal(1), ROUND_CEILING))

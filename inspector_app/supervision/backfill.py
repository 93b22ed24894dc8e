"""R-43: signs that a visit was filled in afterwards: everything in a few minutes, or item after item within seconds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from inspector_app.supervision.parameters import Parameters

Sign = Literal["whole_visit", "all_items", "run_of_items"]
RUN = 20  # items in a row


def suspected(
    answered: Iterable[datetime], gate_time: datetime | None, signed: datetime | None, parameters: Parameters
) -> list[Sign]:
    """Return the signs of back-filling; [] for none. `answered` has the time of each item's answer, in any order.

    From the gate to the signature under 10 minutes; all items (two at least) under 10 minutes; 20 items in a row with less than
    3 seconds between each. A sign is shown beside the visit; it decides nothing.
    """
    short = timedelta(minutes=parameters.backfill_minutes)
    times = sorted(answered)
    found: list[Sign] = []
    if gate_time is not None and signed is not None and signed - gate_time < short:
        found.append("whole_visit")
    if len(times) > 1 and times[-1] - times[0] < short:
        found.append("all_items")
    if _longest_run(times, timedelta(seconds=parameters.backfill_seconds)) >= RUN:
        found.append("run_of_items")
    return found


def _longest_run(times: list[datetime], gap: timedelta) -> int:
    longest = run = min(1, len(times))
    for before, after in pairwise(times):
        run = run + 1 if after - before < gap else 1
        longest = max(longest, run)
    return longest

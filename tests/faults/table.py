"""What every fault group shares: how many rounds at this scale, one seed a run, one line of the final table a group.

INSPECTOR_FAULT_SCALE is a factor on the full figures (design §12): 1 by `dev.py check --faults`, 0.01 in the ordinary test run.
INSPECTOR_FAULT_SEED repeats a run; a full run (scale 1) draws a seed of its own, a smaller one always plays the same rounds.
"""

import os
import random
import time
from collections.abc import Sequence
from typing import NamedTuple

SCALE = float(os.environ.get("INSPECTOR_FAULT_SCALE", "0.01"))
_HOUSE_SEED = 20261123
SEED = int(
    os.environ.get("INSPECTOR_FAULT_SEED", random.SystemRandom().randrange(1 << 31) if SCALE >= 1 else _HOUSE_SEED)
)


class Line(NamedTuple):
    """One group's outcome; `control` says whether what must be caught was caught in this very run."""

    group: str
    rounds: int
    seed: int
    losses: int
    control: bool
    seconds: float


LINES: list[Line] = []
_since = [time.monotonic()]


def rounds(full: int, least: int = 1) -> int:
    """Return how many of `full` rounds this run plays, never fewer than `least`."""
    return max(least, round(full * SCALE))


def begin() -> None:
    """Start the clock of the next line (conftest calls it at each test's beginning)."""
    _since[0] = time.monotonic()


def record(group: str, rounds: int, seed: int, losses: int | Sequence[object], control: bool) -> None:
    """Add a group's line to the final table, and fail the test on any loss or on a control that was not caught.

    `group` is "G1 kills" and the like; `losses` what was lost, found corrupt or wrongly accepted (a count, or the things
    themselves, of which the first few are shown); `control` True when the deliberately broken twin was caught.
    """
    lost = losses if isinstance(losses, int) else len(losses)
    LINES.append(Line(group, rounds, seed, lost, control, time.monotonic() - _since[0]))
    begin()
    shown = "" if isinstance(losses, int) else f": {list(losses)[:5]}"
    assert not lost, f"{group}: {lost} lost in {rounds} rounds, INSPECTOR_FAULT_SEED={seed}{shown}"
    assert rounds > 0, f"{group} played no round"
    assert control, f"{group}: the negative control was not caught, so this group cannot see a loss"


def printed() -> list[str]:
    """Return the table as lines of text."""
    rows = [("group", "rounds", "seed", "losses", "control failed", "seconds")]
    rows += [
        (
            line.group,
            f"{line.rounds:,}",
            str(line.seed),
            str(line.losses),
            "yes" if line.control else "NO",
            f"{line.seconds:.1f}",
        )
        for line in LINES
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]

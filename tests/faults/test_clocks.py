"""G15: whatever the clocks say, from 1970 to 2099 and jumping, the merge comes out the same bit for bit."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from inspector_app.journal import Author, Entry, Value, fold, merge
from tests.faults.table import SEED, record, rounds
from tests.journal.builders import DEVICES, PATHS, VISIT, answer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SPAN = int((datetime(2099, 12, 31, tzinfo=UTC) - _EPOCH).total_seconds())
Clock = Callable[[], datetime]


def wild(chance: random.Random) -> Clock:
    """A clock somewhere in 130 years and time zones, which at times jumps there again, forward or back."""
    now = [_EPOCH + timedelta(seconds=chance.randrange(_SPAN))]
    zone = timezone(timedelta(minutes=15 * chance.randint(-48, 56)))

    def look() -> datetime:
        if chance.random() < 0.3:
            now[0] = _EPOCH + timedelta(seconds=chance.randrange(_SPAN))
        return now[0].astimezone(zone)

    return look


def played(plot: int, clocks: list[Clock]) -> list[Entry]:
    """The same edits, sightings and settlements on three laptops, whatever their clocks say."""
    chance = random.Random(plot)
    pens = [Author(device, None, 0, clock) for device, clock in zip(DEVICES, clocks, strict=True)]
    seen: list[list[Entry]] = [[], [], []]
    for step in range(40):
        who, path = chance.randrange(3), chance.choice(PATHS)
        if chance.random() < 0.3:
            other = chance.randrange(3)
            seen[who] = list(merge(seen[who], seen[other]))
            for entry in seen[who]:
                pens[who].observe(entry.clock)
            continue
        standing, value = fold(seen[who]).standing(VISIT, path), answer(note=str(step))
        seen[who].append(pens[who].next(VISIT, "answer", path, value, standing, "I02"))
    return list(merge(seen[0], merge(seen[1], seen[2])))


def outcome(entries: list[Entry]) -> tuple[object, ...]:
    """What a visit comes to, all that decides and all that is shown to be decided."""
    folded = fold(entries)
    conflicts = [(one.path, [entry.dot for entry in one.entries]) for one in folded.conflicts]
    stands = {path: [entry.dot for entry in found] for path, found in folded.registers(VISIT).items()}
    return folded.digest(VISIT), conflicts, stands, [(entry.dot, entry.clock) for entry in entries]


def by_time(entries: list[Entry]) -> dict[str, Value]:
    """The control: the newest by its claimed time wins."""
    newest = sorted(entries, key=lambda entry: datetime.fromisoformat(entry.at))
    return {entry.path: entry.value for entry in newest}


def test_clocks() -> None:
    """Every setting of the clocks gives one outcome; a merge by time gives many."""
    chance, count, losses, caught = random.Random(SEED), rounds(200, 20), list[str](), False
    steady: list[Clock] = [lambda: _EPOCH + timedelta(days=20_000)] * 3
    for number in range(count):
        plot = SEED + number % 5
        told = played(plot, [wild(chance) for _ in DEVICES])
        straight = played(plot, steady)
        if outcome(told) != outcome(straight):
            losses.append(f"round {number}")
        caught = caught or by_time(told) != by_time(straight)
    record("G15 clocks", count, SEED, losses, caught)

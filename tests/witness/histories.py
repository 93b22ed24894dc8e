"""The witness: histories of several devices as Hypothesis draws them, honest ones and ones no device would write."""

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from tests.witness.canonical import Value, unpack
from tests.witness.model import NO_ENTRY, Line, Place, standing

VISIT = "01936f0e-7b7a-7000-8000-000000000001"
SCHOOL = "01936f0e-7b7a-7000-8000-000000000002"
PATHS = ("a/items/X-1", "a/items/X-2", "a/items/𠮷", "a/items/�", "refusal", "signatures/head", "documents/site_record")
ANSWERS: tuple[Value, ...] = (
    {"verdict": "pass", "na_reason": "", "note": "", "fields": {}},
    {"verdict": "fail", "na_reason": "", "note": "门卫不在岗", "fields": {"seconds": "240"}},
    {"verdict": "fail", "na_reason": "", "note": "门卫不在岗", "fields": {"seconds": "240", "more": "é"}},
)
VALUES: tuple[Value, ...] = (*ANSWERS, None, True, 1, "", "1", [], [[], {"": -1}])
NEW_KINDS = ("answer", "not_yet_known", "ink", "refusal", "document", "photo")


class Step(NamedTuple):
    """One thing that happens: what, on which device, at which path or with which other device, with which value."""

    what: str
    who: int
    which: int
    value: int


FINDING: Value = {
    "facts": "链锁锁闭",
    "place": "一层",
    "quantity": "1",
    "grade": "O-H",
    "grade_reason": "",
    "rectify": "30",
    "deadline_days": 30,
    "responsible_unit": "",
    "measures_taken": "",
    "measures_at": "",
}
# Of kinds that section 5 knows, in their shapes: path, kind, values.
SHAPED: tuple[tuple[str, str, tuple[Value, ...]], ...] = (
    ("campus_safety/items/SAF-GATE-01", "answer", ANSWERS),
    ("campus_safety/items/SAF-GATE-02", "answer", ANSWERS),
    ("campus_safety/findings/SAF-GATE-01", "finding", (FINDING, None)),
    ("not/yet/known", "not_yet_known", VALUES),
)

WHATS = ("edit", "edit", "edit", "blind", "partly", "settle", "settle", "event", "freeze", "see", "meet", "image")
# Most steps are at one register, so that devices meet there.
FOCUS = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 4, 5, 6, 4)
step = st.builds(Step, st.sampled_from(WHATS), st.integers(0, 3), st.integers(0, 20), st.integers(0, 20))
steps = st.one_of(st.lists(step, max_size=8), st.lists(step, min_size=15, max_size=40))


class Device:
    """A laptop: it knows entries, and writes on at the end of its own chain."""

    def __init__(self, ident: str) -> None:
        self.ident = ident
        self.seq, self.head = 0, NO_ENTRY
        self.known: dict[str, Line] = {}

    def copy(self) -> "Device":
        """Return the image of this disk: the same device, which goes on apart."""
        other = Device(self.ident)
        other.seq, other.head, other.known = self.seq, self.head, dict(self.known)
        return other

    def stands(self, record: str, path: str) -> list[Line]:
        return standing(line for line in self.known.values() if (line.record, line.path) == (record, path))

    def write(self, record: str, kind: str, path: str, value: Value, replaces: Sequence[Place] = ()) -> Line:
        clock = 1 + max((line.clock for line in self.known.values()), default=0)
        self.seq += 1
        at = f"2026-11-23T{self.seq % 24:02}:{clock % 60:02}:00{'+08:00' if clock % 2 else '-03:30'}"
        dots = tuple(sorted(set(replaces)))
        line = Line(record, kind, path, value, dots, "I02", self.ident, self.seq, self.head, clock, at)
        self.head, self.known[line.id] = line.id, line
        return line

    def freeze(self, cut: int) -> Line:
        seen: dict[str, int] = {}
        for line in self.known.values():
            seen[line.device] = max(seen.get(line.device, 0), line.seq)
        return self.write(
            VISIT, "freeze", "", {"digest": "0" * 64, "seen": _cut(seen, cut), "at": "2026-11-23T11:00:00+08:00"}
        )


def _cut(seen: dict[str, int], cut: int) -> dict[str, Value]:
    """Return what a freeze says it has seen: rightly, or of one device less than there is."""
    return {device: max(1, last - cut // 7) for device, last in seen.items()}


def play(played: Sequence[Step], shaped: bool = False) -> list[Line]:
    """Return every entry that anybody wrote; when `shaped`, known kinds have their paths and shapes."""
    devices = [Device(f"{number:x}" * 32) for number in (2, 14, 1)]
    written: list[Line] = []
    for step in played:
        device = devices[step.who % len(devices)]
        record = SCHOOL if step.which == len(FOCUS) - 1 else VISIT
        path, kind = PATHS[FOCUS[step.which]], NEW_KINDS[step.value % len(NEW_KINDS)]
        value = VALUES[step.value % len(VALUES)]
        if shaped:
            path, kind, values = SHAPED[FOCUS[step.which] % len(SHAPED)]
            value = values[step.value % len(values)]
        stands = device.stands(record, path)
        dots = [line.dot for line in stands]
        if step.what == "see":
            device.known |= devices[step.which % len(devices)].known
        elif step.what == "meet":
            for one in devices:
                device.known |= one.known
            for one in devices:
                one.known |= device.known
        elif step.what == "image":
            devices.append(device.copy())
        elif step.what == "event":
            written.append(device.write(record, "not_yet_known", "", value))
        elif step.what == "freeze":
            written.append(device.freeze(step.value))
        elif step.what == "settle" and len(stands) > 1:
            chosen: Value = {"chosen": value, "reason": "两人复看"}
            other = devices[step.value % len(devices)]
            theirs = [line.dot for line in other.stands(record, path)]
            written.append(device.write(record, "settlement", path, chosen, dots))
            if other is not device and theirs == dots:  # the two did not agree who settles
                again: Value = {"chosen": unpack(stands[0].says()), "reason": "现场复测"}
                written.append(other.write(record, "settlement", path, again, theirs))
        elif step.what != "settle":
            kept = {"edit": dots, "blind": [], "partly": dots[:1]}[step.what]
            written.append(device.write(record, kind, path, value, kept))
    return written


@st.composite
def histories(draw: st.DrawFn, shaped: bool = False) -> list[Line]:
    """Draw the entries of several devices, some of them perhaps missing, in any order and repeated."""
    lines = play(draw(steps), shaped)
    missing = draw(st.sets(st.integers(0, 39), max_size=draw(st.sampled_from((0, 0, 6)))))
    kept = [line for number, line in enumerate(lines) if number not in missing]
    return draw(st.permutations(kept + kept[:2]))


@st.composite
def wild(draw: st.DrawFn) -> list[Line]:
    """Draw entries that no honest device writes: dots of the future, of itself, of anything; chains that do not hold."""
    lines: list[Line] = []
    dot = st.tuples(st.sampled_from(("1" * 32, "e" * 32)), st.integers(1, 4))
    for _ in range(draw(st.integers(0, 9))):
        device, seq = draw(dot)
        dots = tuple(sorted(draw(st.sets(dot, max_size=4))))
        path = draw(st.sampled_from(PATHS[:2]))
        kind = draw(st.sampled_from(("answer", "settlement", "not_yet_known")))
        value = draw(st.sampled_from(VALUES[:4]))
        said: Value = {"chosen": value, "reason": "x"} if kind == "settlement" else value
        prev = NO_ENTRY if seq == 1 else draw(st.sampled_from(["a" * 64, *(line.id for line in lines)]))
        clock = draw(st.integers(1, 3))
        at = "2026-11-23T10:00:00+08:00"
        lines.append(Line(VISIT, kind, path, said, dots, "I02", device, seq, prev, clock, at))
    return lines

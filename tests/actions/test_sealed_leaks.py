"""The insider with the laptop the night before: the folder holds no trace of the school, and no attempt teaches anything."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inspector_app import keys
from inspector_app.actions import clock_lock, sealed, sealing, setup, visits
from inspector_app.actions.sealing import Codes
from inspector_app.actions.writing import Draft, write
from inspector_app.bundle import task
from inspector_app.errors import Problem
from inspector_app.journal import Value, canonical
from inspector_app.keys import Cost
from inspector_app.supervision import opening_code
from inspector_app.supervision.sealing import DUTY
from inspector_app.workspace import Workspace
from tests.actions.county import LEADER, SECOND, County, copied
from tests.actions.leak_scan import traces
from tests.actions.test_sealed import clock_of, meeting

CHEAP = Cost(64, 1, 1)
AT_THE_BYTES, IN_THE_PROGRAM, AT_FULL_COST = 9_790, 200, 10
SCHOOL, OTHER = "G111", "G115"
START = datetime.fromisoformat("2026-11-23T15:00:00+08:00")

Plant = Callable[[Workspace, str], object]


def words_of(county: County, school: str) -> list[str]:
    """Name, township and code."""
    one = next(one for one in visits.schools(county.bureau) if one.id == school)
    assert one.township
    return [one.name, one.township, school]


def sealed_for(county: County, school: str, cost: Cost = CHEAP) -> Codes:
    """An unopened task on the leader's laptop."""
    given = sealing.seal_task(county.bureau, school, [LEADER, SECOND], meeting=meeting(county.bureau), cost=cost)
    setup.send_county(county.bureau, county.leader)
    return given


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    with copied(tmp_path / "county") as one:
        yield one


def found_before(county: County, count: int) -> None:
    """An earlier visit found `count` things at the school; the bureau knows, the leader's laptop does not."""
    visit = "01936f0e-7b7a-7000-8000-00000000aaaa"
    number: Value = {"number": "2026-000", "school_id": SCHOOL, "forms": {}, "team": []}
    drafts = [Draft(visit, "task", "task", number)]
    drafts += [
        Draft(
            visit, "finding", f"campus_safety/findings/SAF-FIRE-{n:02d}", {"facts": "灭火器过期" * 20, "grade": "Y-H"}
        )
        for n in range(count)
    ]
    write(county.second, drafts)
    county.carry(county.second, county.bureau, "bureau")


def test_the_folder_of_a_laptop_with_an_unopened_task_has_no_trace(county: County) -> None:
    """Name, township and code in six spellings, in every file raw and decrypted, log and bundles included: nowhere."""
    given = sealed_for(county, SCHOOL)
    sealed.sealed_tasks(county.leader)
    with pytest.raises(Problem, match=r"sealed\.early"):
        sealed.open_task(county.leader, given.visit, given.leader, LEADER, given.second, SECOND)
    assert (county.leader.folder / "journal.db-wal").stat().st_size > 0, "the scan below reads a log that is not empty"
    assert [] == traces(county.leader, words_of(county, SCHOOL))


def test_once_opened_the_same_scan_finds_the_school(county: County) -> None:
    """The scan can see: after the opening the name stands in the write-ahead log, decrypted with the laptop's own key."""
    given = sealed_for(county, SCHOOL)
    clock_of(county.leader).time += timedelta(days=1)
    sealed.open_task(county.leader, given.visit, given.leader, LEADER, given.second, SECOND)
    found = traces(county.leader, words_of(county, SCHOOL))
    assert any("journal.db-wal frames" in one for one in found)
    county.leader.close()
    with setup.unlock(county.leader.folder, "correct horse 电池 9", now=county.leader.now) as again:
        assert any("journal.db pages" in one for one in traces(again, words_of(county, SCHOOL)))


def _short_task(ws: Workspace, name: str) -> None:
    """A sealed task that is as long as the name of its school."""
    blob = ws.store.put_blob(bytes(36_000 + len(name.encode())))
    value = {"visit": "01936f0e-7b7a-7000-8000-00000000bbbb", "blob": blob}
    write(ws, [Draft(sealing.sealing_record(value["visit"]), "sealed_task", "sealed_task", value)])


PLANTS: dict[str, tuple[Plant, str]] = {
    "write-ahead log": (lambda ws, name: ws.store.log("bundle_merged", ws.now(), name=name), "journal.db-wal frames"),
    "a setting": (lambda ws, name: ws.store.put_setting("draft", name.encode("utf-16-le")), "journal.db-wal frames"),
    "recent files": (
        lambda ws, name: (ws.folder / "recent.json").write_text(f'["{name}.pdf"]', "utf-8"),
        "recent.json",
    ),
    "a file's name": (lambda ws, name: (ws.folder / "outbox" / f"{name}.pdf").write_bytes(b""), "outbox/"),
    "a temporary file": (lambda ws, name: (ws.scratch / "x.tmp").write_bytes(name.encode("gb18030")), "scratch/x.tmp"),
    "a blob": (lambda ws, name: ws.store.put_blob(f"去{name}".encode()), "opened"),
    "an entry": (
        lambda ws, name: write(ws, [Draft(START_RECORD, "attribute", "visit/destination", name)]),
        "journal.db-wal frames",
    ),
    "a file's size": (_short_task, "its size"),
}
START_RECORD = "01936f0e-7b7a-7000-8000-00000000cccc"


@pytest.mark.parametrize("place", PLANTS)
def test_a_planted_leak_is_found(county: County, place: str) -> None:
    """The school's name in the log, a setting, recent files, a file's name, a temporary file, a blob, an entry, a size."""
    sealed_for(county, SCHOOL)
    plant, where = PLANTS[place]
    plant(county.leader, words_of(county, SCHOOL)[0])
    assert any(where in one for one in traces(county.leader, words_of(county, SCHOOL))), place


def test_a_deleted_leak_is_found_on_the_free_page(county: County) -> None:
    """What was written and taken back still lies in the file: the scan reads pages, not only rows."""
    sealed_for(county, SCHOOL)
    name = words_of(county, SCHOOL)[0]
    county.leader.store.put_setting("draft", f"明天去{name}".encode())
    county.leader.store.put_setting("draft", b"")
    assert any("journal.db" in one for one in traces(county.leader, [name]))


def test_tasks_for_two_schools_look_the_same(county: County, tmp_path: Path) -> None:
    """Another school, and the same one with forty earlier findings: same files, entries, public words, and one size."""
    seen = []
    for at, (school, findings) in enumerate(((SCHOOL, 0), (OTHER, 0), (SCHOOL, 40))):
        with copied(tmp_path / f"county-{at}") as one:
            if findings:
                found_before(one, findings)
            given = sealed_for(one, school)
            (shown,) = sealed.sealed_tasks(one.leader)
            entries = one.leader.store.entries(sealing.sealing_record(given.visit))
            blobs = [len(one.leader.store.blob(str(entry.value["blob"]))) for entry in entries]  # type: ignore[index,call-overload]
            names = sorted(file.name for file in one.leader.folder.iterdir())
            lengths = [len(canonical(entry.value)) for entry in entries]
            words = (shown.public.meet_place, shown.public.bring, shown.public.direction, shown.public.people)
            seen.append((names, lengths, blobs, words))
            if findings:
                clock_of(one.leader).time += timedelta(days=1)
                sealed.open_task(one.leader, given.visit, given.leader, LEADER, given.second, SECOND)
                (opened,) = one.leader.store.entries(given.visit, kind="task")
                assert 40 == len(opened.value["earlier"])  # type: ignore[index,call-overload,arg-type]
    assert seen[0] == seen[1] == seen[2]
    assert [task.FILE] == seen[0][2]


def test_ten_thousand_attempts_learn_nothing(county: County, tmp_path: Path) -> None:
    """Wrong, exchanged, mistyped and single codes, early calls, moved clocks, copies: one answer for two different schools.

    9,790 attempts at the bytes and 200 through the program at a reduced Argon2id cost, 10 at the full cost: at the full
    cost all of them would take an hour. The cost is a number in the file's authenticated front, nothing else differs.
    """
    transcripts = []
    for at, school in enumerate((SCHOOL, OTHER)):
        with copied(tmp_path / f"county-{at}") as one:
            given = sealed_for(one, school)
            told = [*at_the_bytes(one, given, AT_THE_BYTES), *in_the_program(one, given, IN_THE_PROGRAM)]
            assert IN_THE_PROGRAM == len(sealing.attempts(one.leader, given.visit))
            assert [] == visits.list_visits(one.leader)
            assert [] == traces(one.leader, words_of(one, school))
            transcripts.append(told)
    full = sealed_for(county, SCHOOL, keys.FULL_COST)
    transcripts[0] += at_the_bytes(county, full, AT_FULL_COST)
    assert 10_000 == len(transcripts[0])
    assert transcripts[0][: len(transcripts[1])] == transcripts[1]
    assert {"keys.cannot_decrypt", "sealed.wrong_code"} == set(transcripts[0][:AT_THE_BYTES])
    print({answer: transcripts[0].count(answer) for answer in sorted(set(transcripts[0]))})


def wrong_codes(given: Codes, chance: random.Random) -> tuple[str, str]:
    """Two codes of which at least one is wrong, though each is well formed."""
    leader, second = opening_code.digits(given.leader), opening_code.digits(given.second)
    other = opening_code.draw("leader", chance.randrange), opening_code.draw("second", chance.randrange)
    return chance.choice([(leader, other[1]), (other[0], second), other, (leader, leader), (second, leader)])


def at_the_bytes(county: County, given: Codes, count: int) -> list[str]:
    """Attempts by whoever has the laptop's own key or only a copy of the file, and a program of their own."""
    chance = random.Random(11)
    (entry,) = county.leader.store.entries(sealing.sealing_record(given.visit))
    blob = county.leader.store.blob(str(entry.value["blob"]))  # type: ignore[index,call-overload]
    read = task.read_task(blob, county.leader.secrets.age_identity)
    stranger = keys.new_age_identity()
    answers = []
    for _ in range(count):
        try:
            if chance.random() < 0.1:
                task.read_task(blob, stranger)
            else:
                task.open_task(read, *wrong_codes(given, chance))
        except Problem as problem:
            answers.append(problem.code)
    return answers


def in_the_program(county: County, given: Codes, count: int) -> list[str]:
    """Attempts through the program: every answer in both languages, after clocks forward and back, early calls, wrong people."""
    chance, clock = random.Random(12), clock_of(county.leader)
    answers = []
    for number in range(count):
        # First too early, then at a time when only codes and people decide, then with a clock that leaps.
        leap = chance.randrange(5000) if number > count * 4 // 5 else 1400 if number > count // 3 else 0
        clock.time = START + timedelta(minutes=number + leap)
        leader, second = chance.choice(
            [(LEADER, SECOND), (LEADER, DUTY), (SECOND, LEADER), (LEADER, LEADER), ("", SECOND)]
        )
        codes = wrong_codes(given, chance)
        if number % 5 == 0:
            codes = (codes[0][:-1], codes[1])
        if clock.time.day == START.day and number % 3 == 0:
            codes = (given.leader, given.second)  # even with the right codes: too early
        try:
            sealed.open_task(county.leader, given.visit, codes[0], leader, codes[1], second)
        except Problem as problem:
            answers.append(" ".join((*problem.lines("zh"), *problem.lines("en"))))
    assert clock_lock.check(county.leader) is not None
    return answers

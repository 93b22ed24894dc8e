"""R-60 and R-61 on real workspaces: a report leaves no trace where it does not belong, and its officer reads it."""

import shutil
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from inspector_app.actions import compartments, mandatory_report, setup, syncing
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.bundle import sealed_note
from inspector_app.errors import Problem
from inspector_app.workspace import Workspace
from tests.actions.county import LEADER, PASSPHRASE, SECOND, Clock, County, issued, refused
from tests.report.reading import pages

OFFICER, PIN = "L01", "officer's own 77"
FACTS = "课间听学生说被校外人员殴打，手臂有伤痕"


@pytest.fixture(scope="module")
def kept(county: County) -> County:
    """The county with its designated officer, known to both laptops."""
    compartments.appoint(county.bureau, "mandatory_report", OFFICER, PIN)
    setup.send_county(county.bureau, county.leader)
    setup.send_county(county.bureau, county.second)
    return county


def sealed(ws: Workspace) -> bytes:
    """What the laptop's database still holds of its reports."""
    return ws.store.get_setting("compartment/kept") or b""


def later(ws: Workspace, **time: float) -> None:
    """Move the county's clock."""
    clock = ws.now
    assert isinstance(clock, Clock)
    clock.time += timedelta(**time)


def everything(ws: Workspace) -> bytes:
    """All that a laptop knows by its journal: every value, path and record, every blob an entry names."""
    entries = ws.store.entries()
    texts = [f"{one.record} {one.kind} {one.path} {one.author} {one.value}" for one in entries]
    blobs = [ws.store.blob(name) for one in entries for name in syncing.blobs_of(one) if ws.store.has_blob(name)]
    return "\n".join(texts).encode() + b"".join(blobs)


def test_r60_marked_and_no_trace_in_ordinary_exports(kept: County) -> None:
    """G a report is made → T journal, digest, paper, bundles and the team-mate's laptop are as if it were not."""
    visit = kept.new_visit()
    before = [one.id for one in kept.leader.store.entries()], VisitRecord(kept.leader, visit).folded.digest(visit)
    made = mandatory_report.report(kept.leader, visit, FACTS)
    mandatory_report.register_receiver(kept.leader, made, "police", "王警官")
    mandatory_report.follow_up(kept.leader, made, "已送医院")
    after = [one.id for one in kept.leader.store.entries()], VisitRecord(kept.leader, visit).folded.digest(visit)
    assert before == after
    paper = issued(kept.leader, visit)
    kept.carry(kept.leader, kept.second)
    kept.carry(kept.leader, kept.bureau, "bureau")
    words = [FACTS, "王警官", "已送医院", made, "compartment_note", mandatory_report.own_reports(kept.leader)[0].report]
    text = "".join(page.extract_text() for page in pages(kept.leader.store.blob(paper.sha256)))
    for place in (text.encode(), *map(everything, (kept.leader, kept.second, kept.bureau))):
        assert [] == [word for word in words if word.encode() in place]
        assert VisitRecord(kept.leader, visit).number.encode() in place  # the same look finds what is in the open
    assert [] == [word for word in words if word in " ".join(line.text for line in syncing.log(kept.leader))]
    assert [] == mandatory_report.own_reports(kept.second)


def test_r60_the_laptop_cannot_read_it_again_and_every_note_has_one_size(kept: County) -> None:
    """Neither the laptop's keys nor the bureau's open a note; the words of it lie nowhere in the laptop's database."""
    made = mandatory_report.report(kept.leader, "", FACTS)
    mandatory_report.follow_up(kept.leader, made, "完")
    assert FACTS.encode() not in sealed(kept.leader)
    stick = kept.stick()
    files = mandatory_report.hand_over(kept.leader, stick)
    assert 1 == len({path.stat().st_size for path in files})
    assert [] == mandatory_report.hand_over(kept.leader, stick)
    spare = kept.bureau.store.get_setting("spare_identity") or b""
    identities = [one.secrets.age_identity for one in (kept.leader, kept.second, kept.bureau)]
    for path, identity in product(files, [*identities, spare.decode()]):
        with pytest.raises(Problem, match="keys.cannot_decrypt"):
            sealed_note.open_note(path.read_bytes(), identity, lambda _: None)


def test_r60_nobody_registered_for_thirty_minutes_alarms_its_author(kept: County) -> None:
    """G 30 minutes without a receiver → T alarm, on the author's laptop; one receiver ends it."""
    made = mandatory_report.report(kept.second, "", FACTS)
    later(kept.second, minutes=29)
    assert [False] == [one.alarm.sounds for one in mandatory_report.own_reports(kept.second)]
    later(kept.second, minutes=1)
    assert [True] == [one.alarm.sounds for one in mandatory_report.own_reports(kept.second)]
    assert not mandatory_report.register_receiver(kept.second, made, "education", "梁主任").sounds
    (one,) = mandatory_report.own_reports(kept.second)
    assert (False, ("police", "civil_affairs"), False) == (one.alarm.sounds, one.alarm.unregistered, one.handed)


def test_r60_the_officer_reads_who_reported_what_and_who_took_it(kept: County) -> None:
    """By stick, in any order and twice; a note of a stranger is refused and the rest is read."""
    visit = kept.new_visit()
    made = mandatory_report.report(kept.leader, visit, FACTS)
    mandatory_report.register_receiver(kept.leader, made, "police", "王警官")
    files = mandatory_report.hand_over(kept.leader, kept.stick())
    compartments.take_in(kept.bureau, "mandatory_report", [*reversed(files), *files])
    officers = list(compartments.officers(kept.bureau)["mandatory_report"].values())
    forged = sealed_note.seal_note({"device": "f" * 32, "text": "伪造"}, bytes(32), officers)
    bad = kept.stick() / "forged.sealed"
    bad.write_bytes(forged)
    compartments.take_in(kept.bureau, "mandatory_report", [bad])
    with compartments.opened(kept.bureau, "mandatory_report", OFFICER, PIN) as box:
        notes = [one for one in box.notes() if one.report == made]
        assert 1 == box.refused
        assert [] == box.verify()
    assert [("report", LEADER, FACTS, visit), ("receiver", LEADER, "", "")] == [
        (one.type, one.author, one.text, one.visit) for one in notes
    ]
    assert ("G111", "police", "王警官") == (notes[0].school, notes[1].unit, notes[1].receiver)


def test_r61_each_opening_and_each_wrong_try_is_an_entry(kept: County) -> None:
    """A wrong PIN and a person it is not open to are written at the next opening, in order, and not into the bureau's journal."""
    with compartments.opened(kept.bureau, "mandatory_report", OFFICER, PIN) as box:
        before = len(box.openings())
    ordinary = len(kept.bureau.store.entries())
    wrong = pytest.raises(Problem, match="keys.wrong_passphrase")
    with wrong, compartments.opened(kept.bureau, "mandatory_report", OFFICER, PASSPHRASE):
        pass
    with refused("compartments.not_yours"), compartments.opened(kept.bureau, "mandatory_report", SECOND, PIN):
        pass
    with compartments.opened(kept.bureau, "mandatory_report", OFFICER, PIN) as box:
        assert [(OFFICER, "wrong_pin"), (SECOND, "not_yours"), (OFFICER, "opened")] == [
            (one.officer, one.outcome) for one in box.openings()[before:]
        ]
    assert ordinary == len(kept.bureau.store.entries())


def test_r61_a_second_officer_is_let_in_by_the_first_alone(kept: County, tmp_path: Path) -> None:
    """Each opens with his own PIN what was sealed since; nobody else can appoint, and an inspector sees no entrance."""
    with refused("compartments.needs_an_officer"):
        compartments.appoint(kept.bureau, "mandatory_report", "L02", "own")
    compartments.appoint(kept.bureau, "mandatory_report", "L02", "own", by=(OFFICER, PIN))
    setup.send_county(kept.bureau, kept.leader)
    made = mandatory_report.report(kept.leader, "", FACTS)
    compartments.take_in(kept.bureau, "mandatory_report", mandatory_report.hand_over(kept.leader, kept.stick()))
    with compartments.opened(kept.bureau, "mandatory_report", "L02", "own") as box:
        assert made in [one.report for one in box.notes()]
    assert [("mandatory_report",), ()] == [compartments.entrances(kept.leader, one) for one in ("L02", LEADER)]


def test_r60_what_was_reported_comes_back_with_the_bureaus_database(kept: County) -> None:
    """A restored bureau has no journal of the compartment: it is begun anew from the sealed notes, and says so (R-61)."""
    made = mandatory_report.report(kept.leader, "", FACTS)
    compartments.take_in(kept.bureau, "mandatory_report", mandatory_report.hand_over(kept.leader, kept.stick()))
    with compartments.opened(kept.bureau, "mandatory_report", OFFICER, PIN) as box:
        before = box.notes()
    shutil.rmtree(kept.bureau.folder / "compartments")
    with compartments.opened(kept.bureau, "mandatory_report", OFFICER, PIN) as box:
        assert before == box.notes()
        assert made in [one.report for one in box.notes()]
        assert ["restored", "opened"] == [one.outcome for one in box.openings()]


def test_r60_without_an_officer_the_telephone_comes_first(county: County, tmp_path: Path) -> None:
    """A laptop whose bureau named nobody cannot seal, and says what to do now."""
    with setup.create_laptop(tmp_path / "alone", PASSPHRASE, LEADER) as alone:
        with refused("compartments.no_officer"):
            mandatory_report.report(alone, "", FACTS)
        assert [] == mandatory_report.own_reports(alone)
        with refused("compartments.unknown"):
            mandatory_report.follow_up(alone, "x", "完")

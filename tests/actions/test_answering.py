"""A sitting: what may be answered when, one commit for each act, and a screen that never shows what is not saved."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from inspector_app.actions import setup, signing
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.findings import Finding
from inspector_app.actions.process import Process
from inspector_app.demo import fill, story
from inspector_app.errors import Problem
from tests.actions.county import PASSPHRASE, County, at_work, copied, ready, refused, stuff
from tests.store.journals import small_disk


def held(sitting: Sitting) -> object:
    """Everything a screen shows of the answers, and what the journal gives to somebody who opens the visit anew."""
    return sitting.filling.answers()


def test_before_the_card_only_the_gate_item_is_open(county: County, visit: str) -> None:
    """R-25: neither verdicts, numbers, rows, facts of the school nor photos, with or without the gate time."""
    sitting = open_sitting(county.leader, visit)
    for _ in range(2):
        for act in (
            lambda: sitting.verdict("SAF-GATE-03", "pass"),
            lambda: sitting.answer("saf_gate_02_guards", "3"),
            lambda: sitting.note("SAF-GATE-02", "x"),
            lambda: sitting.add_row("g_building"),
            lambda: sitting.attribute("has_hydrant", "yes"),
            lambda: sitting.attach_photo("SAF-FIRE-01", b"", "x.jpg"),
        ):
            with refused("visit.card_not_shown"):
                act()
        sitting.verdict("SAF-GATE-01", "pass")
        assert ["answer"] == [entry.kind for entry in county.leader.store.entries(visit) if entry.kind == "answer"]
        sitting.set_gate_time(county.leader.now())
    sitting.show_card()
    sitting.verdict("SAF-GATE-03", "pass")
    assert "pass" == open_sitting(county.leader, visit).filling.held("saf_gate_03_verdict")


def test_each_act_is_one_entry_and_an_act_that_changes_nothing_is_none(county: County, sitting: Sitting) -> None:
    """Verdict with its reason, a number, a note, a row, a row's number; said twice they are written once."""
    before = county.leader.store.dots()[county.leader.device]
    row, _ = sitting.add_row("g_building")
    for _ in range(2):
        sitting.verdict("SAF-GATE-03", "na", "没有保安室")
        sitting.answer("saf_gate_02_guards", "3")
        sitting.note("SAF-GATE-02", "两人在岗")
        sitting.answer(f"g_building[{row}]/saf_fire_01_exits", "4")
    assert before + 5 == county.leader.store.dots()[county.leader.device]


def test_everything_filled_is_there_when_the_visit_is_opened_anew(sitting: Sitting) -> None:
    """The leader's whole part of the sample visit: the same answers, rows, states and score from the journal alone."""
    fill(sitting, story(date(2026, 11, 23))["leader"])
    again = open_sitting(sitting.ws, sitting.visit)
    assert held(sitting) == held(again)
    assert sitting.score() == again.score()
    assert [sitting.filling.item(item.code) for item in sitting.form.items] == [
        again.filling.item(item.code) for item in again.form.items
    ]


def test_a_duplicated_row_has_the_values_and_a_removed_one_is_gone(sitting: Sitting) -> None:
    """Rows keep their identity; what stands after a reopening is what the screen showed."""
    row, _ = sitting.add_row("g_building")
    sitting.answer(f"g_building[{row}]/g_building_name", "教学楼")
    sitting.answer(f"g_building[{row}]/saf_fire_01_exits", "4")
    copy, _ = sitting.duplicate_row(row)
    sitting.remove_row(row)
    again = open_sitting(sitting.ws, sitting.visit)
    assert (copy,) == again.filling.rows("g_building")
    assert "4" == again.filling.held(f"g_building[{copy}]/saf_fire_01_exits")
    assert held(sitting) == held(again)


def test_what_is_learned_about_a_school_is_asked_only_once(county: County, sitting: Sitting) -> None:
    """An attribute filled on site goes with the bundle to the bureau, and the next visit's task carries it."""
    sitting.attribute("has_hydrant", "no")
    county.carry(county.leader, county.bureau, "bureau")
    assert "no" == open_sitting(county.leader, county.new_visit()).filling.held("has_hydrant")


def test_strange_text_is_kept_as_far_as_it_can_be_carried(sitting: Sitting) -> None:
    """Decomposed letters, tabs, line ends, right-to-left marks, an emoji cut in half: only the half is lost."""
    for words in ("e\u0301", "a\tb\r\nc", "\u202eabc", "𠮷家", "𓀀", "\u0000", "=1+1", "半个 \ud83d 表情"):
        sitting.note("SAF-GATE-02", words)
        kept = open_sitting(sitting.ws, sitting.visit).filling.held("saf_gate_02_note")
        assert {"e\u0301": "é", "半个 \ud83d 表情": "半个 \ufffd 表情"}.get(words, words) == kept


def test_a_text_longer_than_an_entry_is_refused_and_the_old_one_stays(sitting: Sitting) -> None:
    """Somebody pastes a book into a note: a Problem, and the screen shows what the journal holds."""
    sitting.note("SAF-GATE-02", "短")
    with refused("visit.too_long"):
        sitting.note("SAF-GATE-02", "长" * 400_000)
    assert "短" == sitting.filling.held("saf_gate_02_note")
    assert held(sitting) == held(open_sitting(sitting.ws, sitting.visit))


def test_a_value_nobody_can_mean_leaves_no_trace(sitting: Sitting) -> None:
    """A verdict that is none is our own fault; even so screen and journal agree afterwards."""
    with pytest.raises(ValueError, match="maybe"):
        sitting.verdict("SAF-GATE-03", "maybe")
    assert "" == sitting.filling.held("saf_gate_03_verdict")


def test_after_the_freeze_nothing_can_be_edited(county: County, visit: str) -> None:
    """R-42: no answer, row, fact of the school, photo, finding, process, reply, gate or card, whichever page asks."""
    open_before = ready(county.leader, visit)
    row, _ = open_before.add_row("g_building")
    open_before.verdict("SAF-GATE-03", "fail")
    finding = open_before.finding("SAF-GATE-03")
    assert finding is not None
    open_before.save_finding("SAF-GATE-03", finding)
    with refused("signing.not_ready"):
        signing.freeze(county.leader, visit)
    finding = replace(finding, facts="72 秒")
    open_before.save_finding("SAF-GATE-03", finding)
    digest = signing.freeze(county.leader, visit)
    count = len(county.leader.store.entries(visit))

    for page in (open_before, open_sitting(county.leader, visit)):
        for act in edits(page, row, finding):
            with refused("visit.frozen"):
                act()
        assert page.read_only
    ws = county.leader
    writes: list[Callable[[], object]] = [
        lambda: signing.save_process(ws, visit, Process()),
        lambda: signing.save_feedback(ws, visit),
        lambda: signing.save_reply(ws, visit, "改口"),
    ]
    for write in writes:
        with refused("visit.frozen"):
            write()
    assert count == len(county.leader.store.entries(visit))
    assert digest == signing.freeze(county.leader, visit)
    assert held(open_before) == held(open_sitting(county.leader, visit))


def test_an_own_page_left_open_cannot_write_past_a_freeze(county: County, visit: str) -> None:
    """The Visit page was open before the Sign page froze: its next edit asks the journal, not its own memory."""
    stale = ready(county.leader, visit)
    signing.freeze(county.leader, visit)
    with refused("visit.frozen"):
        stale.verdict("SAF-GATE-03", "fail")
    assert "" == stale.filling.held("saf_gate_03_verdict")
    assert stale.read_only


def test_a_full_disk_refuses_the_answer_and_the_screen_says_what_is_saved(tmp_path: Path) -> None:
    """Nothing acknowledged is lost, the field goes back to the journal's value, with room again the same act works."""
    with small_disk(tmp_path / "disk", "16m") as disk:
        (disk / "county").mkdir()
        with copied(disk / "county") as county:
            sitting = at_work(county.leader, county.new_visit())
            sitting.verdict("SAF-GATE-03", "pass")
            sitting.add_row("g_building")
            film = stuff(disk, leave=200_000)
            kept = fill_until_refused(sitting)
            assert "store.disk_full" == kept[1].code
            assert held(sitting) == held(open_sitting(county.leader, sitting.visit))
            assert kept[0] == sitting.filling.held("saf_gate_02_note")
            # The last blocks go too. What the log already has room for may still be kept; a new file never is.
            space = os.statvfs(disk)
            with film.open("ab") as more:
                more.write(bytes(space.f_bavail * space.f_frsize))
            for act in (
                lambda: sitting.attach_photo("SAF-FIRE-01", PICTURE, "x.png"),
                lambda: signing.save_reply(county.leader, sitting.visit, "很长的意见" * 2_000),
            ):
                with pytest.raises(Problem, match="disk_full"):
                    act()
            with suppress_only("store.disk_full"):
                sitting.duplicate_row(sitting.filling.rows("g_building")[0])
            assert held(sitting) == held(open_sitting(county.leader, sitting.visit))
            assert [] == sitting.photos("SAF-FIRE-01")
            film.unlink()
            sitting.note("SAF-GATE-02", "最后一句")
            sitting.attach_photo("SAF-FIRE-01", PICTURE, "x.png")
            assert [] == county.leader.store.verify(own=county.leader.device)
        with setup.unlock(disk / "county" / "laptop", PASSPHRASE) as again:
            reopened = open_sitting(again, sitting.visit)
            assert "最后一句" == reopened.filling.held("saf_gate_02_note")
            assert PICTURE == reopened.photo_bytes(reopened.photos("SAF-FIRE-01")[0].sha256, view=False)


def edits(sitting: Sitting, row: str, finding: Finding) -> list[Callable[[], object]]:
    """Every way to change a visit's content from its page."""
    return [
        lambda: sitting.verdict("SAF-GATE-03", "pass"),
        lambda: sitting.answer("saf_gate_02_guards", "9"),
        lambda: sitting.note("SAF-GATE-02", "后来想起"),
        lambda: sitting.attribute("has_hydrant", "yes"),
        lambda: sitting.add_row("g_building"),
        lambda: sitting.duplicate_row(row),
        lambda: sitting.remove_row(row),
        lambda: sitting.attach_photo("SAF-FIRE-01", b"", "x.jpg"),
        lambda: sitting.remove_photo("SAF-FIRE-01", "0" * 64),
        lambda: sitting.save_finding("SAF-GATE-03", finding),
        lambda: sitting.set_gate_time(sitting.ws.now()),
        sitting.show_card,
    ]


@contextmanager
def suppress_only(code: str) -> Iterator[None]:
    """Let an act be refused with this code, and with no other."""
    try:
        yield
    except Problem as problem:
        if problem.code != code:
            raise


def fill_until_refused(sitting: Sitting) -> tuple[str, Problem]:
    """Write ever other long notes until one is refused; return the last that was kept and the refusal."""
    kept = sitting.filling.held("saf_gate_02_note")
    for number in range(2_000):
        try:
            sitting.note("SAF-GATE-02", words := f"{number} " + "占" * 3_000)
        except Problem as problem:
            return kept, problem
        kept = words
    raise AssertionError("the disk never filled")


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)

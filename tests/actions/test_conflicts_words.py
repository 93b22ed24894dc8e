"""What two people filled differently is shown in words, whatever kind of register it is."""

from pathlib import Path

import pytest

from inspector_app.actions import sealed, setup, signing, syncing, taking_in
from inspector_app.actions.answering import open_sitting
from inspector_app.actions.process import Process
from inspector_app.text import LANGUAGES

PASSPHRASE = "two people, one visit"


@pytest.fixture
def two_laptops(tmp_path: Path) -> tuple[list[str], list[tuple[str, ...]]]:
    """Let both laptops write every kind of shared register differently; return the conflicts' titles and lines."""
    leader = setup.first_start(tmp_path / "leader", PASSPHRASE, "I02")
    second = setup.create_laptop(tmp_path / "second", PASSPHRASE, "I03")
    with setup.unlock(tmp_path / "leader-bureau", PASSPHRASE) as bureau:
        setup.enrol(second, bureau)
    visit = setup.start_sample_visit(leader, "G111", ["I02", "I03"])
    with setup.unlock(tmp_path / "leader-bureau", PASSPHRASE) as bureau:
        setup.send_county(bureau, second)
    codes = setup.sample_codes(leader, visit)
    with leader, second:
        sealed.open_task(second, visit, codes.leader, "I02", codes.second, "I03")
        for ws, count in ((leader, 1), (second, 2)):
            sitting = open_sitting(ws, visit)
            sitting.set_gate_time(ws.now())
            sitting.show_card()
            sitting.attribute("has_hydrant", "yes" if count == 1 else "no")
            sitting.verdict("SAF-FIRE-09", "fail" if count == 1 else "na", "" if count == 1 else "没有")
            signing.save_process(
                ws, visit, Process(places=("校门",) * count, interviewed=count, no_reception=count == 1)
            )
            signing.save_reply(ws, visit, f"第 {count} 份意见")
        syncing.pack(second, tmp_path, "team")
        taking_in.take_in(leader, [tmp_path])
        views = open_sitting(leader, visit).conflicts()
    return [view.title for view in views], [line for view in views for line in (side.lines for side in view.sides)]


def test_every_kind_of_register_is_put_into_words(two_laptops: tuple[list[str], list[tuple[str, ...]]]) -> None:
    """A verdict, the way the visit went, the school's reply and an attribute of the school: titles and lines, no codes."""
    titles, lines = two_laptops
    assert [title.isascii() for title in titles] == [False, False, False, False]
    assert ("判定：不合格",) in lines
    assert ("判定：不适用", "不适用原因：没有") in lines
    assert ("走过的部位：校门、校门", "访谈（人）：2") in lines
    assert ("学校意见：第 1 份意见",) in lines
    assert LANGUAGES == ("zh", "en")

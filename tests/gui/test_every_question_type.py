"""Every question type in the window: shown, answered by keyboard alone, held by the journal, shown the same when reopened."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from inspector_app.actions import dispatching, drawing, enrolment, form_versions, setup, visits
from inspector_app.actions.answering import open_sitting
from inspector_app.form import Form, load
from inspector_app.gui.fields.rank import RankList
from inspector_app.gui.pages.visit import VisitPage
from inspector_app.gui.runner import Runner
from inspector_app.workspace import Workspace
from tests.gui.visit_builder import CLOCK, Screen, dressed, picture, workspace
from tests.report.reading import words

__all__ = ["dressed", "workspace"]

FORM = Path(__file__).parents[1] / "forms" / "every_type.md"
ALT = Qt.KeyboardModifier.AltModifier
TYPED = {
    "head": ("食堂主任", "食堂主任"),
    "story": ("先看后厨", "先看后厨"),
    "phone": ("0772", "0772"),
    "plate": ("A-17", "A-17"),
    "cooks": ("２", "2"),
    "warmth": ("4。5", "4.5"),
    "tidy": ("7", "7"),
    "licence": ("1231", "2026-12-31"),
    "opens": ("11.30", "11:30:00"),
    "cleaned": ("11-20 9:5", "2026-11-20T09:05:00+08:00"),
    "place": ("25.07, 109.39", "25.07 109.39"),
    "path": ("25 109；25.1 109.1", "25 109;25.1 109.1"),
    "yard": ("25 109;25 110;26 110;25 109", "25 109;25 110;26 110;25 109"),
}


@pytest.fixture
def screen(dressed: QApplication, workspace: Workspace, qtbot: QtBot) -> Iterator[Screen]:
    """A visit with the form of every type beside campus safety, the card shown, the page at the form of every type."""
    visit = dispatch(workspace)
    sitting = open_sitting(workspace, visit)
    sitting.set_gate_time(workspace.now())
    sitting.show_card()
    runner = Runner()
    page = VisitPage(workspace, runner)
    qtbot.addWidget(page)
    page.resize(1274, 730)
    page.show()
    page.activateWindow()
    page.open_visit(visit)
    page.open_form("every_type")
    assert "every_type" == page.sitting.code
    yield Screen(page, runner, qtbot, workspace, visit)
    page.leave()
    runner.finish()


def dispatch(ws: Workspace, form: Form | None = None) -> str:
    """Let the sample bureau send a visit with campus safety and this form (the one of every type)."""
    form = form or load(FORM)
    with setup.unlock(ws.folder.with_name("laptop-bureau"), "passphrase of the test", now=CLOCK) as bureau:
        form_versions.publish(bureau, form)
        school = visits.schools(bureau)[2].id
        visit = dispatching.dispatch(bureau, school, ["I01", "I02"], ["campus_safety", form.form_id])
        setup.send_county(bureau, ws)
    assert enrolment.bureau_device(ws)
    return visit


def go(screen: Screen, name: str) -> None:
    """Go to a question as a person does who looks for it; the focus is in its field then."""
    form = load(FORM)
    repeats = {part.name: part.path for part in form.parts if part.field.is_part}
    screen.page.show_question("every_type", repeats.get(name) or form.by_name[name].path)
    QApplication.processEvents()


def value(screen: Screen, name: str) -> str:
    return open_sitting(screen.workspace, screen.visit, "every_type").filling.value(name)


def write(text: str) -> None:
    """Type text where the focus is, Chinese too, as a keyboard sends it."""
    target = QApplication.focusWidget()
    assert target is not None
    for sign in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))


def fill(screen: Screen, folder: Path) -> None:
    """Answer every question by keyboard alone (files: as dropped)."""
    for name, (typed, _kept) in TYPED.items():
        go(screen, name)
        write(typed)
        screen.key(Qt.Key.Key_Tab)
    for name, key in (("has_kitchen", Qt.Key.Key_1), ("licensed", Qt.Key.Key_2), ("mood", Qt.Key.Key_3)):
        go(screen, name)
        screen.key(key)
    go(screen, "small")
    assert isinstance(QApplication.focusWidget(), QComboBox)
    screen.key(Qt.Key.Key_Down, Qt.Key.Key_Down)
    go(screen, "village")
    assert any("请先答" in label.text() for label in screen.find("q:village.card").findChildren(QLabel))
    go(screen, "town")
    write("浮")
    screen.key(Qt.Key.Key_Return)
    go(screen, "village")
    screen.key(Qt.Key.Key_1)
    go(screen, "tools")
    screen.key(Qt.Key.Key_1, Qt.Key.Key_4)
    go(screen, "tools_other")
    write("蒸柜")
    screen.key(Qt.Key.Key_Return)
    go(screen, "order")
    assert isinstance(QApplication.focusWidget(), RankList)
    screen.key(Qt.Key.Key_Down, held=ALT)
    go(screen, "seen")
    screen.key(Qt.Key.Key_Space)
    for name in ("photo", "sound", "film", "paper"):
        drop(screen, name, picture(folder, f"{name}.png", hash(name) & 0xFFFFFF))
    go(screen, "store")
    write("冷库")
    screen.key(Qt.Key.Key_Down)
    write("3")
    screen.key(Qt.Key.Key_Return)
    go(screen, "cook")
    screen.key(Qt.Key.Key_1)
    screen.page.leave()


def answers(page: VisitPage) -> object:
    """Return what stands on a page; the moment that the form notes by itself is another at each opening until the freeze."""
    given = page.sitting.filling.answers()
    given["questions"].pop("noted_at")
    return given


def drop(screen: Screen, name: str, file: Path) -> None:
    go(screen, name)
    row = screen.page.cards.card(f"q:{name}").body  # type: ignore[attr-defined]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    row.field.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, Qt.KeyboardModifier.NoModifier))
    screen.qtbot.waitUntil(lambda: bool(screen.page.sitting.filling.value(name)))


def test_every_type_is_shown_answered_by_keyboard_kept_and_shown_again(screen: Screen, tmp_path: Path) -> None:
    fill(screen, tmp_path)
    kept = {name: value(screen, name) for name in TYPED}
    assert {name: wanted for name, (_typed, wanted) in TYPED.items()} == kept
    chosen = ("has_kitchen", "licensed", "mood", "small", "town", "village", "tools", "tools_other", "order", "seen")
    wanted = ("yes", "no", "low", "middle", "t2", "v3", "fridge other", "蒸柜", "middle high low", "OK")
    assert wanted == tuple(value(screen, name) for name in chosen)
    assert "photo.png" == value(screen, "photo").rpartition(" ")[2]
    assert "150" == value(screen, "meals")
    assert "厨师2" == value(screen, "echo")

    page = VisitPage(screen.workspace, screen.runner)
    screen.qtbot.addWidget(page)
    page.show()
    page.open_visit(screen.visit)
    page.open_form("every_type")
    again = Screen(page, screen.runner, screen.qtbot, screen.workspace, screen.visit)
    for name, (_typed, held) in TYPED.items():
        go(again, name)
        focused = QApplication.focusWidget()
        if isinstance(focused, QLineEdit) and name not in ("opens", "cleaned"):
            assert held == focused.text()
    assert answers(page) == answers(screen.page)


def test_every_answer_is_on_the_paper(screen: Screen, tmp_path: Path) -> None:
    fill(screen, tmp_path)
    printed = unicodedata.normalize("NFKC", words(drawing.preview(screen.workspace, screen.visit), tmp_path))
    shown = ["食堂主任", "先看后厨", "0772", "A-17", "4.5", "2026-12-31", "11:30", "2026-11-20", "25.07", "浮石镇"]
    shown += ["起西村", "冰箱", "其他", "蒸柜", "已确认", "photo.png", "paper.png", "冷库", "B-7", "150", "厨师2"]
    assert [one for one in shown if one not in printed.replace("\n", "")] == []


def test_what_is_wrong_or_owed_stands_at_the_question_in_the_windows_language(screen: Screen) -> None:
    go(screen, "cooks")
    write("99")
    screen.key(Qt.Key.Key_Tab)
    assert "厨师应在 0 到 50 人之间" == screen.find("q.cooks.problem").text()
    go(screen, "head")
    assert "请写负责人" == screen.find("q.head.problem").text()
    go(screen, "warmth")
    write("很冷")
    screen.key(Qt.Key.Key_Tab)
    assert "看不懂这个写法，没有保存" == screen.find("q.warmth.problem").text()
    assert "" == value(screen, "warmth")


def test_what_is_not_asked_does_not_show_and_comes_when_it_is(screen: Screen) -> None:
    go(screen, "has_kitchen")
    assert screen.page.cards.card("q:licensed").isHidden()
    screen.key(Qt.Key.Key_1)
    assert not screen.page.cards.card("q:licensed").isHidden()
    shown = {line.code for line in screen.page.list.model._lines["g:words"]}  # type: ignore[union-attr]
    assert "q:secret" not in shown


def test_rows_are_added_copied_and_removed(screen: Screen) -> None:
    go(screen, "store")
    write("粮库")
    screen.click("q.store.1.shelf.add")
    write("5")
    screen.click("q.store.1.duplicate")
    repeat = screen.page.sitting.filling
    assert 2 == len(repeat.rows("store"))
    copy = repeat.rows("store")[1]
    assert 2 == len(repeat.rows(f"/data/store[{copy}]/shelf"))
    screen.click("q.store.1.remove")
    assert (copy,) == screen.page.sitting.filling.rows("store")


def test_the_forms_of_a_visit_are_switched_by_keyboard_with_their_counts(screen: Screen) -> None:
    tabs = screen.page.header.forms.tabs
    assert ["campus_safety", "every_type"] == list(tabs)
    assert tabs["every_type"].isChecked()
    screen.page._turn_form(1)
    assert "campus_safety" == screen.page.sitting.code
    screen.page.show_item("SAF-GATE-02")
    go(screen, "head")
    assert "every_type" == screen.page.sitting.code
    write("主任")
    screen.key(Qt.Key.Key_Return)
    assert tabs["every_type"].text().endswith("1/4")


def test_an_expression_that_cannot_be_evaluated_is_said_at_its_question(screen: Screen, tmp_path: Path) -> None:
    """Calmly, with the way out; it goes when the answer it is computed from is another."""
    file = tmp_path / "pattern.md"
    text = "| survey |\n| | type | name | label | calculation |\n| | text | pattern | 式样 | |\n"
    file.write_text(text + "| | calculate | fits | 合式样 | if(regex('x', ${pattern}), 1, 0) |\n", "utf-8")
    visit = dispatch(screen.workspace, load(file))
    sitting = open_sitting(screen.workspace, visit)
    sitting.set_gate_time(screen.workspace.now())
    sitting.show_card()
    screen.page.open_visit(visit)
    screen.page.open_form("pattern")
    problem = screen.find("q.fits.problem")
    for answer, said in (("x", False), ("[", True), ("y", False)):
        screen.page._desk.answer("pattern", answer)  # type: ignore[union-attr]
        assert said is not problem.isHidden()
        if said:
            assert problem.text().startswith("“calculation”里的公式算不出来")
            assert "请先查看这道题所依据的答案" in problem.text()

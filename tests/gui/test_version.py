"""A newer version of the form on the Visit page: a calm bar, a preview that decides nothing by itself, what is left over."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.actions import dispatching, form_versions, setup, visits
from inspector_app.actions.writing import Draft, write
from inspector_app.form import Form
from inspector_app.gui.pages.today import TodayPage, TodayView
from inspector_app.gui.pages.visit import VisitPage
from inspector_app.gui.runner import Runner
from inspector_app.workspace import Workspace
from tests.actions.county import at_work
from tests.actions.test_migrating import filled, replace_edition
from tests.form.second_version import ADDED, CODE, DROPPED, second
from tests.gui.visit_builder import CLOCK, Screen, dressed

__all__ = ["dressed"]

PASSPHRASE = "passphrase of the test"


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Form, Path]]:
    """A laptop of its own: the second version is published there after the first visit was dispatched."""
    folder = tmp_path_factory.mktemp("version") / "laptop"
    with setup.first_start(folder, PASSPHRASE, "I01", now=CLOCK) as ws:
        yield ws, second(folder.parent), folder.with_name("laptop-bureau")


@pytest.fixture
def screen(laptop: tuple[Workspace, Form, Path], dressed: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """A visit under the shipped version while the second is known."""
    ws, new, beside = laptop
    with setup.unlock(beside, PASSPHRASE, now=CLOCK) as bureau:
        school = visits.schools(ws)[2].id
        visit = dispatching.dispatch(bureau, school, ["I01", "I02"], [CODE])
        (task,) = (one for one in bureau.store.entries(visit) if one.kind == "task")
        assert isinstance(task.value, dict)
        value = {**task.value, "forms": {CODE: form_versions.shipped_form(CODE).version}}
        write(bureau, [Draft(visit, "task", "task", value, (task.dot,))], author="bureau")
        form_versions.publish(bureau, form_versions.shipped_form(CODE))
        form_versions.publish(bureau, new)
        setup.send_county(bureau, ws)
    filled(at_work(ws, visit))
    runner = Runner()
    page = VisitPage(ws, runner)
    qtbot.addWidget(page)
    page.resize(1274, 730)
    page.show()
    page.activateWindow()
    page.open_visit(visit)
    qtbot.waitUntil(lambda: not page.cards.owed)
    yield Screen(page, runner, qtbot, ws, visit)
    page.leave()
    runner.finish()


def dialog(screen: Screen, act: Callable[[], object], name: str = "version_dialog") -> QDialog:
    """Do what opens a dialog and return it."""
    act()
    screen.qtbot.waitUntil(lambda: screen.page.findChild(QDialog, name) is not None, timeout=20_000)
    found = screen.page.findChild(QDialog, name)
    assert found is not None
    return found


def part(parent: QWidget, kind: type[QWidget], name: str) -> QWidget:
    found: QWidget | None = parent.findChild(kind, name)
    assert found is not None, name
    return found


def entries(dialog: QDialog, name: str) -> list[str]:
    listed = part(dialog, QListWidget, f"version_{name}")
    assert isinstance(listed, QListWidget)
    return [listed.item(row).text() for row in range(listed.count())]


def test_a_newer_version_is_looked_at_before_anything_changes(screen: Screen) -> None:
    """The bar, its preview in three lists with counts; closing it writes nothing and asks again."""
    assert screen.find("version_newer").isVisible()
    assert "表有新版（2026.2）" == screen.find("version_newer_what").text()
    assert not screen.find("version_left").isVisible()
    before = screen.entries()
    shown = dialog(screen, lambda: screen.click("version_newer_look"))
    gone = entries(shown, "no_place")
    assert any(DROPPED in one and "应参加（高年级）：40人" in one for one in gone)
    assert any(ADDED in one for one in entries(shown, "due"))
    for name, listed in (("no_place", 7), ("due", 1), ("changed", 7)):
        count = part(shown, QLabel, f"version_{name}_count")
        assert isinstance(count, QLabel)
        assert str(listed) == count.text()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert before == screen.entries()
    assert screen.find("version_newer").isVisible()


def test_moving_by_key_shows_the_new_version_at_once(screen: Screen) -> None:
    """One entry; the list of items is the new one's; what has no place is a line with a list behind it."""
    shown = dialog(screen, lambda: screen.key(Qt.Key.Key_U, on=screen.page, held=Qt.KeyboardModifier.ControlModifier))
    written = screen.new(
        lambda: QTest.keyClick(shown, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        QApplication.processEvents,
    )
    assert [("form_choice", f"{CODE}/version")] == written
    assert "2026.2" == screen.page.sitting.form.edition
    assert not screen.find("version_newer").isVisible()
    assert screen.find("version_left").isVisible()
    assert "7" in screen.find("version_left_what").text()
    assert ADDED in screen.card(ADDED).view.code
    left = dialog(screen, lambda: screen.click("version_left_look"), "left_over_dialog")
    assert any(DROPPED in one for one in entries(left, "left_over"))
    left.close()


def test_staying_puts_the_bar_away(screen: Screen) -> None:
    """No entry; opened again, it is not asked again."""
    before = screen.entries()
    shown = dialog(screen, lambda: screen.click("version_newer_look"))
    QTest.mouseClick(part(shown, QPushButton, "version_stay"), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert not screen.find("version_newer").isVisible()
    screen.page.refresh()
    assert not screen.find("version_newer").isVisible()
    assert before == screen.entries()


def test_a_visit_whose_form_is_not_here_says_what_to_do(screen: Screen, laptop: tuple[Workspace, Form, Path]) -> None:
    """Today names the remedy and leads to Sync; the Visit page says the same; no other visit is the worse for it."""
    ws, _, beside = laptop
    with setup.unlock(beside, PASSPHRASE, now=CLOCK) as bureau:
        task = [one for one in bureau.store.entries(screen.visit) if one.kind == "task"][-1]
        assert isinstance(task.value, dict)
        value = {**task.value, "forms": {CODE: replace_edition(form_versions.shipped_form(CODE)).version}}
        write(bureau, [Draft(screen.visit, "task", "task", value, (task.dot,))], author="bureau")
        setup.send_county(bureau, ws)
    today = TodayPage(ws, screen.runner)
    screen.qtbot.addWidget(today)
    today.show_view(TodayView(tuple(visits.list_visits(ws)), 0))
    card = part(today, QPushButton, f"visit_{screen.visit}")
    words = " ".join(label.text() for label in card.findChildren(QLabel))
    assert "同步" in words
    assert "数据包" in words
    with screen.qtbot.waitSignal(today.sync_requested):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    screen.page.refresh()
    assert "" == screen.page.visit
    assert any("数据包" in label.text() for label in screen.page.findChildren(QLabel) if label.isVisible())

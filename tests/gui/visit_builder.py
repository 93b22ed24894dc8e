"""What the Visit page's tests share: a real workspace of the sample county, one fresh visit for each test, the page on screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.actions import setup, visits
from inspector_app.actions.writing import Draft, write
from inspector_app.gui import language, theme
from inspector_app.gui.fields.photos import png
from inspector_app.gui.item_card import ItemCard
from inspector_app.gui.pages.visit import VisitPage
from inspector_app.gui.runner import Runner
from inspector_app.journal import Value
from inspector_app.journal.clock import Author
from inspector_app.workspace import Workspace

CST = timezone(timedelta(hours=8))


class Clock:
    """Wall time that a test moves; each look is a second later, so that entries have different times."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 9, 40, tzinfo=CST)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


CLOCK = Clock()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    ws = setup.first_start(tmp_path_factory.mktemp("visit") / "laptop", "passphrase of the test", "I01", now=CLOCK)
    with ws:
        yield ws


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    language.speak(qapp, "zh")
    theme.load_font(qapp)
    theme.apply_theme(qapp, "light")
    return qapp


@dataclass
class Screen:
    """The page with one visit, and what a person can do to it."""

    page: VisitPage
    runner: Runner
    qtbot: QtBot
    workspace: Workspace
    visit: str

    def entries(self) -> list[tuple[str, str]]:
        """Return (kind, path) of every entry of the visit, in order."""
        return [(entry.kind, entry.path) for entry in self.workspace.store.entries(self.visit)]

    def new(self, *acts: Callable[[], object]) -> list[tuple[str, str]]:
        """Return the entries that these acts wrote."""
        before = len(self.entries())
        for act in acts:
            act()
        QApplication.processEvents()
        return self.entries()[before:]

    def find(self, name: str) -> Any:
        """Return the control with this objectName."""
        found = self.page.findChild(QWidget, name)
        assert found is not None, name
        return cast(Any, found)

    def card(self, code: str) -> ItemCard:
        """Go to an item's section and return its card, which is current then."""
        section = self.page.sitting.form.section_of(code).code
        self.page.header.route.section_wanted.emit(section)
        self.page.cards.go(code)
        QApplication.processEvents()
        card = self.page.cards.card(code)
        assert isinstance(card, ItemCard)
        return card

    def key(
        self,
        *keys: Qt.Key,
        on: QWidget | None = None,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press keys where the focus is."""
        for key in keys:
            target = on or QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, key, held)

    def type(self, text: str) -> None:
        """Type text where the focus is."""
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)

    def click(self, name: str) -> None:
        """Press a button."""
        button = self.find(name)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(button.width() // 2, button.height() // 2))

    def verdict(self, code: str) -> str:
        """Return the saved verdict of an item."""
        return self.page.sitting.filling.value(f"{self.page.sitting.form.item(code).name}_verdict")

    def state(self, code: str) -> str:
        """Return an item's state."""
        return self.page.sitting.filling.state(code)


@pytest.fixture
def locked(dressed: QApplication, workspace: Workspace, qtbot: QtBot) -> Iterator[Screen]:
    """A visit just opened: nobody is at the gate yet."""
    visit = setup.start_sample_visit(workspace, visits.schools(workspace)[2].id, ["I01", "I02"])
    runner = Runner()
    page = VisitPage(workspace, runner)
    qtbot.addWidget(page)
    page.resize(1274, 730)
    page.show()
    page.activateWindow()
    page.open_visit(visit)
    qtbot.waitUntil(lambda: not page.cards.owed)
    yield Screen(page, runner, qtbot, workspace, visit)
    page.leave()
    runner.finish()


@pytest.fixture
def screen(locked: Screen) -> Screen:
    """A visit on the way: gate time recorded, card shown."""
    locked.click("gate_now")
    locked.click("card_shown")
    return locked


def picture(folder: Path, name: str, shade: int) -> Path:
    """Return a small real PNG file; another shade is another photo."""
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(shade)
    (folder / name).write_bytes(png(image))
    return folder / name


def merge_verdict(screen: Screen, code: str, verdict: str) -> None:
    """Take in a team-mate's verdict that was given without having seen ours."""
    value: Value = {"verdict": verdict, "na_reason": "", "note": "", "fields": {}}
    pen = Author("f" * 32, None, 0, CLOCK)
    path = f"{screen.page.sitting.form.form_id}/items/{code}"
    screen.workspace.store.merge([pen.next(screen.visit, "answer", path, value, (), "I02")])


def freeze(screen: Screen) -> None:
    """Freeze the visit as signing does."""
    heads = screen.workspace.store.heads()
    seen: dict[str, Value] = {device: head.seq for device, head in heads.items()}
    value: Value = {"digest": "0" * 64, "seen": seen, "at": CLOCK().isoformat(timespec="seconds")}
    write(screen.workspace, [Draft(screen.visit, "freeze", "", value)])

"""The window in English: no string without its translation, and no Chinese on any page but names and what people wrote."""

import ast
import csv
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as Tree
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from inspector_app import settings
from inspector_app.demo import type_codes
from inspector_app.gui import language, theme, window
from inspector_app.gui.driver import Driver
from inspector_app.packaged import data_folder
from inspector_app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "resources" / "i18n" / "inspector_en.ts"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
RUN = re.compile(CHINESE.pattern + "+")
PLACE = re.compile(r"\{[^}]*\}")
PASSPHRASE = "correct horse battery"
SHOTS = os.environ.get("INSPECTOR_SHOTS", "")  # a folder to keep pictures of every place in, for a person to look at


def _tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: it comes with PySide6-Essentials")
    return found


@pytest.fixture(scope="module")
def compiled(qapp: QApplication) -> Iterator[None]:
    """Give the window its compiled translation, made here when dev.py has not made it yet."""
    target = data_folder("resources") / "i18n" / "inspector_en.qm"
    if not target.exists() or target.stat().st_mtime_ns < SOURCE.stat().st_mtime_ns:
        subprocess.run([_tool("pyside6-lrelease"), "-silent", str(SOURCE), "-qm", str(target)], check=True)
    yield
    settings.save(Settings())
    language.speak(qapp, "zh")
    theme.apply_theme(qapp, "light")


def _messages(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Return {(context, source): (translation, its type)} of a .ts file."""
    found = {}
    for context in Tree.parse(path).getroot().findall("context"):  # noqa: S314 - our own file
        for message in context.findall("message"):
            words = message.find("translation")
            assert words is not None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = (words.text or "", words.get("type", ""))
    return found


def test_every_string_of_the_source_has_its_english(tmp_path: Path) -> None:
    """pyside6-lupdate finds no string that the translation lacks, and none in it that the source no longer has."""
    fresh = tmp_path / "fresh.ts"
    sources = [str(path) for path in sorted((ROOT / "inspector_app" / "gui").rglob("*.py"))]
    command = [_tool("pyside6-lupdate"), *sources, "-silent", "-locations", "none", "-ts", str(fresh)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    assert set(_messages(fresh)) == set(_messages(SOURCE)), "run pyside6-lupdate (CONTRIBUTING.md) and translate"


def test_no_string_hides_in_an_f_string() -> None:
    """pyside6-lupdate does not look into f-strings: what stands there would stay Chinese without anybody being told."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in sorted((ROOT / "inspector_app" / "gui").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in ("tr", "translate")
    ]
    assert [] == hidden


def test_every_translation_is_finished_and_fills_in_the_same() -> None:
    """No message is empty or marked unfinished; each keeps the places to fill in; none has Chinese left."""
    faults = [
        source
        for (_, source), (words, kind) in _messages(SOURCE).items()
        if kind or not words or CHINESE.search(words) or sorted(PLACE.findall(source)) != sorted(PLACE.findall(words))
    ]
    assert [] == faults


@pytest.fixture
def driver(compiled: None, tmp_path: Path) -> Iterator[Driver]:
    settings.save(Settings(language="en", theme="light"))
    one = Driver(tmp_path / "laptop")
    yield one
    one.leave()


def test_no_chinese_is_left_in_the_window(driver: Driver, tmp_path: Path) -> None:
    """First start, every page with and without a visit, the dialogs: only names of people and places stay Chinese."""
    faults: list[str] = []
    names = _names()

    def look(place: str) -> None:
        driver.settle(aside=True)
        if SHOTS:
            driver.screenshot(Path(SHOTS) / f"{place}.png")
        faults.extend(f"{place}: {words}" for words in _left(names))

    driver.start()
    look("welcome")
    driver.click("first_start_next")
    look("passphrase")
    driver.type("passphrase", PASSPHRASE)
    driver.type("passphrase_again", PASSPHRASE)
    driver.click("first_start_next")
    look("people")
    driver.choose("person_list", "督学乙")
    driver.click("first_start_next")
    look("sample")
    driver.click("first_start_next")
    driver.wait_for("main_window")
    for page in window.PAGES:
        driver.click(f"nav_{page}")
        look(f"empty_{page}")
    driver.click("nav_today")
    driver.settle(aside=True)
    driver.click("today_start")
    driver.settle(aside=True)
    driver.choose("school_list", "中心小学")
    look("start")
    driver.tick("team_list", "督学丙")
    driver.click("start_confirm")
    driver.wait_for("sealed_open")
    look("sealed")
    type_codes(driver, "督学丙")
    look("opening")
    driver.click("opening_open")
    driver.wait_for("gate_now")
    look("gate")
    driver.click("gate_now")
    driver.settle()
    driver.click("card_shown")
    for page in window.PAGES:
        driver.click(f"nav_{page}")
        look(page)
    assert isinstance(driver.window, window.MainWindow)
    driver.click("nav_visit")
    visits = driver.window.visit_page
    for section in visits.sitting.form.sections:
        visits.header.route.section_wanted.emit(section.code)
        look(f"section_{section.code}")
    assert "" == "\n".join(sorted(set(faults)))


def _names() -> re.Pattern[str]:
    """Match the names of people and places of the sample county, which have no English."""
    rows = [row for path in ("schools", "inspectors", "townships") for row in _rows(path)]
    words = {cell for row in rows for cell in row.values() if cell and CHINESE.search(cell)}
    for form in (data_folder("forms")).glob("*.yaml"):
        words |= set(RUN.findall(" ".join(_no_english(yaml.safe_load(form.read_text("utf-8"))))))
    return re.compile("|".join(sorted(map(re.escape, {*words, "中文"}), key=len, reverse=True)))


def _no_english(tree: object) -> Iterator[str]:
    """Yield what an English reader is shown of a form: wording without an English side stays as it is."""
    if isinstance(tree, dict):
        shown = [tree["en"]] if tree.get("en") else tree.values()
        for part in shown:
            yield from _no_english(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from _no_english(part)
    elif isinstance(tree, str) and CHINESE.search(tree):
        yield tree


def _rows(name: str) -> list[dict[str, str]]:
    with (data_folder("resources") / "sample_county" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _left(names: re.Pattern[str]) -> Iterator[str]:
    """Yield the visible Chinese of every window that is no name."""
    for top in QApplication.topLevelWidgets():
        for widget in [top, *top.findChildren(QWidget)] if top.isVisible() else ():
            if widget.isVisible():
                yield from (words for words in _words(widget) if CHINESE.search(names.sub("", words)))


def _words(widget: QWidget) -> Iterator[str]:
    """Yield all that a widget says: on its face, in its tip, to a screen reader."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    elif isinstance(widget, QAbstractItemView):
        yield from _entries(widget.model(), QModelIndex())


def _entries(model: QAbstractItemModel | None, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent) if model is not None else 0):
        assert model is not None
        entry = model.index(row, 0, parent)
        yield from (
            str(model.data(entry, role) or "")
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        )
        yield from _entries(model, entry)

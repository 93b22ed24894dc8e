"""A form from Excel is published in the window: its mistakes first, then what is in it; the next visit is started with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app import settings
from inspector_app.actions import form_versions, forms, publishing, setup
from inspector_app.demo import type_codes
from inspector_app.gui import theme
from inspector_app.gui.driver import Driver
from inspector_app.gui.window import MainWindow
from tests.actions.county import County, copied

PASSPHRASE = "correct horse 电池"
EVERY_TYPE = Path(__file__).parents[1] / "forms" / "every_type.md"
BROKEN = """
| survey |
|        | type           | name  | label   | relevant     |
|        | integer        | count | 几个    | ${cuont} > 1 |
|        | select_one hue | hue   | 颜色    |              |
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("publish") / "laptop"
    setup.first_start(folder, PASSPHRASE, "I02").close()
    return folder


@pytest.fixture
def driver(qapp: QApplication, folder: Path) -> Iterator[Driver]:
    settings.save(settings.Settings(theme="light"))
    one = Driver(folder)
    one.start()
    one.type("unlock_passphrase", PASSPHRASE, enter=True)
    one.wait_for("main_window")
    one.settle()
    yield one
    one.leave()
    settings.save(settings.Settings())
    theme.apply_theme(qapp, "light")


def choose(driver: Driver, file: Path) -> None:
    driver.click("publish_choose")
    driver.choose_path(file)
    driver.settle(aside=True)


def told(driver: Driver) -> list[str]:
    """Return the lines of the dialog's list."""
    rows = driver.find("publish_told")
    return [rows.item(at).text() for at in range(rows.count())]  # type: ignore[attr-defined]


def test_a_workbook_is_checked_published_and_sent_beside_another_form(driver: Driver, tmp_path: Path) -> None:
    """From the settings page to the visit's second form."""
    workbook, broken = tmp_path / "食堂.xlsx", tmp_path / "错.md"
    forms.to_excel(EVERY_TYPE, workbook)
    broken.write_text(BROKEN, "utf-8")
    driver.click("nav_settings")
    driver.settle()
    driver.click("settings_publish")
    assert not driver.enabled("publish_confirm")
    choose(driver, broken)
    assert not driver.enabled("publish_confirm")
    assert "有 2 处错误，改好以后再选一次这个文件。" == driver.text("publish_said")
    lines = "\n".join(told(driver))
    assert [one for one in ("cuont", "hue", "错.md", "survey:2", "survey:3") if one not in lines] == []
    choose(driver, workbook)
    assert "食堂" in driver.text("publish_title")
    assert "代号 every_type" in driver.text("publish_counts")
    driver.click("publish_confirm")
    driver.settle()
    assert driver.text("publish_said").startswith("已发布。")
    driver.click("publish_close")

    driver.click("nav_today")
    driver.settle(aside=True)
    driver.click("today_start")
    driver.settle(aside=True)
    driver.choose("school_list", "中心小学")
    driver.tick("team_list", "督学丙")
    driver.tick("form_list", "食堂")
    driver.click("start_confirm")
    driver.wait_for("sealed_open")
    driver.click("sealed_open")
    type_codes(driver, "督学丙")
    driver.click("opening_open")
    driver.wait_for("gate_now")
    driver.settle(aside=True)
    assert isinstance(driver.window, MainWindow)
    assert ("campus_safety", "every_type") == driver.window.visit_page.sitting.forms


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    with copied(tmp_path / "county") as one:
        yield one


def test_another_content_under_the_same_edition_is_said(county: County, tmp_path: Path) -> None:
    """And the very same content is known to be published already."""
    file = tmp_path / "every_type.md"
    file.write_bytes(EVERY_TYPE.read_bytes())
    seen = publishing.look(county.bureau, file)
    assert seen.form is not None
    assert not publishing.is_published(county.bureau, seen.form)
    setup.publish_form(county.bureau, seen.form)
    assert publishing.is_published(county.bureau, seen.form)
    assert form_versions.current(county.bureau, "every_type").version == seen.form.version
    assert "form_versions.same_edition" not in [one.code for one in publishing.look(county.bureau, file).advice]
    file.write_text(file.read_text("utf-8").replace("食堂负责人", "食堂的负责人"), "utf-8")
    changed = publishing.look(county.bureau, file)
    assert "form_versions.same_edition" in [one.code for one in changed.advice]
    assert changed.form is not None
    setup.publish_form(county.bureau, changed.form)
    assert changed.form.version == form_versions.current(county.bureau, "every_type").version
    assert "every_type" in forms.offered(county.bureau)


def test_a_letter_that_paper_cannot_show_is_said_before_publishing(county: County, tmp_path: Path) -> None:
    file = tmp_path / "czech.md"
    file.write_text("| survey |\n| | type | name | label |\n| | text | why | Důvod স |\n", "utf-8")
    found = [one for one in publishing.look(county.leader, file).advice if one.code == "fonts.no_glyph"]
    assert "স" in [one.fields["character"] for one in found]
    assert "why" == found[0].where


def test_a_name_that_the_journal_cannot_take_is_a_mistake(county: County, tmp_path: Path) -> None:
    file = tmp_path / "name.md"
    text = "| survey |\n| | type | name | label |\n| | text | why | 为什么 |\n| settings |\n| | form_id |\n| | 食堂 |\n"
    file.write_text(text, "utf-8")
    assert ["form_versions.bad_code"] == [one.code for one in publishing.look(county.leader, file).mistakes]

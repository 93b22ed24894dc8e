"""The shell as a person meets it: first start, unlocking, every page empty and in use, a refused signature, other looks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from inspector_app import settings
from inspector_app.actions import setup
from inspector_app.demo import type_codes
from inspector_app.errors import Problem
from inspector_app.gui import theme, window
from inspector_app.gui.app import run
from inspector_app.gui.driver import Driver, NotFoundError, scribble
from inspector_app.gui.fields.passphrase import strength
from inspector_app.gui.printing import has_printer
from inspector_app.gui.window import MainWindow

PASSPHRASE = "correct horse 电池"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shell") / "laptop"
    setup.first_start(folder, PASSPHRASE, "I02").close()
    return folder


@pytest.fixture
def driver(qapp: QApplication, folder: Path) -> Iterator[Driver]:
    yield from _drive(qapp, folder)


@pytest.fixture
def new_driver(qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    yield from _drive(qapp, tmp_path / "laptop")


def _drive(qapp: QApplication, folder: Path) -> Iterator[Driver]:
    settings.save(settings.Settings(theme="light"))
    one = Driver(folder)
    yield one
    one.leave()
    settings.save(settings.Settings())
    theme.apply_theme(qapp, "light")


def _unlock(driver: Driver) -> None:
    driver.start()
    driver.type("unlock_passphrase", PASSPHRASE, enter=True)
    driver.wait_for("main_window")
    driver.settle()


def _start(driver: Driver) -> None:
    """Confirm the start dialog: a sealed task comes, which both people open with their codes."""
    driver.click("start_confirm")
    driver.wait_for("sealed_open")
    driver.settle()
    type_codes(driver, "督学丙")
    driver.click("opening_open")
    driver.wait_for("gate_now")


def test_the_first_start_makes_a_workspace(new_driver: Driver, tmp_path: Path) -> None:
    """Welcome, passphrase twice, who am I, the sample county: then the window is there, empty and friendly."""
    driver, folder = new_driver, tmp_path / "laptop"
    driver.start()
    driver.click("first_start_next")
    driver.type("passphrase", PASSPHRASE)
    driver.type("passphrase_again", "something else")
    assert not driver.enabled("first_start_next")
    assert "两次不一样" == driver.text("passphrase_same")
    driver.type("passphrase_again", PASSPHRASE)
    driver.click("first_start_next")
    driver.settle()
    assert not driver.enabled("first_start_next")
    driver.choose("person_list", "督学乙")
    driver.click("first_start_next")
    assert str(folder) == driver.text("first_start_folder")
    driver.click("first_start_next")
    driver.wait_for("main_window")
    driver.settle()
    assert driver.sees("today_start")
    assert str(folder) == settings.load().last_workspace


def test_a_passphrase_of_digits_alone_is_refused(new_driver: Driver) -> None:
    """A birthday protects nobody's file; the reason stands below the field."""
    driver = new_driver
    driver.start()
    driver.click("first_start_next")
    for name in ("passphrase", "passphrase_again"):
        driver.type(name, "19740312")
    assert not driver.enabled("first_start_next")
    assert "太容易猜到" in driver.text("passphrase_hint")
    assert "两次一致" == driver.text("passphrase_same")


def test_a_search_without_a_match_says_so(driver: Driver) -> None:
    """An empty box would look like a fault."""
    _unlock(driver)
    driver.click("today_start")
    driver.wait_for("school_list")
    driver.settle()
    assert not driver.sees("school_none")
    driver.type("school_search", "没有这所学校")
    assert driver.sees("school_none")
    driver.type("school_search", "")
    assert not driver.sees("school_none")
    driver.click("start_cancel")


def test_a_visit_is_started_with_any_form(driver: Driver) -> None:
    """Campus safety is chosen first; a form that is not for the school's stages is said so and cannot be started with."""
    _unlock(driver)
    driver.click("today_start")
    driver.settle(aside=True)
    driver.choose("school_list", "长安镇幼儿园")
    driver.tick("team_list", "督学丙")
    assert driver.enabled("start_confirm")
    driver.choose("form_list", "校园安全")
    assert (False, "请选一张检查表") == (driver.enabled("start_confirm"), driver.text("start_hint"))
    driver.choose("form_list", "教学常规")
    assert (False, "这张表不用于这所学校的学段") == (driver.enabled("start_confirm"), driver.text("start_hint"))
    driver.choose("form_list", "听课评课")
    assert "：不用于这所学校的学段" in driver.text("start_hint")
    driver.choose("form_list", "教学常规")
    _start(driver)
    assert isinstance(driver.window, window.MainWindow)
    assert "lesson_observation" == driver.window.visit_page.sitting.form.form_id


def test_a_wrong_passphrase_is_said_calmly_and_may_be_tried_again(driver: Driver) -> None:
    """What happened and what to do stand under the field; the right one then opens."""
    driver.start()
    driver.type("unlock_passphrase", "not this one", enter=True)
    driver.settle()
    assert driver.sees("unlock_problem_what")
    assert driver.sees("unlock_problem_remedy")
    driver.type("unlock_passphrase", PASSPHRASE)
    driver.click("unlock_open")
    driver.wait_for("main_window")


@pytest.mark.parametrize("page", window.PAGES)
def test_every_page_has_an_empty_state(driver: Driver, page: str) -> None:
    """Before the first visit each page says what it is for; those that need a visit say where to open one."""
    _unlock(driver)
    driver.click(f"nav_{page}")
    driver.settle()
    expected = {
        "today": "today_start",
        "visit": "no_visit_today",
        "sign": "no_signing_today",
        "documents": "documents_page",
        "findings": "findings_empty",
        "sync": "sync_words",
        "settings": "theme_dark",
    }
    assert driver.sees(expected[page])


def test_every_control_has_a_name_to_be_read_aloud(driver: Driver) -> None:
    """No button of the shell is an icon without words for a screen reader."""
    _unlock(driver)
    nameless = []
    for page in window.PAGES:
        driver.click(f"nav_{page}")
        driver.settle()
        for button in driver.window.findChildren(QAbstractButton):
            own = button.objectName() and not button.objectName().startswith("qt_")
            if own and button.isVisible() and not (button.accessibleName() or button.text()):
                nameless.append(f"{page}: {button.objectName()}")
    assert [] == nameless


def test_a_visit_that_the_school_refuses_to_sign(driver: Driver, tmp_path: Path) -> None:
    """Start a sample visit, arrive, sign as two, record the refusal with a witness, issue, verify, try to print, save, seal."""
    _unlock(driver)
    driver.click("today_start")
    driver.settle()
    assert not driver.enabled("start_confirm")
    driver.choose("school_list", "中心小学")
    assert "请再选至少一名组员" == driver.text("start_hint")
    driver.tick("team_list", "督学丙")
    _start(driver)
    driver.click("gate_now")
    driver.settle()
    driver.click("card_shown")
    driver.settle()
    assert "已保存 · 刚刚" == driver.text("status_saved")

    driver.click("nav_sign")
    driver.settle()
    driver.click("process_place_食堂")
    driver.type("process_interviewed", "6")
    driver.click("process_leave.now")
    driver.click("process_recusal")
    driver.settle()
    driver.click("step_freeze_head")
    assert not driver.enabled("freeze"), "feedback and reply are still missing"
    driver.click("obstacle_0")
    driver.click("feedback_given")
    driver.settle()
    driver.click("reply_none")
    driver.settle()
    driver.click("freeze")
    driver.settle()
    for number, inspector in enumerate(("ink_I02", "ink_I03")):
        driver.click(inspector)
        assert not driver.enabled("ink_accept"), "nothing is written yet"
        driver.draw_ink(scribble(number))
        driver.click("ink_accept")
        driver.settle()
    driver.click("refuse")
    driver.type("refusal_who", "某某 副校长")
    driver.type("refusal_words", "要请示之后再签")
    assert not driver.enabled("refusal_accept"), "neither witness nor video"
    driver.type("refusal_witness_name", "某某")
    assert not driver.enabled("refusal_accept"), "a witness whom nobody can find again"
    driver.type("refusal_witness_identity", "村委会干部")
    driver.type("refusal_witness_contact", "0772-0000000")
    driver.click("refusal_accept")
    driver.settle()
    driver.type("pin_I02", "wrong")
    driver.click("issue")
    driver.settle()
    assert driver.sees("sign_problem_what")
    driver.type("pin_I02", PASSPHRASE)
    driver.click("issue")
    driver.settle()
    assert driver.sees("issued_number")

    driver.click("issued_documents")
    driver.settle()
    driver.click("document_verify")
    driver.settle(aside=True)
    assert driver.text("documents_note_what").startswith("有效")
    if not has_printer():  # else a dialog of the system would open
        driver.click("document_print")
        assert driver.text("documents_note_what").startswith("这台电脑没有装打印机")
    driver.click("document_save")
    driver.choose_path(tmp_path / "copy.pdf")
    driver.settle()
    assert b"%PDF" == (tmp_path / "copy.pdf").read_bytes()[:4]
    driver.click("nav_sync")
    driver.settle()
    driver.click("pack")
    driver.choose_path(tmp_path)
    driver.settle(aside=True)
    assert 1 == len(list(tmp_path.glob("*.bundle")))
    assert "已封装并核对，可以拔出 U 盘" == driver.text("sync_note_what")
    assert driver.screenshot(tmp_path / "sync.png").stat().st_size > 10_000


def test_looks_change_at_once(driver: Driver) -> None:
    """Dark, larger text: the window is built anew on the same page, the choice is kept."""
    _unlock(driver)
    driver.click("nav_settings")
    driver.settle()
    driver.click("theme_dark")
    driver.wait(lambda: theme.colours() is theme.DARK, "the dark theme")
    driver.settle()
    driver.click("text_scale_1.5")
    driver.wait(lambda: theme.scaled(100) == 150, "larger text")
    driver.settle()
    assert driver.sees("settings_page")
    assert ("dark", 1.5) == (settings.load().theme, settings.load().text_scale)


def test_closing_the_window_finishes_what_was_begun(driver: Driver, qtbot: QtBot) -> None:
    """A window that goes waits for its background work and then lets the workspace be closed."""
    _unlock(driver)
    main = driver.window
    assert isinstance(main, MainWindow)
    with qtbot.waitSignal(main.closed):
        main.close()
    assert 0 == main.runner.acting or main.runner.finish(0)


def test_the_driver_says_what_is_on_the_screen_when_it_finds_nothing(driver: Driver) -> None:
    """A journey that breaks tells where it stood."""
    _unlock(driver)
    with pytest.raises(NotFoundError, match="nav_today"):
        driver.find("no_such_control")


@pytest.mark.parametrize(
    ("passphrase", "tone"),
    [
        ("short", "fail"),
        ("11111111111", "fail"),
        ("20261123", "fail"),
        ("correct horse battery", "pass"),
        (PASSPHRASE, "pass"),
    ],
)
def test_the_strength_hint(qapp: QApplication, passphrase: str, tone: str) -> None:
    """Length and variety count; digits alone never please."""
    assert tone == strength(passphrase)[1]


def test_without_a_screen_the_person_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt would abort the process; a Problem says what to do."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(Problem, match="no_screen"):
        run()


def test_one_click_backs_up_and_says_what_was_proved(driver: Driver, tmp_path: Path) -> None:
    """A folder is chosen, the trial restore runs in the background, the page says where the file lies."""
    _unlock(driver)
    driver.click("nav_settings")
    driver.settle()
    driver.click("backup_now")
    driver.choose_path(tmp_path)
    driver.wait(lambda: driver.sees("backup_outcome"), "the backup", 60)
    (file,) = tmp_path.glob("*.backup")
    assert str(file) in driver.text("backup_outcome")
    assert driver.enabled("backup_now")
    assert not driver.sees("backup_progress")

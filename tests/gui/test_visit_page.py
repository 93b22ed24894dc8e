"""The Visit page on a real workspace: every act by mouse or key is one durable entry, and the screen follows."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QTableView, QWidget

from inspector_app.gui.fields.finished import QUIET_MS
from inspector_app.gui.models import reading
from tests.gui.visit_builder import Screen, dressed, freeze, locked, merge_verdict, picture, screen, workspace

__all__ = ["dressed", "locked", "screen", "workspace"]

KEY = Qt.Key


def test_only_the_gate_item_is_open_before_the_card_is_shown(locked: Screen) -> None:
    """R-25: items tagged before_card open at gate time, all others after the card."""
    locked.click("gate_now")

    assert locked.page.cards.card("SAF-GATE-01").view.locked is False
    assert locked.page.cards.card("SAF-GATE-02").view.locked is True

    locked.click("card_shown")

    assert locked.page.cards.card("SAF-GATE-02").view.locked is False
    assert locked.page.header.gate.isVisible() is False


def test_a_typed_gate_time_is_recorded(locked: Screen) -> None:
    """The gate time may be typed when the laptop was opened late."""
    field = locked.find("gate_time")
    field.setFocus()
    locked.type("0931")
    written = locked.new(lambda: locked.key(KEY.Key_Return, on=field))

    assert [kind for kind, _path in written] == ["gate_time"]
    gate = locked.page.sitting.gate_time
    assert gate is not None
    assert f"{gate:%H:%M}" == "09:31"


@pytest.mark.parametrize(("key", "verdict"), [(KEY.Key_1, "pass"), (KEY.Key_2, "fail")])
def test_keys_give_the_verdict_of_the_current_card(screen: Screen, key: Qt.Key, verdict: str) -> None:
    """1 and 2 on the current card write one answer."""
    screen.card("SAF-GATE-06")

    assert screen.new(lambda: screen.key(key)) == [("answer", "campus_safety/items/SAF-GATE-06")]
    assert screen.verdict("SAF-GATE-06") == verdict


def test_pressing_the_same_key_again_writes_nothing(screen: Screen) -> None:
    """A verdict that stands already is not written twice."""
    screen.card("SAF-GATE-06")
    screen.key(KEY.Key_1)

    assert screen.new(lambda: screen.key(KEY.Key_1)) == []


def test_not_applicable_is_saved_only_with_a_reason(screen: Screen) -> None:
    """3 asks for the reason first; choosing a usual one writes verdict and reason as one answer."""
    screen.card("SAF-GATE-06")

    assert screen.new(lambda: screen.key(KEY.Key_3)) == []
    assert screen.state("SAF-GATE-06") == "unchecked"

    written = screen.new(lambda: screen.click("SAF-GATE-06.na_reason_1"))

    assert written == [("answer", "campus_safety/items/SAF-GATE-06")]
    assert screen.verdict("SAF-GATE-06") == "na"
    assert screen.page.cards.card("SAF-GATE-06").view.na_reason == "不在检查时段"


def test_a_number_is_one_entry_when_the_focus_leaves(screen: Screen) -> None:
    """Typing several digits is one finished edit, one entry."""
    screen.card("SAF-GATE-02")
    field = screen.find("SAF-GATE-02.saf_gate_02_guards")
    assert field.hasFocus()

    def work() -> None:
        screen.type("12")
        screen.key(KEY.Key_Down)

    assert screen.new(work) == [("answer", "campus_safety/items/SAF-GATE-02")]
    assert screen.page.sitting.filling.value("saf_gate_02_guards") == "12"


def test_a_number_is_saved_after_half_a_second_without_a_key(screen: Screen) -> None:
    """The edit is finished by a pause as well, and leaving the field afterwards adds nothing."""
    screen.card("SAF-GATE-02")

    def work() -> None:
        with screen.qtbot.waitSignal(screen.page.saved, timeout=QUIET_MS * 6):
            screen.type("3")
        screen.key(KEY.Key_Down)

    assert screen.new(work) == [("answer", "campus_safety/items/SAF-GATE-02")]


def test_full_width_digits_are_numbers(screen: Screen) -> None:
    """An input method left on full width does not stop the count."""
    screen.card("SAF-GATE-02")
    field = screen.find("SAF-GATE-02.saf_gate_02_guards")
    field.setText("１２")
    screen.key(KEY.Key_Return)

    assert screen.page.sitting.filling.value("saf_gate_02_guards") == "12"


def test_what_is_no_number_is_said_and_not_saved(screen: Screen) -> None:
    """Letters in a number stay on the screen with a word, and nothing is written."""
    screen.card("SAF-GATE-02")
    written = screen.new(lambda: screen.type("abc"), lambda: screen.key(KEY.Key_Return))

    assert written == []
    assert screen.find("SAF-GATE-02.saf_gate_02_guards").text() == "abc"


def test_arrows_walk_over_cards_and_into_the_next_section(screen: Screen) -> None:
    """Down from the last card of a section opens the next one."""
    codes = [item.code for item in screen.page.sitting.form.section("SAF-GATE").items]
    screen.card(codes[-1])
    screen.page.cards.card(codes[-1]).setFocus()
    screen.key(KEY.Key_Down)

    assert screen.page.cards.current == "SAF-FIRE-01"

    screen.key(KEY.Key_Up)

    assert screen.page.cards.current == codes[-1]


def test_down_leads_through_all_sixty_items_in_reading_order(screen: Screen) -> None:
    """No field, table or skipped item traps the keyboard."""
    codes = [item.code for item in screen.page.sitting.form.items]
    screen.card(codes[0])
    seen = [codes[0]]
    presses = 0
    while seen[-1] != codes[-1] and presses < 4 * len(codes):
        screen.key(KEY.Key_Down)
        presses += 1
        if screen.page.cards.current != seen[-1]:
            seen.append(screen.page.cards.current)

    assert seen == codes


def test_a_plain_item_takes_two_key_presses(screen: Screen) -> None:
    """1 and Down: verdict, next card."""
    screen.card("SAF-FOOD-10")
    screen.key(KEY.Key_1, KEY.Key_Down)

    assert screen.state("SAF-FOOD-10") == "pass"
    assert screen.page.cards.current == "SAF-FOOD-11"


def test_a_picture_in_the_clipboard_is_pasted_onto_the_card(screen: Screen) -> None:
    """Ctrl+V on a card takes the bitmap as a photo."""
    screen.card("SAF-GATE-06")
    image = QImage(32, 24, QImage.Format.Format_RGB32)
    image.fill(7)
    QApplication.clipboard().setImage(image)
    screen.key(KEY.Key_V, held=Qt.KeyboardModifier.ControlModifier)

    screen.qtbot.waitUntil(lambda: len(screen.page.sitting.photos("SAF-GATE-06")) == 1, timeout=20_000)


def test_the_finding_panel_opens_when_an_item_fails(screen: Screen) -> None:
    """A failed item proposes its finding in place; F goes to the facts; each finished edit is one entry."""
    card = screen.card("SAF-GATE-01")
    screen.key(KEY.Key_2)

    assert card.finding is not None
    assert card.finding.isVisible()

    screen.key(KEY.Key_F)
    facts = screen.find("SAF-GATE-01.facts")
    assert facts.hasFocus()

    def work() -> None:
        screen.type("Walked in unasked")
        card.setFocus()

    assert screen.new(work) == [("finding", "campus_safety/findings/SAF-GATE-01")]
    finding = screen.page.sitting.finding("SAF-GATE-01")
    assert finding is not None
    assert (finding.facts, finding.grade, finding.written) == ("Walked in unasked", "Y-H", True)


def test_a_raised_grade_waits_for_its_reason(screen: Screen) -> None:
    """R-30: raising by one level takes a reason; without one nothing is written."""
    card = screen.card("SAF-GATE-01")
    screen.key(KEY.Key_2)

    assert screen.new(lambda: screen.click("SAF-GATE-01.grade.O-H")) == []

    screen.find("SAF-GATE-01.grade_reason").setFocus()
    written = screen.new(lambda: screen.type("second time"), card.setFocus)

    assert written == [("finding", "campus_safety/findings/SAF-GATE-01")]
    finding = screen.page.sitting.finding("SAF-GATE-01")
    assert finding is not None
    assert (finding.grade, finding.grade_reason) == ("O-H", "second time")


def test_rows_are_added_filled_duplicated_and_deleted(screen: Screen) -> None:
    """A repeat table works by keys: each row and each cell is its own entry."""
    card = screen.card("SAF-FIRE-01")
    card.setFocus()
    screen.key(KEY.Key_Return)
    assert card.rows is not None
    table = card.rows.table
    assert table.rowCount() == 1

    screen.type("A")  # typing opens the cell's editor
    written = screen.new(lambda: screen.key(KEY.Key_Return))
    assert [kind for kind, _path in written] == ["row"]
    assert table.rows.rows[0].cells[0].value == "A"
    assert card.rows.view.currentIndex().column() == 1

    screen.key(KEY.Key_3, on=card.rows.view)
    assert table.rows.rows[0].cells[1].value == "canteen"

    screen.click("SAF-FIRE-01.duplicate_row")
    assert [row.cells[0].value for row in table.rows.rows] == ["A", "A"]

    screen.click("SAF-FIRE-01.remove_row")
    assert table.rowCount() == 2, "a filled row goes only on the second press"
    screen.click("SAF-FIRE-01.remove_row")
    assert table.rowCount() == 1


def test_rows_are_pasted_from_a_spreadsheet(screen: Screen) -> None:
    """A block with its heading line fills cells by label and adds the rows it needs."""
    card = screen.card("SAF-FIRE-04")
    QApplication.clipboard().setText(
        "位置\t类型\t出厂年月\t压力在绿区\n一楼\t干粉\t2024-03-01\t是\n二楼\t水基\t2023/5/1\t否\n"
    )
    screen.click("SAF-FIRE-04.paste_rows")

    assert card.rows is not None
    assert [[cell.value for cell in row.cells[:4]] for row in card.rows.table.rows.rows] == [
        ["一楼", "powder", "2024-03-01", "yes"],
        ["二楼", "water", "2023-05-01", "no"],
    ]


def test_photos_dropped_on_a_card_land_in_its_item(screen: Screen, tmp_path: Path) -> None:
    """Two files dropped on the card become two photo entries and two thumbnails."""
    card = screen.card("SAF-GATE-02")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture(tmp_path, f"{shade}.png", shade))) for shade in (1, 200)])
    here, action, none = QPoint(20, 20), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    card.dropEvent(QDropEvent(here, action, mime, Qt.MouseButton.LeftButton, none))

    screen.qtbot.waitUntil(lambda: len(screen.page.sitting.photos("SAF-GATE-02")) == 2, timeout=20_000)
    assert card.extras.photos is not None
    screen.qtbot.waitUntil(lambda: card.extras.photos is not None and len(card.extras.photos.tiles) == 2)
    assert [kind for kind, _path in screen.entries()[-2:]] == ["photo", "photo"]


def test_a_photo_is_kept_as_what_it_proves(screen: Screen, tmp_path: Path) -> None:
    """R-33: the picture of what was put right is kept as such."""
    card = screen.card("SAF-GATE-06")
    screen.key(KEY.Key_P)
    assert card.extras.photos is not None
    screen.find("SAF-GATE-06.photo_role").setCurrentIndex(2)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture(tmp_path, "after.png", 90)))])
    here, action, none = QPoint(20, 20), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    card.extras.photos.dropEvent(QDropEvent(here, action, mime, Qt.MouseButton.LeftButton, none))

    screen.qtbot.waitUntil(lambda: len(screen.page.sitting.photos("SAF-GATE-06")) == 1, timeout=20_000)
    assert screen.page.sitting.photos("SAF-GATE-06")[0].role == "after"


def test_an_item_that_forbids_pictures_says_so(screen: Screen) -> None:
    """NP: the photo button is off and carries the word."""
    screen.card("SAF-EMG-03")
    button = screen.find("SAF-EMG-03.photo_button")

    assert (button.isEnabled(), button.text()) == (False, "禁止拍摄")


def test_filters_and_search_narrow_tree_and_cards(screen: Screen) -> None:
    """“Failed” leaves the failed items; the search looks into code and text; “/” goes to it."""
    screen.card("SAF-GATE-06")
    screen.key(KEY.Key_2)
    screen.click("filter_failed")
    model = screen.page.list.model
    assert model is not None
    assert [(section, model.codes(section)) for section in model.sections()] == [("SAF-GATE", ["SAF-GATE-06"])]
    assert screen.find("SAF-GATE-06.card").isVisible()
    assert screen.find("SAF-GATE-01.card").isVisible() is False

    screen.click("filter_all")
    screen.page.cards.card("SAF-GATE-06").setFocus()
    screen.key(KEY.Key_Slash)
    screen.page.list.search.setText("灭火器 演示")
    screen.key(KEY.Key_Return)

    assert [model.codes(section) for section in model.sections()] == [["SAF-FIRE-12"]]
    assert screen.page.cards.current == "SAF-FIRE-12"


def test_an_item_answered_under_a_filter_stays_until_the_filter_is_set_again(screen: Screen) -> None:
    """“Not checked yet” does not take a card away from under the person's hand."""
    screen.click("filter_unchecked")
    screen.card("SAF-FOOD-03")
    screen.key(KEY.Key_1)
    model = screen.page.list.model
    assert model is not None

    assert screen.state("SAF-FOOD-03") == "pass"
    assert "SAF-FOOD-03" in model.codes("SAF-FOOD")

    screen.click("filter_unchecked")

    assert "SAF-FOOD-03" not in model.codes("SAF-FOOD")


def test_a_skipped_item_names_the_fact_that_skips_it_and_lets_it_be_corrected(screen: Screen) -> None:
    """A school record that is out of date is corrected in the card, and the items appear."""
    screen.card("SAF-DORM-01")
    assert "是否寄宿 = 否" in screen.find("SAF-DORM-01.why_skipped").text()

    screen.click("SAF-DORM-01.correct")
    written = screen.new(lambda: screen.click("SAF-DORM-01.boarding.yes"))

    assert written == [("attribute", "school/boarding")]
    assert screen.page.cards.card("SAF-DORM-01").view.skipped is False


def test_a_note_is_one_entry(screen: Screen) -> None:
    """N opens the note."""
    card = screen.card("SAF-GATE-06")
    screen.key(KEY.Key_N)

    assert screen.new(lambda: screen.type("rusty"), card.setFocus) == [("answer", "campus_safety/items/SAF-GATE-06")]


def test_leaving_the_page_finishes_the_edit(screen: Screen) -> None:
    """What stands in a field when another page is opened is saved."""
    screen.card("SAF-GATE-02")
    screen.type("4")

    assert screen.new(screen.page.leave) == [("answer", "campus_safety/items/SAF-GATE-02")]


def test_a_conflict_is_settled_by_a_choice_and_a_reason(screen: Screen) -> None:
    """Both sides show; neither choice nor reason alone settles; closing decides nothing."""
    screen.card("SAF-GATE-06")
    screen.key(KEY.Key_1)
    merge_verdict(screen, "SAF-GATE-06", "fail")
    screen.page.refresh()

    assert screen.page.header.title.conflicts.isVisible()
    screen.click("conflicts_open")
    card = screen.find("SAF-GATE-06.conflict")
    settle = screen.find("SAF-GATE-06.conflict.settle")
    assert card.isVisible()
    assert settle.isEnabled() is False

    assert screen.new(lambda: screen.click("conflict_close")) == []
    screen.click("conflicts_open")
    screen.find("SAF-GATE-06.conflict.side_1").setChecked(True)
    assert settle.isEnabled() is False

    screen.find("SAF-GATE-06.conflict.reason").setText("两人现场复核过")
    assert screen.new(lambda: screen.click("SAF-GATE-06.conflict.settle")) == [
        ("settlement", "campus_safety/items/SAF-GATE-06")
    ]
    assert screen.page.sitting.conflicts() == []
    assert screen.page.header.title.conflicts.isVisible() is False


def test_a_frozen_visit_can_only_be_read(screen: Screen) -> None:
    """R-42: after the freeze nothing can be pressed, and a banner says why."""
    freeze(screen)
    screen.page.refresh()
    card = screen.card("SAF-GATE-06")

    assert screen.find("frozen_banner").isVisible()
    assert screen.new(lambda: card.give_verdict("pass")) == []
    assert screen.find("SAF-GATE-06.pass").isEnabled() is False


def test_a_whole_section_is_built_at_once_where_it_shows(screen: Screen) -> None:
    """Only the first cards are built before the first paint; the others follow in idle moments."""
    screen.page.header.route.section_wanted.emit("SAF-FOOD")
    built = [code for code in screen.page.cards.cards if code.startswith("SAF-FOOD")]

    assert len(built) <= 4
    screen.qtbot.waitUntil(lambda: not screen.page.cards.owed)
    assert len([code for code in screen.page.cards.cards if code.startswith("SAF-FOOD")]) == 13


def test_every_control_of_a_section_has_a_name_and_a_size_for_fingers(screen: Screen) -> None:
    """objectName and accessible name on whatever takes the focus; nothing to press is lower than 40 px."""
    screen.card("SAF-FIRE-04")
    screen.key(KEY.Key_2)
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QTableView)
    controls: list[QWidget] = [one for kind in kinds for one in screen.page.findChildren(kind) if one.isVisible()]
    own = [one for one in controls if not one.objectName().startswith("qt_") and one.property("role") != "cell"]
    unnamed = [one for one in own if not one.objectName() or not one.accessibleName()]
    low = [(one.objectName(), one.height()) for one in own if one.height() < 40]

    assert [str(one.objectName()) for one in unnamed] == []
    assert low == []


def test_what_the_form_says_has_the_marks_of_print(screen: Screen) -> None:
    """Form files are typed with half-width marks; card, list and questions show what the paper prints."""
    code = "SAF-GATE-02"
    shown = screen.card(code).view
    assert "上课期间专职保安在岗人数（着装、持保安员证）" == shown.title
    assert "在岗专职保安（着装、持保安员证）" == shown.fields[0].label
    lines = {one.code: one.title for one in reading.lines(screen.page.sitting)}
    assert shown.title == lines[code]

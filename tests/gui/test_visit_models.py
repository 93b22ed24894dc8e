"""The Visit page's models and readings without a window: what typed text means, what filters let through, what a paste fills."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from inspector_app.gui.finding_panel import grades_near
from inspector_app.gui.models.reading import Choice, FieldView, ItemLine, RowsView, RowView, SectionView, spoken
from inspector_app.gui.models.row_table import RowTable, lines_of, read_cell
from inspector_app.gui.models.section_tree import COUNTS, Counts, SectionTree
from inspector_app.gui.models.typed import read_date, read_number, read_time
from inspector_app.gui.visit_words import confidence

TODAY = date(2026, 11, 23)
YES_NO = (Choice("yes", "是"), Choice("no", "否"))


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_whole_number_reads_back_as_itself(number: int) -> None:
    """Typing what is shown changes nothing."""
    assert read_number(str(number), decimal=False) == str(number)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**6))
def test_reading_a_number_twice_is_reading_it_once(number: object) -> None:
    """The canonical text is its own canonical text."""
    once = read_number(str(number), decimal=True)

    assert once is not None
    assert read_number(once, decimal=True) == once


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２", "12"),
        ("007", "7"),
        ("1。5", "1.5"),
        ("", ""),
        ("12a", None),
        ("1.", None),
        ("-3", "-3"),
        ("1,200", "1200"),
    ],
)
def test_numbers_as_people_type_them(text: str, value: str | None) -> None:
    """Full-width digits, the Chinese stop, grouping commas; half a number is none."""
    assert read_number(text, decimal=True) == value


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_is_read_in_each_way_it_is_written(day: date) -> None:
    """ISO, slashes, eight digits, two-digit year."""
    for text in (day.isoformat(), f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day:%y-%m-%d}", f"{day:%Y年%m月%d日}"):
        assert read_date(text, TODAY) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "value"), [("1120", "2026-11-20"), ("11-2", "2026-11-02"), ("2-30", None), ("soon", None), ("", "")]
)
def test_a_day_of_this_year_is_typed_short(text: str, value: str | None) -> None:
    """Month and day mean this year; what no calendar has is refused."""
    assert read_date(text, TODAY) == value


@given(st.times())
def test_a_time_is_read_with_and_without_a_colon(moment: object) -> None:
    """hh:mm and hhmm are the same time."""
    text = f"{moment:%H:%M}"

    assert read_time(text) == text
    assert read_time(text.replace(":", "")) == text


@pytest.mark.parametrize(("text", "value"), [("9:5", "09:05"), ("25:00", None), ("950", "09:50"), ("9", None)])
def test_times_as_people_type_them(text: str, value: str | None) -> None:
    """A missing zero is filled in; an impossible hour is refused."""
    assert read_time(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("是", "yes"), ("no", "no"), ("√", "yes"), ("×", "no"), ("2", "no"), ("maybe", None), ("", "")]
)
def test_a_yes_or_no_cell_understands_the_usual_marks(text: str, value: str | None) -> None:
    """Spreadsheets say yes in many ways."""
    cell = FieldView("p", "n", "one", "铅封", choices=(Choice("yes", "是"), Choice("no", "否")))

    assert read_cell(cell, text, TODAY) == value


def test_a_cell_of_several_options_takes_labels() -> None:
    """Labels separated by the enumeration comma."""
    cell = FieldView("p", "n", "many", "违禁品", choices=(Choice("heater", "电器"), Choice("flame", "明火")))

    assert read_cell(cell, "电器、明火", TODAY) == "heater flame"


def table(rows: int = 1) -> RowTable:
    columns = (
        FieldView("a", "place", "text", "位置"),
        FieldView("b", "count", "integer", "数量", unit="个"),
        FieldView("c", "sealed", "one", "铅封", choices=YES_NO),
        FieldView("d", "ok", "shown", "合格", readonly=True),
    )
    lines = tuple(
        RowView(
            str(number),
            tuple(
                FieldView(
                    f"{number}/{one.name}", one.name, one.kind, one.label, choices=one.choices, readonly=one.readonly
                )
                for one in columns
            ),
        )
        for number in range(rows)
    )
    return RowTable(RowsView("g", "组", 1, "", columns, lines), TODAY)


def test_the_row_table_is_a_sound_model() -> None:
    """Qt's own tester finds no fault."""
    QAbstractItemModelTester(table(3), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_cell_tells_its_edit_once_and_only_when_it_changes() -> None:
    """The model keeps nothing: it tells path and value."""
    model = table()
    told: list[tuple[str, str]] = []
    model.cell_edited.connect(lambda path, value: told.append((path, value)))

    assert model.setData(model.index(0, 1), "１2", Qt.ItemDataRole.EditRole)
    assert model.setData(model.index(0, 1), "", Qt.ItemDataRole.EditRole)
    assert not model.setData(model.index(0, 1), "x", Qt.ItemDataRole.EditRole)

    assert told == [("0/count", "12")]


def test_computed_and_irrelevant_cells_are_not_editable() -> None:
    """A computed cell can only be read."""
    model = table()

    assert not model.flags(model.index(0, 3)) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_paste_starts_at_the_current_cell_and_leaves_out_what_means_nothing() -> None:
    """Cells beyond the last column and in computed ones are dropped, unreadable ones stay empty."""
    block = lines_of("3\t是\n许多\t否\tx\ty\n")

    assert table().pasted(2, 1, block) == [(2, 1, "3"), (2, 2, "yes"), (3, 2, "no")]


SECTIONS = (
    SectionView("A", "A", "门卫", "10", "", ("A-01", "A-02")),
    SectionView("B", "B", "消防", "25", "", ("B-01",)),
)
LINES = (
    ItemLine("A-01", "A", "门卫是否拦停", "pass"),
    ItemLine("A-02", "A", "保安人数", "fail"),
    ItemLine("B-01", "B", "安全出口", "unchecked"),
)


def test_the_section_tree_is_a_sound_model_while_it_is_narrowed() -> None:
    """Qt's own tester finds no fault through filters and searches."""
    tree = SectionTree(SECTIONS, LINES)
    tester = QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for wanted, search in (("failed", ""), ("unchecked", ""), ("all", "安全"), ("all", "nothing"), ("all", "")):
        tree.narrow(wanted, search)

    assert tester.model() is tree


@pytest.mark.parametrize(
    ("wanted", "search", "shown"),
    [
        ("all", "", ["A-01", "A-02", "B-01"]),
        ("failed", "", ["A-02"]),
        ("unchecked", "", ["B-01"]),
        ("all", "门卫", ["A-01"]),
        ("all", "a-0 人数", ["A-02"]),
        ("failed", "门卫", []),
        ("all", "A－０１", ["A-01"]),
    ],
)
def test_filters_and_search_together(wanted: str, search: str, shown: list[str]) -> None:
    """Every word of the search must be in code or text, and the state must pass the filter."""
    tree = SectionTree(SECTIONS, LINES)
    tree.narrow(wanted, search)

    assert [code for section in tree.sections() for code in tree.codes(section)] == shown


def test_counts_leave_out_what_the_form_skips() -> None:
    """An item that does not concern the school is neither owed nor done."""
    tree = SectionTree(SECTIONS, LINES)
    tree.take({"A-01": ItemLine("A-01", "A", "门卫是否拦停", "na", asked=False)})

    assert tree.data(tree.index(0, 0), COUNTS) == Counts(unchecked=0, failed=1, done=1, total=1)


@pytest.mark.parametrize(
    ("default", "offered"),
    [
        ("R-M", ("R-M",)),
        ("O-H", ("R-M", "O-H", "Y-H")),
        ("Y-I", ("O-I", "Y-I", "B-I")),
        ("B-H", ("Y-H", "B-H")),
        ("R-I", ("R-I", "O-I")),
    ],
)
def test_only_grades_that_r30_allows_are_offered(default: str, offered: tuple[str, ...]) -> None:
    """One level up, one level down, never down from R-M."""
    assert grades_near(default) == offered


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("[sourced: XFF,AQBF]", "依据可信度：已查到原文"),
        (
            "文件名[sourced: AFGF] 人数表[known,须核对原文]",
            "依据可信度：文件名（已查到原文） 人数表（凭专业知识，未查到原文,须核对原文）",
        ),
        ("", ""),
    ],
)
def test_marks_of_confidence_are_put_into_words(mark: str, words: str) -> None:
    """An inspector reads no brackets and keys."""
    assert confidence(mark) == words


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("到校第一件事。先做 GATE-01,再亮证。", "到校第一件事。先做 GATE-01,再亮证。"),
        ("boarding=false 整节跳过。女生宿舍只由女性检查人员进入。", "女生宿舍只由女性检查人员进入。"),
        ("对应种子S7.2。", ""),
    ],
)
def test_notes_for_the_author_of_the_form_are_not_shown_to_inspectors(note: str, shown: str) -> None:
    """What the program does by itself need not be read in a kitchen."""
    assert spoken(note) == shown

"""Forms in Excel: what is written is read back the same, and what others write is read as they meant it."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from pyxform.xls2xform import convert

from inspector_app.errors import Problem
from inspector_app.form import Filling, Form, load, yaml_writer
from inspector_app.form.check import check
from inspector_app.form.xlsform import written
from inspector_app.packaged import data_folder
from tests.form.small import NOW

FORMS = sorted(data_folder("forms").glob("*.yaml"))

MARKDOWN = """
| survey |
|        | type                        | name   | label::English (en) | label::中文 (zh) | relevant             | weight |
|        | begin group                 | g      | Part                | 部分             |                      |        |
|        | select_one fruit or_other   | which  | Which fruit?        | 哪种水果？       |                      | 3      |
|        | string                      | why    | Why?                | 为什么？         | ${which} = ‘apple’   |        |
|        | tel                         | phone  | Telephone           | 电话             |                      |        |
|        | end group                   |        |                     |                  |                      |        |
|        | note                        |        | The end             | 完               |                      |        |
| choices |
|         | list name | name  | label::English (en) | label::中文 (zh) | colour |
|         | fruit     | apple | Apple               | 苹果             | red    |
| settings |
|          | form_title | form_id | default_language |
|          | Fruit      | fruit   | English (en)     |
"""


def saved(folder: Path, name: str, sheets: dict[str, list[list[object]]]) -> Path:
    """Write a workbook with these rows."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(folder / name)
    return folder / name


def through_excel(form: Form, folder: Path) -> Form:
    """Return a form written to a workbook and read again."""
    (folder / "form.xlsx").write_bytes(written(form))
    return load(folder / "form.xlsx")


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_a_shipped_form_goes_to_excel_and_back_and_pyxform_takes_it(file: Path, tmp_path: Path) -> None:
    """The same version comes back, every cell is text, and pyxform makes an XForm of the workbook."""
    form = load(file)
    data = written(form)
    (tmp_path / "form.xlsx").write_bytes(data)
    assert form.version == load(tmp_path / "form.xlsx").version
    sheets = load_workbook(io.BytesIO(data)).worksheets
    assert {"s"} == {cell.data_type for sheet in sheets for row in sheet for cell in row if cell.value is not None}
    assert "<h:html" in str(convert(xlsform=data, validate=False, file_type=".xlsx").xform)


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_a_form_written_as_yaml_reads_back_equal(file: Path, tmp_path: Path) -> None:
    """The writer's YAML is the same form."""
    form = load(file)
    (tmp_path / "again.yaml").write_text(yaml_writer.written(form), "utf-8")
    assert form.version == load(tmp_path / "again.yaml").version


def test_a_foreign_form_is_read_as_meant(tmp_path: Path) -> None:
    """Other spellings, curly quotes, or_other and a note without a name; it fills, and goes to Excel and YAML and back."""
    (tmp_path / "fruit.md").write_text(MARKDOWN, "utf-8")
    form = load(tmp_path / "fruit.md")
    assert ["which", "which_other", "why", "phone", "generated_note_name_7"] == [one.name for one in form.questions]
    assert ["apple", "other"] == [choice.name for choice in form.choices["fruit"]]
    assert {"colour": "red"} == form.choices["fruit"][0].columns
    filling = Filling(form, now=NOW)
    assert not filling.relevant("why")
    filling.answer("which", "apple")
    assert filling.relevant("why")
    assert not filling.relevant("which_other")
    assert "为什么？" == filling.label("why")
    assert form.version == through_excel(form, tmp_path).version
    (tmp_path / "fruit.yaml").write_text(yaml_writer.written(form), "utf-8")
    assert form.version == load(tmp_path / "fruit.yaml").version


def test_what_means_nothing_here_is_kept_and_said(tmp_path: Path) -> None:
    """A type and a column of somebody's own load as inert, each with a warning that names it and its row."""
    (tmp_path / "fruit.md").write_text(MARKDOWN, "utf-8")
    assert [("form.inert_type", "fruit.md survey:5 type"), ("form.inert_column", "fruit.md survey:3")] == [
        (problem.code, problem.where) for problem in check(tmp_path / "fruit.md")
    ]


def test_a_sheet_that_is_not_read_is_said(tmp_path: Path) -> None:
    """A sheet of somebody's notes is reported, in a workbook and where pyxform passes it over."""
    rows: list[list[object]] = [["type", "name", "label"], ["text", "a", "A"]]
    book = saved(tmp_path, "notes.xlsx", {"survey": rows, "My notes": [["x"], ["y"]]})
    (tmp_path / "notes.md").write_text(MARKDOWN + "| My notes |\n| | x |\n| | y |\n", "utf-8")
    for path in (book, tmp_path / "notes.md"):
        said = [problem.fields["feature"] for problem in check(path) if problem.code == "form.not_supported"]
        assert [True] == [str(feature).startswith("sheet:my_notes") for feature in said]


def test_csv_reads_as_the_same_form(tmp_path: Path) -> None:
    """The sheets of a form one below the other in a .csv."""
    (tmp_path / "small.csv").write_text(
        "survey,,,\n,type,name,label\n,integer,n,How many?\nsettings,,,\n,form_title,form_id,\n,Small,small,\n", "utf-8"
    )
    form = load(tmp_path / "small.csv")
    assert ("small", "Small", "data") == (form.form_id, form.title, form.root)
    assert [("n", "integer", "How many?")] == [(one.name, one.type, one.label) for one in form.questions]


def test_excels_own_values_are_read_as_text(tmp_path: Path) -> None:
    """1.0 is 1, TRUE is true(), yes is true, spaces around a type do not count; one odd sheet's name is all right."""
    rows: list[list[object]] = [
        ["Type ", "NAME", "label", "required", "relevance", "read only", "default"],
        [" Integer", "a", "A", True, None, None, 1.0],
        ["text", "b", "B", "no", True, "Yes", "${a}"],
    ]
    form = load(saved(tmp_path, "one.xlsx", {"questions": rows}))
    a, b = (question.field for question in form.questions)
    assert ("integer", "true", "1") == (a.type, a.required, a.default)
    assert ("false", "true()", "true") == (b.required, b.relevant, b.readonly)


def test_every_mistake_of_shape_is_told_with_its_row(tmp_path: Path) -> None:
    """All of them at once, by sheet, row and column."""
    rows: list[list[object]] = [
        ["type", "name", "label"],
        ["text", None, "A"],
        ["integer", "two words", "B"],
        [None, "c", "C"],
        ["begin group", "g", "G"],
    ]
    path = saved(tmp_path, "wrong.xlsx", {"survey": rows})
    assert [
        ("form.missing_key", "wrong.xlsx survey:4 type"),
        ("form.not_closed", "wrong.xlsx survey:5 type"),
        ("form.missing_key", "wrong.xlsx survey:2 name"),
        ("form.bad_name", "wrong.xlsx survey:3 name"),
    ] == [(problem.code, problem.where) for problem in check(path)]


def test_an_expression_s_mistake_is_told_with_its_row(tmp_path: Path) -> None:
    """As the line of a YAML file would be."""
    rows: list[list[object]] = [["type", "name", "label", "relevant"], ["text", "a", "A", "${nobody} = 1"]]
    with pytest.raises(Problem) as caught:
        load(saved(tmp_path, "wrong.xlsx", {"survey": rows}))
    assert ("form.unknown_reference", "wrong.xlsx survey:2 relevant") == (caught.value.code, caught.value.where)


def test_a_form_that_is_too_much_is_refused(tmp_path: Path) -> None:
    """A workbook that unpacks to hundreds of megabytes, and one that is no workbook at all."""
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 310_000_000)
    (tmp_path / "text.xlsx").write_text("not a workbook", "utf-8")
    for name in ("bomb.xlsx", "text.xlsx"):
        with pytest.raises(Problem) as caught:
            load(tmp_path / name)
        assert "form.unreadable" == caught.value.code


def test_a_formula_is_written_as_text(tmp_path: Path) -> None:
    """What begins with `=` stays what it is: no workbook of ours computes anything."""
    rows: list[list[object]] = [["type", "name", "label"], ["text", "a", "x"]]
    form = load(saved(tmp_path, "plain.xlsx", {"survey": rows}))
    (tmp_path / "f.yaml").write_text(yaml_writer.written(form).replace("label: x", "label: '=1+1'"), "utf-8")
    form = load(tmp_path / "f.yaml")
    assert "=1+1" == form.questions[0].label
    assert form.version == through_excel(form, tmp_path).version

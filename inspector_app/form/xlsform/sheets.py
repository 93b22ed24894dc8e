"""A workbook as rows of text: .xlsx, .xls, .csv and .md to sheets (in a limited child process), and sheets to .xlsx.

What the columns mean is left to the others here.
"""

import importlib.util
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from inspector_app import child
from inspector_app.errors import Problem

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".md"})
LARGEST = 20_000_000
_LARGEST_UNPACKED = 300_000_000
_MOST_MEMBERS = 2_000
_MOST_ROWS = 100_000
_MOST_COLUMNS = 500
_MOST_CELLS = 1_500_000
_MOST_BLANKS = 200  # pyxform ends a sheet after 60
LONGEST = 32_767
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LIMITS = child.Limits(memory=1 << 30, processor=20, seconds=40.0)


class Row(NamedTuple):
    """A row that holds something: its number in the sheet (the header is row 1) and its cells by header as written."""

    number: int
    cells: dict[str, str]


Book = dict[str, list[Row]]


def read(path: Path) -> Book:
    """Return the sheets of a file by name in lower case; Problem form.unreadable or child.* when it cannot be read."""
    needed("openpyxl", "pyxform")
    try:
        if path.stat().st_size > LARGEST:
            raise Problem("form.unreadable", path.name, reason=f"> {LARGEST} B")
        data = path.read_bytes()
    except OSError as error:
        raise Problem("form.unreadable", path.name, reason=error.strerror or str(error)) from error
    answer = child.run(unpacked, data, path.suffix.lower(), path.name, limits=_LIMITS, where=path.name)
    return msgspec.json.decode(answer, type=Book)


def unpacked(data: bytes, suffix: str, name: str) -> bytes:
    """Return a workbook's sheets as JSON; runs in the child. The first bytes tell what an Excel file is, not its name."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the libraries miss in a workbook's looks is of no interest
            book = _book(data, suffix)
    except (Problem, MemoryError):
        raise
    except Exception as error:  # the readers of others raise what they like on a broken file
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise Problem("form.unreadable", name, reason=reason) from error
    return msgspec.json.encode(book)


def _book(data: bytes, suffix: str) -> Book:
    if data.startswith(_ZIP):
        return _excel(data)
    if data.startswith(_OLD):
        return _through_pyxform("xls_to_dict", data)
    if suffix in (".csv", ".md"):
        return _through_pyxform(f"{suffix[1:]}_to_dict", data)
    raise ValueError("neither a workbook nor a table of text")


def packed(book: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Return sheets (rows of text, the header first) as .xlsx. Every cell is text: what begins with `=` is no formula."""
    needed("openpyxl")
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    workbook = Workbook()
    workbook.remove(workbook.active)
    bold, wrapped = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    for name, rows in book.items():
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                if not text:
                    continue
                if len(text) > LONGEST or ILLEGAL_CHARACTERS_RE.search(text):
                    raise Problem(
                        "form.cannot_export", f"{name} {number}", feature=f"{rows[0][column - 1]}: {text[:40]!r}"
                    )
                cell = sheet.cell(number, column, text)
                cell.data_type, cell.number_format = "s", "@"
                if number == 1:
                    cell.font = bold
                elif len(text) > 30:
                    cell.alignment = wrapped
        for column, header in enumerate(rows[0], 1):
            width = 40 if "label" in header or "::" in header else max(12, len(header) + 2)
            sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def needed(*modules: str) -> None:
    """Raise Problem form.no_authoring unless the optional libraries for Excel are installed."""
    for module in modules:
        if importlib.util.find_spec(module) is None:
            raise Problem("form.no_authoring", "", module=module)


def _excel(data: bytes) -> Book:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > _LARGEST_UNPACKED:
        raise ValueError("the workbook unpacks to more than a form can be")
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    book: Book = {}
    budget = _MOST_CELLS
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()
        rows = list(_rows(sheet.iter_rows(values_only=True)))
        budget -= sum(len(row.cells) for row in rows)
        if budget < 0:
            raise ValueError(f"more than {_MOST_CELLS} cells")
        book[sheet.title.strip().lower()] = rows
    if len(book) == 1:
        return {"survey": next(iter(book.values()))}
    return book


def _rows(values: Iterable[Sequence[Any]]) -> Iterator[Row]:
    """Yield the rows below the header; a long run of blank ones ends the sheet (Excel formats whole columns)."""
    headers: list[str] | None = None
    blanks = 0
    for number, row in enumerate(values, 1):
        texts = [_text(value) for value in row[:_MOST_COLUMNS]]
        if headers is None:
            headers = [text.strip() for text in texts] if any(text.strip() for text in texts) else None
            continue
        cells = {header: text for header, text in zip(headers, texts, strict=False) if header and text.strip()}
        if cells:
            blanks = 0
            yield Row(number, cells)
        else:
            blanks += 1
        if number > _MOST_ROWS:
            raise ValueError(f"more than {_MOST_ROWS} rows")
        if blanks > _MOST_BLANKS:
            return


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        text: str = value.isoformat()
        return text.removesuffix("T00:00:00")
    return str(value)


def _through_pyxform(reader: str, data: bytes) -> Book:
    from pyxform import xls2json_backends

    found: dict[str, Any] = getattr(xls2json_backends, reader)(io.BytesIO(data))
    book: Book = {}
    for name, rows in found.items():
        if name != "sheet_names" and not name.endswith("_header"):
            cells = [{str(key).strip(): str(text) for key, text in row.items() if text is not None} for row in rows]
            book[name.strip().lower()] = [Row(number, row) for number, row in enumerate(cells, 2) if row]
    for name in found.get("sheet_names", ()):  # pyxform passes over the sheets it has no use for: to be said
        if name.strip().lower() not in book and "survey" in found and len(found["sheet_names"]) > 1:
            book[f"{name.strip().lower()} (not read)"] = [Row(1, {"": name})]
    return book

"""A sheet's rows with their columns understood: texts by column and language, and what no column is known for."""

from collections.abc import Iterable, Mapping
from typing import Any

from inspector_app.form.definition import Wording
from inspector_app.form.xlsform.columns import Column, Header, from_lines, header, languages, plain, tags_of, wording_of
from inspector_app.form.xlsform.sheets import Book, Row

_TRUE = frozenset({"yes", "true", "true()", "1", "是", "★"})


class Line:
    """One row: `number` in its sheet, `texts` by column and language, `extra` what no column is known for, as headed."""

    def __init__(self, sheet: str, row: Row, headers: Mapping[str, Header], codes: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.number = row.number
        self.texts: dict[str, dict[str, str]] = {}
        self.extra: dict[str, str] = {}
        # what is headed as the column is called goes before what is only another name for it
        for written, text in sorted(row.cells.items(), key=lambda cell: plain(cell[0]) != headers[cell[0]].name):
            meant = headers[written]
            language = codes.get(meant.language, "")
            if not meant.known or language in self.texts.get(meant.name, {}):
                self.extra[written] = text.strip()
            else:
                self.texts.setdefault(meant.name, {})[language] = text

    def get(self, name: str) -> str:
        """Return the text of a column, without the spaces around it."""
        return self.texts.get(name, {}).get("", "").strip()

    def wording(self, name: str) -> Wording:
        """Return the texts of a column by language."""
        return wording_of(self.texts.get(name, {}))

    def attributes(self, table: Iterable[Column]) -> dict[str, Any]:
        """Return the attributes that the row's cells give, as a table of columns reads them."""
        found: dict[str, Any] = {}
        for column in table:
            if column.header not in self.texts:
                continue
            match column.kind:
                case "text":
                    found[column.attribute] = self.get(column.header)
                case "wording":
                    found[column.attribute] = self.wording(column.header)
                case "words":
                    found[column.attribute] = tuple(
                        self.get(column.header).replace(",", " ").replace("、", " ").split()
                    )
                case "flag":
                    found[column.attribute] = is_true(self.get(column.header))
                case "tags":
                    found[column.attribute] = tags_of(self.get(column.header))
                case "lines":
                    found[column.attribute] = from_lines(self.texts[column.header])
        return found


def is_true(text: str) -> bool:
    """Tell whether a cell says yes."""
    return text.strip().lower() in _TRUE


class Languages:
    """What the languages of a workbook are called as keys of wordings."""

    def __init__(self, book: Book, sheets: Mapping[str, tuple[frozenset[str], Mapping[str, str]]]) -> None:
        self.headers: dict[str, dict[str, Header]] = {}
        for name, (known, aliases) in sheets.items():
            written = dict.fromkeys(head for row in book.get(name, ()) for head in row.cells)
            self.headers[name] = {head: header(head, known, aliases) for head in written}
        self.codes = languages(one for heads in self.headers.values() for one in heads.values())

    def lines(self, name: str, rows: Iterable[Row]) -> list[Line]:
        """Return the rows of a sheet understood."""
        return [Line(name, row, self.headers[name], self.codes) for row in rows]

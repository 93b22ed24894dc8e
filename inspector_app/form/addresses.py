"""Paths as people and screens write them: absolute or a bare name, rows by id or by number, to cells and rows."""

import re

from inspector_app.form.live import Live
from inspector_app.form.scope import Cell, Scope

_ROW = re.compile(r"\[([^\]]*)\]")


class Addresses:
    """Finds what a path names in one running filling; KeyError where it leads nowhere."""

    def __init__(self, live: Live) -> None:
        self._live = live
        cells = live.root.cells
        self._top = {cell.slot.question.path: cell for cell in cells} | {
            cell.slot.question.name: cell for cell in cells
        }

    def cell(self, path: str) -> Cell:
        """Return the cell of a question."""
        found = self._top.get(path)
        if found is not None:
            return found
        bare = _ROW.sub("", path)
        slot = self._live.plan.slots.get(bare.rpartition("/")[2])
        if slot is None or not slot.scope or not f"/{slot.question.path}".endswith(f"/{bare}"):
            raise KeyError(path)
        return self._row_in(path, slot.scope).cells[slot.index]

    def row(self, path: str) -> Scope:
        """Return the row that a path, or a row's id alone, names."""
        if path in self._live.rows:
            return self._live.rows[path]
        match = _ROW.search(path)
        if match is None:
            raise KeyError(path)
        return self._chosen(match[1], self.repeat(path[: match.start()]), path)

    def repeat(self, path: str) -> str:
        """Return the name of the repeat that a path ends in."""
        name = self.last(path)
        if name not in self._live.root.rows:
            raise KeyError(path)
        return name

    def scope_of(self, name: str, path: str) -> Scope:
        """Return the scope in which a label at `path` sees the question `name`."""
        slot = self._live.plan.slots[name]
        return self._row_in(path, slot.scope) if slot.scope else self._live.root

    @staticmethod
    def last(path: str) -> str:
        """Return the last name of a path, without its row."""
        return _ROW.sub("", path).rstrip("/").rpartition("/")[2]

    def _row_in(self, path: str, repeat: str) -> Scope:
        match = _ROW.search(path)
        rows = self._live.root.rows[repeat]
        if match is not None:
            return self._chosen(match[1], repeat, path)
        if len(rows) != 1:
            raise KeyError(f"{path}: which of {len(rows)} rows?")
        return rows[0]

    def _chosen(self, mark: str, repeat: str, path: str) -> Scope:
        scope = self._live.rows.get(mark)
        if scope is not None and scope.name == repeat:
            return scope
        rows = self._live.root.rows[repeat]
        if mark.isascii() and mark.isdigit() and 1 <= int(mark) <= len(rows):
            return rows[int(mark) - 1]
        raise KeyError(path)

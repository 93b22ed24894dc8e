"""Paths as people and screens write them: absolute or a bare name, rows by id or by number, to cells and rows."""

import re

from inspector_app.form.cells import Cell
from inspector_app.form.live import Live
from inspector_app.form.schema import Level, Node
from inspector_app.form.scope import Scope

_ROW = re.compile(r"\[([^\]]*)\]")


class Addresses:
    """Finds what a path names in one running filling; KeyError where it leads nowhere."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._schema = live.plan.schema
        cells = live.root.cells
        self._top = {cell.slot.question.path: cell for cell in cells} | {
            cell.slot.question.name: cell for cell in cells
        }

    def cell(self, path: str) -> Cell:
        """Return the cell of a question."""
        found = self._top.get(path)
        if found is not None:
            return found
        node = self.node(path)
        if node.slot is None:
            raise KeyError(path)
        return self.scope_at(path, node.level).cells[node.slot.index]

    def node(self, path: str) -> Node:
        """Return the place that a path names, rows passed over: whole, its end, or a bare name."""
        bare = _ROW.sub("", path)
        found = self._schema.find(bare) if bare.startswith("/") else self._schema.names.get(bare)
        if found is None:
            found = self._schema.names.get(bare.rpartition("/")[2])
        if found is None or not f"/{found.path}".endswith(f"/{bare}"):
            raise KeyError(path)
        return found

    def row(self, path: str) -> Scope:
        """Return the row that a path, or a row's id alone, names."""
        if path in self._live.rows:
            return self._live.rows[path]
        node = self.node(path)
        if node.sort != "repeat" or not path.endswith("]"):
            raise KeyError(path)
        return self.scope_at(path, node.level)

    def repeat(self, path: str) -> Level:
        """Return the repeat that a path ends in."""
        node = self.node(path)
        if node.sort != "repeat":
            raise KeyError(path)
        return node.level

    def scope_around(self, path: str, level: Level) -> Scope:
        """Return the scope that the rows of a repeat at `path` stand in."""
        assert level.above is not None
        return self.scope_at(path, level.above)

    def scope_at(self, path: str, level: Level) -> Scope:
        """Return the scope of a level in which `path` stands, by the rows that the path names."""
        marks = _ROW.findall(path)
        scope, chain = self._live.root, level.chain()[1:]
        inmost = self._live.rows.get(marks[-1]) if marks else None
        if inmost is not None and len(marks) < len(chain) and inmost.level in chain:
            # an id says by itself which rows it stands in
            scope, chain, marks = inmost, chain[inmost.level.depth :], []
        for number, one in enumerate(chain):
            rows = scope.rows[one.key]
            if number < len(marks):
                scope = self._chosen(marks[number], rows, path)
            elif len(rows) == 1:
                scope = rows[0]
            else:
                raise KeyError(f"{path}: which of {len(rows)} rows?")
        return scope

    @staticmethod
    def last(path: str) -> str:
        """Return the last name of a path, without its row."""
        return _ROW.sub("", path).rstrip("/").rpartition("/")[2]

    def _chosen(self, mark: str, rows: list[Scope], path: str) -> Scope:
        scope = self._live.rows.get(mark)
        if scope is not None and scope.place <= len(rows) and rows[scope.place - 1] is scope:
            return scope
        if mark.isascii() and mark.isdigit() and 1 <= int(mark) <= len(rows):
            return rows[int(mark) - 1]
        raise KeyError(path)

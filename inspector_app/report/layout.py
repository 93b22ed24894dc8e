"""Lays an outline on pages: decides the page breaks, repeats table heads, frames each table's part.

Leaves to others: how high a block is and how it looks (measure), writing the file (pdf).
"""

from inspector_app.report.fonts import Typesetter
from inspector_app.report.marks import BOTTOM, DEPTH, HEIGHT, PAD_Y, TOP, Box, Draw, Frame, Page, Ruled, Slice
from inspector_app.report.measure import Measure
from inspector_app.report.outline import Outline


def lay(outline: Outline, setter: Typesetter) -> list[Page]:
    """Return the pages of `outline`; Problem fonts.no_glyph when a character has no face."""
    measure = Measure(setter)
    pages = _Flow().run(measure.slices(outline.blocks))
    for number, page in enumerate(pages, 1):
        measure.footer(page, outline.footer, number, len(pages))
    return pages


class _Flow:
    """Puts slices on pages: chains that must stay together move as one, table heads come again."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._y = 0.0
        self._table: Ruled | None = None
        self._table_top = 0.0
        self._torn: Draw | None = None  # set while a row is torn after the slice put last

    def run(self, slices: list[Slice]) -> list[Page]:
        self._new_page()
        start = 0
        while start < len(slices):
            end = start
            while slices[end].keep and end + 1 < len(slices) and not slices[end + 1].page_break:
                end += 1
            self._chain(slices[start : end + 1])
            start = end + 1
        self._close_table()
        return [page for page in self._pages if page.marks] or self._pages[:1]

    def _chain(self, chain: list[Slice]) -> None:
        if chain[0].page_break:
            if not self._fresh:
                self._new_page()
            return
        need = sum(piece.height for piece in chain)
        if need > self._room and not self._fresh and need + self._repeated(chain[0]) <= DEPTH:
            self._new_page()
        for piece in chain:
            if piece.height > self._room + 0.01 and not self._fresh:
                self._new_page()
            self._place(piece)

    def _place(self, piece: Slice) -> None:
        if piece.gap and self._fresh:
            return
        if piece.table is not self._table:
            self._close_table()
        table = piece.table
        opens = table is not None and self._table is None
        if table is not None and opens:
            self._table, self._table_top = table, self._y
            if table.begun and not piece.head:
                for i, head in enumerate(table.head):
                    self._put(head, i == 0)
                opens = not table.head
                if self._torn and piece.pad:
                    self._put(Slice(PAD_Y, piece.pad), opens)
                    opens = True
            table.begun = True
        self._put(piece, opens)
        self._torn = piece.pad if piece.torn else None

    def _put(self, piece: Slice, opens: bool) -> None:
        piece.draw(self._pages[-1], self._y, opens)
        self._y -= piece.height

    def _repeated(self, piece: Slice) -> float:
        table = piece.table
        return sum(head.height for head in table.head) if table and table.begun and not piece.head else 0.0

    def _new_page(self) -> None:
        self._close_table()
        self._pages.append(Page())
        self._y = HEIGHT - TOP

    def _close_table(self) -> None:
        if self._table is not None:
            table = self._table
            if self._torn:
                self._put(Slice(PAD_Y, self._torn), True)
            self._pages[-1].marks.append(Frame(Box(table.x, self._y, table.x + table.width, self._table_top)))
            self._table = None

    @property
    def _room(self) -> float:
        return self._y - BOTTOM

    @property
    def _fresh(self) -> bool:
        return self._y >= HEIGHT - TOP

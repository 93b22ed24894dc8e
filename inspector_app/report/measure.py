"""Measures the blocks of an outline into slices that know how to put their marks on a page.

Leaves to others: breaking lines (paragraph), choosing the page each slice goes to (layout).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inspector_app.report.fonts import Typesetter
from inspector_app.report.marks import (
    BODY,
    DEPTH,
    FOOT,
    LEFT,
    PAD_X,
    PAD_Y,
    QR_SIDE,
    THIN,
    Box,
    Code,
    Draw,
    Frame,
    Page,
    Pen,
    Photo,
    Rule,
    Ruled,
    Slice,
    Words,
    nothing,
)
from inspector_app.report.outline import (
    MM,
    Block,
    Cell,
    Footer,
    Gap,
    PageBreak,
    Picture,
    Pictures,
    Row,
    Style,
    Table,
    Text,
    Title,
    Together,
)
from inspector_app.report.paragraph import Line, Paragraph

_ASCENT = 0.88  # of the size: where a Chinese face's em box starts above the baseline
_ENDLESS, _SMALLEST = 1e6, 5.5
_PULLED = 48.0  # points of the text before that a signature block takes along


class Measure:
    """Turns blocks into slices."""

    def __init__(self, setter: Typesetter) -> None:
        self._setter = setter

    def slices(self, blocks: Iterable[Block]) -> list[Slice]:
        found: list[Slice] = []
        for block in blocks:
            if isinstance(block, Together):
                inside = self.slices(block.blocks)
                for piece in inside[:-1]:
                    piece.keep = True
                if block.pull:
                    _pull(found)
                found += inside
            else:
                found += self._block(block)
        return found

    def _block(self, block: Text | Table | Title | Pictures | Gap | PageBreak) -> list[Slice]:
        match block:
            case Text():
                return self._text(block)
            case Table():
                return self._table(block)
            case Title():
                return [self._title(block)]
            case Pictures():
                return self._pictures(block)
            case Gap():
                return [Slice(block.height, nothing, gap=True)]
            case PageBreak():
                return [Slice(0.0, nothing, page_break=True)]

    def _text(self, block: Text) -> list[Slice]:
        style = block.style
        lines = Paragraph(block.content, style, self._setter, block.where).lines(BODY)
        found = []
        for i, line in enumerate(lines):
            draw = _line_drawer(line, style, LEFT, BODY)
            near_an_end = i == 0 or i == len(lines) - 2  # no line of a paragraph alone on a page
            found.append(Slice(style.leading, draw, keep=block.keep or (near_an_end and i < len(lines) - 1)))
        before = [Slice(block.before, nothing, gap=True, keep=True)] if block.before else []
        after = [Slice(block.after, nothing, gap=True, keep=block.keep)] if block.after else []
        return [*before, *found, *after]

    def _title(self, block: Title) -> Slice:
        marks: list[tuple[Style, Line, float]] = []
        room, depth = BODY - (2 * QR_SIDE + 16 if block.qr else 0), 0.0
        for text, style, after in (
            (block.above, Style(size=12, leading=20, align="center", justify=False), 2.0),
            (block.title, Style(role="title", size=22, leading=32, align="center", bold=True, justify=False), 4.0),
            (block.below, Style(size=10.5, leading=16, align="center", justify=False), 0.0),
        ):
            for line in Paragraph(text, style, self._setter).lines(room) if text else []:
                marks.append((style, line, depth))
                depth += style.leading
            depth += after if text else 0.0
        caption_style = Style(size=7, leading=9, align="center", justify=False)
        caption = Paragraph(block.qr_caption, caption_style, self._setter).lines(QR_SIDE + 12)
        height = max(depth, QR_SIDE + caption_style.leading * len(caption) + 2 if block.qr else 0.0) + 6

        def draw(page: Page, top: float, _: bool) -> None:
            for style, line, down in marks:
                _line_drawer(line, style, LEFT, BODY)(page, top - down, False)
            if block.qr:
                right = LEFT + BODY
                page.marks.append(Code(block.qr, Box(right - QR_SIDE, top - QR_SIDE, right, top)))
                for i, line in enumerate(caption):
                    y = top - QR_SIDE - 2 - i * caption_style.leading
                    _line_drawer(line, caption_style, right - QR_SIDE - 6, QR_SIDE + 12)(page, y, False)

        return Slice(height, draw, keep=True)

    def _table(self, table: Table) -> list[Slice]:
        widths = [w * MM for w in table.widths]
        ruled = Ruled(LEFT, sum(widths))
        found: list[Slice] = []
        for number, row in enumerate(table.rows):
            pieces = self._row(row, widths, table)
            for piece in pieces:
                piece.table, piece.head = ruled, number < table.head
                piece.keep = piece.keep or piece.head
            if (
                table.head < number == len(table.rows) - 2
            ):  # a last row alone under a repeated head looks like a mistake
                pieces[-1].keep = True
            if number < table.head:
                ruled.head += pieces
            found += pieces
        return found

    def _row(self, row: Row, widths: Sequence[float], table: Table) -> list[Slice]:
        cells: list[_Set] = []
        x, column = LEFT, 0
        for cell in row.cells:
            width = sum(widths[column : column + cell.span])
            style = cell.style or table.style
            where = cell.where or table.where
            room = width - 2 * PAD_X
            style = self._fitted(cell, style, room) if cell.fit else style
            lines = Paragraph(cell.content, style, self._setter, where).lines(room) if cell.content else []
            cells.append(_Set(cell, style, lines, x, width))
            x, column = x + width, column + cell.span
        depth = max((len(c.lines) * c.style.leading for c in cells), default=0.0)
        height = max(row.height, depth + 2 * PAD_Y)
        if (row.split and len(cells[0].lines) > 1) or height > DEPTH * 0.8:
            return _torn(cells, row, height)
        return [Slice(height, _row_drawer(cells, height), keep=row.keep)]

    def _fitted(self, cell: Cell, style: Style, room: float) -> Style:
        natural = max(line.width for line in Paragraph(cell.content, style, self._setter).lines(_ENDLESS))
        return style if natural <= room else replace(style, size=max(style.size * room / natural, _SMALLEST))

    def _pictures(self, block: Pictures) -> list[Slice]:
        style = Style(size=9, leading=13.5, align="center", justify=False)
        wide, tall = BODY / 2, 98 * MM
        strip = 2 * style.leading + 2 * PAD_Y
        found: list[Slice] = []
        for start in range(0, len(block.pictures), 2):
            row: list[tuple[Picture, float, list[Line]]] = []
            for i, picture in enumerate(block.pictures[start : start + 2]):
                lines = Paragraph(picture.caption, style, self._setter).lines(wide - 2 * PAD_X)
                row.append((picture, LEFT + i * wide, lines))
            found.append(Slice(tall + strip, _pictures_drawer(row, wide, tall, strip, style)))
            if start % 4:
                found.append(Slice(0.0, nothing, page_break=True))
            else:
                found.append(Slice(5 * MM, nothing, gap=True))
        return found

    def footer(self, page: Page, footer: Footer, number: int, pages: int) -> None:
        centre = footer.centre.format(page=number, pages=pages)
        left = Style(size=9, leading=12, justify=False)
        placed = (
            (footer.left, left),
            (centre, replace(left, align="center")),
            (footer.right, replace(left, align="right")),
        )
        for text, style in placed:
            for line in Paragraph(text, style, self._setter).lines(BODY)[:1] if text else []:
                _line_drawer(line, style, LEFT, BODY)(page, FOOT + style.leading, False)


@dataclass(frozen=True)
class _Set:
    """A cell with its lines, at its place in the row."""

    cell: Cell
    style: Style
    lines: list[Line]
    x: float
    width: float


def _row_drawer(cells: Sequence[_Set], height: float) -> Draw:
    def draw(page: Page, top: float, opens: bool) -> None:
        _rules(page, cells, top, height, opens)
        for item in cells:
            box = Box(item.x, top - height, item.x + item.width, top)
            depth = len(item.lines) * item.style.leading
            down = (height - depth) / 2 if item.cell.middle else PAD_Y
            for i, line in enumerate(item.lines):
                y = top - down - i * item.style.leading
                _line_drawer(line, item.style, item.x + PAD_X, item.width - 2 * PAD_X)(page, y, False)
            if item.cell.slash:
                page.marks.append(Rule(box.x1, box.y1, box.x2, box.y2, THIN))
            if item.cell.ink:
                page.marks.append(Pen(item.cell.ink, Box(box.x1 + PAD_X, box.y1 + 2, box.x2 - PAD_X, box.y2 - 2)))
            if item.cell.anchor:
                page.anchors[item.cell.anchor] = box

    return draw


def _torn(cells: Sequence[_Set], row: Row, height: float) -> list[Slice]:
    """A row too long to stay whole: one slice for each line across its cells, white above the first and below the last."""
    lines = max(len(item.lines) for item in cells)
    leading = max(item.style.leading for item in cells)
    spare = max(height - lines * leading - 2 * PAD_Y, 0.0)
    found = []
    for number in range(lines):
        first, last = number == 0, number == lines - 1
        above, below = (PAD_Y if first else 0.0), (PAD_Y + spare if last else 0.0)
        tall = above + leading + below
        keep = row.keep if last else number in {0, lines - 2}
        found.append(Slice(tall, _torn_drawer(cells, number, above, tall), keep, torn=not last, pad=_pad_drawer(cells)))
    return found


def _torn_drawer(cells: Sequence[_Set], number: int, above: float, height: float) -> Draw:
    def draw(page: Page, top: float, opens: bool) -> None:
        _rules(page, cells, top, height, opens or number > 0)
        for item in cells:
            if number < len(item.lines):
                x, width = item.x + PAD_X, item.width - 2 * PAD_X
                _line_drawer(item.lines[number], item.style, x, width)(page, top - above, False)

    return draw


def _pad_drawer(cells: Sequence[_Set]) -> Draw:
    """The white between a torn row's text and the frame where a page ends or begins."""

    def draw(page: Page, top: float, opens: bool) -> None:
        _rules(page, cells, top, PAD_Y, opens)

    return draw


def _rules(page: Page, cells: Sequence[_Set], top: float, height: float, opens: bool) -> None:
    if not opens:
        page.marks.append(Rule(cells[0].x, top, cells[-1].x + cells[-1].width, top, THIN))
    for item in cells[1:]:
        page.marks.append(Rule(item.x, top, item.x, top - height, THIN))


def _line_drawer(line: Line, style: Style, x: float, width: float) -> Draw:
    def draw(page: Page, top: float, _: bool) -> None:
        spare = width - line.indent - line.width
        left = x + line.indent + {"left": 0.0, "center": spare / 2, "right": spare}[style.align]
        baseline = top - (style.leading - style.size) / 2 - _ASCENT * style.size
        if line.runs:
            page.marks.append(Words(left, baseline, line.runs, style.size, line.spread, style.bold))

    return draw


def _pictures_drawer(
    row: Sequence[tuple[Picture, float, list[Line]]], wide: float, tall: float, strip: float, style: Style
) -> Draw:
    def draw(page: Page, top: float, _: bool) -> None:
        for picture, x, lines in row:
            page.marks.append(Frame(Box(x, top - tall - strip, x + wide, top)))
            page.marks.append(Rule(x, top - tall, x + wide, top - tall, THIN))
            page.marks.append(Photo(picture.image, Box(x + PAD_X, top - tall + PAD_X, x + wide - PAD_X, top - PAD_X)))
            for i, line in enumerate(lines[:2]):
                y = top - tall - PAD_Y - i * style.leading
                _line_drawer(line, style, x + PAD_X, wide - 2 * PAD_X)(page, y, False)

    return draw


def _pull(found: list[Slice]) -> None:
    """Tie the last lines already set to what follows, so that it never stands alone on a page."""
    tied = 0.0
    for piece in reversed(found):
        if tied >= _PULLED or piece.page_break:
            return
        piece.keep = True
        tied += 0.0 if piece.gap else piece.height

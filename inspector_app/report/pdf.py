"""Writes a laid-out document as PDF by ReportLab: the same outline and faces give the same bytes.

Leaves to others: what stands where (layout), signing (signature). Photos must be shrunk by the caller.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from inspector_app.report import marks
from inspector_app.report.fonts import Typesetter
from inspector_app.report.layout import lay
from inspector_app.report.outline import Outline, Style
from inspector_app.report.paragraph import Paragraph

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_BOLD = 0.028  # of the size: the stroke that makes a title weight out of a regular face
_PEN = (0.6, 1.9)  # points: thinnest and thickest line of the pen


@dataclass(frozen=True)
class Place:
    """Where a named box stands: page from 0, and x1, y1, x2, y2 in points from the lower left."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Drawn:
    """A finished file, its number of pages, and the boxes signatures go to."""

    data: bytes
    pages: int
    places: Mapping[str, Place]


def draw(outline: Outline) -> bytes:
    """Return `outline` as a PDF file; Problems fonts.missing and fonts.no_glyph before a byte is made."""
    return compose(outline).data


def compose(outline: Outline, setter: Typesetter | None = None) -> Drawn:
    """Return `outline` as a PDF file with the places of its anchors."""
    setter = setter or Typesetter()
    pages = lay(outline, setter)
    out = io.BytesIO()
    canvas = _canvas(out, outline, setter)
    brush = _Brush(canvas)
    watermark = _watermark(outline, setter)
    places: dict[str, Place] = {}
    for number, page in enumerate(pages):
        if watermark:
            brush.watermark(watermark)
        for mark in page.marks:
            brush.mark(mark)
        places |= {name: Place(number, (box.x1, box.y1, box.x2, box.y2)) for name, box in page.anchors.items()}
        canvas.showPage()
    canvas.save()
    return Drawn(out.getvalue(), len(pages), places)


def _canvas(out: io.BytesIO, outline: Outline, setter: Typesetter) -> "Canvas":
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # ASCII armour costs most of the time of a page with photos and serves nobody
    make: Any = Canvas  # its stub knows neither a font's name nor the document behind
    canvas = make(
        out,
        pagesize=(marks.WIDTH, marks.HEIGHT),
        pageCompression=1,
        invariant=1,
        initialFontName=setter.face("一", "song").name,  # else an unembedded Helvetica is listed in the file
        lang={"zh": "zh-CN", "en": "en"}[outline.language],
        pdfVersion=(1, 7),
    )
    canvas.setTitle(outline.title)
    canvas.setAuthor(outline.author)
    canvas.setCreator("Inspector")
    canvas.setProducer("ReportLab")
    canvas._doc._timeStamp = _Stamp(outline.made_at or datetime(2000, 1, 1, tzinfo=UTC))
    return cast("Canvas", canvas)


class _Stamp:
    """The document's own time in the shape ReportLab asks for, so that a reprint carries the first print's date."""

    def __init__(self, at: datetime) -> None:
        self.YMDhms = (at.year, at.month, at.day, at.hour, at.minute, at.second)
        minutes = int((at.utcoffset() or UTC.utcoffset(None)).total_seconds()) // 60
        self.dhh, self.dmm = minutes // 60, minutes % 60


class _Brush:
    """Draws marks on a canvas."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas: Any = canvas

    def mark(self, mark: marks.Mark) -> None:
        match mark:
            case marks.Words():
                self._words(mark)
            case marks.Rule(x1, y1, x2, y2, width):
                self._canvas.setLineWidth(width)
                self._canvas.line(x1, y1, x2, y2)
            case marks.Frame(box):
                self._canvas.setLineWidth(marks.FRAME)
                self._canvas.rect(box.x1, box.y1, box.x2 - box.x1, box.y2 - box.y1)
            case marks.Pen(strokes, box):
                self._ink(strokes, box)
            case marks.Photo(image, box):
                self._photo(image, box)
            case marks.Code(data, box):
                self._code(data, box)

    def _words(self, mark: marks.Words) -> None:
        text = self._canvas.beginText(mark.x, mark.y)
        if mark.bold:
            self._canvas.setLineWidth(mark.size * _BOLD)
            text.setTextRenderMode(2)
        spread = 0.0
        for face, characters, kern in mark.runs:
            text.setFont(face.name, mark.size)
            plain, last = (characters[:-1], characters[-1:]) if kern else (characters, "")
            for piece, space in ((plain, mark.spread), (last, mark.spread + kern)):
                if piece:
                    if space != spread:
                        text.setCharSpace(spread := space)
                    text.textOut(piece)
        if spread:
            text.setCharSpace(0)
        if mark.bold:
            text.setTextRenderMode(0)
        self._canvas.drawText(text)

    def _ink(self, strokes: tuple[tuple[tuple[int, int, int, int], ...], ...], box: marks.Box) -> None:
        """Every segment is a line of its own, as wide as the pen was pressed."""
        scale = min((box.x2 - box.x1) / 10_000, (box.y2 - box.y1) / 4_000)
        left = (box.x1 + box.x2 - 10_000 * scale) / 2
        top = (box.y1 + box.y2 + 4_000 * scale) / 2
        canvas = self._canvas
        canvas.saveState()
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        for stroke in strokes:
            points = [(left + x * scale, top - y * scale, pressure) for x, y, _, pressure in stroke]
            for (x1, y1, _), (x2, y2, pressure) in zip(points, points[1:] or points, strict=False):
                canvas.setLineWidth(_PEN[0] + (_PEN[1] - _PEN[0]) * min(max(pressure, 0), 1000) / 1000)
                canvas.line(x1, y1, x2, y2)
        canvas.restoreState()

    def _photo(self, image: bytes, box: marks.Box) -> None:
        from reportlab.lib.utils import ImageReader

        reader = ImageReader(io.BytesIO(image))
        wide, tall = reader.getSize()
        scale = min((box.x2 - box.x1) / wide, (box.y2 - box.y1) / tall)
        x = (box.x1 + box.x2 - wide * scale) / 2
        y = (box.y1 + box.y2 - tall * scale) / 2
        self._canvas.drawImage(reader, x, y, wide * scale, tall * scale)

    def _code(self, data: str, box: marks.Box) -> None:
        import segno

        matrix = segno.make(data, error="m", micro=False).matrix
        side = (box.x2 - box.x1) / len(matrix)
        path = self._canvas.beginPath()
        for row, modules in enumerate(matrix):
            column = 0
            while column < len(modules):
                end = column
                while end < len(modules) and modules[end]:
                    end += 1
                if end > column:
                    path.rect(box.x1 + column * side, box.y2 - (row + 1) * side, (end - column) * side, side)
                column = max(end, column + 1)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def watermark(self, mark: marks.Words) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillGray(0.88)
        canvas.translate(marks.WIDTH / 2, marks.HEIGHT / 2)
        canvas.rotate(45)
        self._words(mark)
        canvas.restoreState()


def _watermark(outline: Outline, setter: Typesetter) -> marks.Words | None:
    if not outline.watermark:
        return None
    style = Style(role="hei", size=110, justify=False)
    line = Paragraph(outline.watermark, style, setter).lines(marks.HEIGHT)[0]
    return marks.Words(-line.width / 2, -style.size * 0.35, line.runs, style.size, 0.0, False)

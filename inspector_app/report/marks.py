"""The marks that stand on a page, the slices pages are filled from, and the working sheet's measures.

Coordinates are points from the lower left corner. Nothing is decided here: measure makes slices, layout places them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from inspector_app.report.outline import MM, Stroke
from inspector_app.report.paragraph import Run

WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 25 * MM, 20 * MM, 20 * MM, 22 * MM
BODY = WIDTH - LEFT - RIGHT
DEPTH = HEIGHT - TOP - BOTTOM
FOOT = 12 * MM  # baseline of the footer
PAD_X, PAD_Y = 5.0, 3.0  # white inside a cell
THIN, FRAME = 0.5, 0.9  # rules inside and around a table
QR_SIDE = 21 * MM


class Words(NamedTuple):
    """A set line at its baseline."""

    x: float
    y: float
    runs: tuple[Run, ...]
    size: float
    spread: float
    bold: bool


class Rule(NamedTuple):
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


class Box(NamedTuple):
    """A rectangle: lower left corner, upper right corner."""

    x1: float
    y1: float
    x2: float
    y2: float


class Frame(NamedTuple):
    """The outline of a table's part on one page."""

    box: Box


class Pen(NamedTuple):
    """Ink, fitted into a box."""

    strokes: tuple[Stroke, ...]
    box: Box


class Photo(NamedTuple):
    """A picture, fitted into a box."""

    image: bytes
    box: Box


class Code(NamedTuple):
    """A QR code filling a box."""

    data: str
    box: Box


Mark = Words | Rule | Frame | Pen | Photo | Code


@dataclass
class Page:
    """The marks of one page, and the named boxes on it (where a signature stands)."""

    marks: list[Mark] = field(default_factory=list)
    anchors: dict[str, Box] = field(default_factory=dict)


Draw = Callable[[Page, float, bool], None]  # page, y of the slice's top, whether it opens the table's part on this page


@dataclass
class Slice:
    """The smallest piece that is never torn: a line, a table row, a row of photos. `table` says which table it is of."""

    height: float
    draw: Draw
    keep: bool = False
    table: "Ruled | None" = None
    head: bool = False
    gap: bool = False
    page_break: bool = False
    torn: bool = False  # the row goes on after this slice
    pad: Draw | None = None


@dataclass(eq=False)
class Ruled:
    """A table on its way over the pages: where it stands, its head, whether a part of it has been placed."""

    x: float
    width: float
    head: list[Slice] = field(default_factory=list)
    begun: bool = False


def nothing(page: Page, top: float, opens: bool) -> None:
    """White space leaves no mark."""

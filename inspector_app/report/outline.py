"""What stands on paper and in which order: blocks of text, tables, ink and pictures, with no page and no drawing.

Lengths are points unless a name says millimetres. Drawing and page breaks belong to layout and pdf.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from inspector_app.report.fonts import Role
from inspector_app.text import Language

MM = 72 / 25.4
Stroke = tuple[tuple[int, int, int, int], ...]  # (x, y, ms, pressure) in a box 10,000 × 4,000, y downwards


@dataclass(frozen=True)
class Style:
    """How a text is set. `indent` is the first line's, in characters; `bold` thickens the face by a stroke."""

    role: Role = "song"
    size: float = 10.5
    leading: float = 16.0
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False
    indent: float = 0.0
    justify: bool = True


@dataclass(frozen=True)
class Span:
    """A piece of a text: in another face, or `solid` = never broken inside."""

    text: str
    role: Role | None = None
    solid: bool = False


Content = str | tuple[Span, ...]


@dataclass(frozen=True)
class Text:
    """A paragraph. `keep` holds it on the page of what follows."""

    content: Content
    style: Style = Style()
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    where: str = ""  # named when a character cannot be printed


@dataclass(frozen=True)
class Cell:
    """A field of a table: text, or ink, or an empty box, struck through when `slash`. `anchor` names its box.

    `fit` sets a text that is too long for one line smaller instead of breaking it: a code is never cut in two.
    """

    content: Content = ""
    span: int = 1
    style: Style | None = None
    middle: bool = True
    ink: tuple[Stroke, ...] = ()
    slash: bool = False
    fit: bool = False
    anchor: str = ""
    where: str = ""


@dataclass(frozen=True)
class Row:
    """Cells side by side. A row is never torn unless `split` (or taller than a page): then between its lines."""

    cells: tuple[Cell, ...]
    height: float = 0.0  # at least
    keep: bool = False
    split: bool = False


@dataclass(frozen=True)
class Table:
    """A ruled table. The first `head` rows come again on every page it reaches."""

    widths: tuple[float, ...]  # millimetres
    rows: tuple[Row, ...]
    head: int = 0
    style: Style = Style(size=9, leading=13.5)
    where: str = ""


@dataclass(frozen=True)
class Title:
    """The top of page 1: the issuing body, the title, a line under it, a QR code at the right."""

    title: str
    above: str = ""
    below: str = ""
    qr: str = ""
    qr_caption: str = ""


@dataclass(frozen=True)
class Picture:
    """A photo with the lines under it."""

    image: bytes
    caption: str


@dataclass(frozen=True)
class Pictures:
    """Photos, four a page; starts a page of its own unless the heading before it has just done so."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Gap:
    """White space; nothing at the top of a page."""

    height: float


@dataclass(frozen=True)
class PageBreak:
    """What follows starts a page."""


@dataclass(frozen=True)
class Together:
    """Blocks that stay on one page; with `pull` never alone on it: the last lines before them come along."""

    blocks: tuple["Block", ...]
    pull: bool = False


Block = Text | Table | Title | Pictures | Gap | PageBreak | Together


@dataclass(frozen=True)
class Footer:
    """The line under every page; `centre` is a template with {page} and {pages}."""

    left: str = ""
    centre: str = ""
    right: str = ""


@dataclass(frozen=True)
class Outline:
    """A whole document. `made_at` is the only time that enters the file."""

    title: str
    blocks: tuple[Block, ...]
    footer: Footer = Footer()
    watermark: str = ""
    language: Language = "zh"
    author: str = ""
    made_at: datetime | None = None
    keywords: Mapping[str, str] = field(default_factory=dict)

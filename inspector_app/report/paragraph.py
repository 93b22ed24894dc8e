"""Breaks Chinese text into lines: no forbidden line start or end; numbers, units and Latin words stay whole.

Rules after 《中文排版需求》 (W3C CLReq) §3.1.3 and GB/T 15834; ReportLab's own breaking misses most of them.
Leaves to others: which face a character gets (fonts) and where the lines stand (layout).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from inspector_app.report.fonts import Face, Role, Typesetter, clean, disguised
from inspector_app.report.outline import Content, Span, Style
from inspector_app.text import full_width

NO_START = frozenset("，。、；：？！）】》〉」』〕〗］｝’”…—～·・％‰℃°′″,.;:?!)]}%‐–々〻★°®™²³")
NO_END = frozenset("（【《〈「『〔〖［｛‘“([{¥￥＄$£€№#☐☑☒第")
UNITS = frozenset(
    "年月日时分秒点个名人处具间只台套件份次条项种所校班级节课米克斤吨元角度盒桶瓶箱辆座层栋楼室号页张把支℃㎡"
)
LATIN_UNITS = frozenset(
    {"g", "kg", "mg", "m", "cm", "mm", "km", "s", "min", "h", "d", "L", "mL", "kW", "W", "V", "A", "MPa"}
)
_SOFT = frozenset(",;:")  # a Latin line may end after these, unless a digit follows
_CLOSING, _OPENING = frozenset("，。、；：！？）】》〉」』〕”’"), frozenset("（【《〈「『〔“‘")
_SPREAD = 0.12  # of the size: more white between characters than this looks worse than a ragged edge
_FUZZ = 0.01


class Run(NamedTuple):
    """Characters of one face; `kern` is the space to add after the last (negative where two marks close up)."""

    face: Face
    text: str
    kern: float = 0.0


@dataclass(frozen=True)
class Line:
    """One set line: its runs, width in points, extra space after each character to fill, white before."""

    runs: tuple[Run, ...]
    width: float
    spread: float = 0.0
    indent: float = 0.0


class Paragraph:
    """A text ready to be broken at any width: its characters with their faces and widths, measured once."""

    def __init__(self, content: Content, style: Style, setter: Typesetter, where: str = "") -> None:
        self._style = style
        self._hard: list[_Hard] = []
        for spans in _hard_lines(content):
            self._hard.append(_Hard(spans, style, setter, where))

    def lines(self, width: float) -> list[Line]:
        """Return the lines at `width` points; an empty text is one empty line."""
        lines: list[Line] = []
        for hard in self._hard:
            lines += hard.lines(width)
        return lines


class _Hard:
    """The text between two line feeds."""

    def __init__(self, spans: Sequence[Span], style: Style, setter: Typesetter, where: str) -> None:
        self._style = style
        typed = "".join(span.text for span in spans)
        self._characters = full_width(typed)
        pairs = zip(self._characters, typed, strict=True)
        self._drawn = "".join(shown if shown == mark else disguised(mark) for shown, mark in pairs)
        self._faces: list[Face] = []
        solid: list[bool] = []
        for span in spans:
            start = len(self._faces)
            role: Role = span.role or style.role
            self._faces += [setter.face(c, role, where) for c in self._drawn[start : start + len(span.text)]]
            solid += [span.solid] * (len(span.text) - 1) + [False] if span.text else []
        scale = style.size / 1000
        self._kerns = [_close_up(self._characters, i) * style.size for i in range(len(self._characters))]
        advances = (face.width(c) * scale for face, c in zip(self._faces, self._drawn, strict=True))
        self._widths = [advance + kern for advance, kern in zip(advances, self._kerns, strict=True)]
        self._breaks = [not held and may_break(self._characters, i + 1) for i, held in enumerate(solid)]

    def lines(self, width: float) -> list[Line]:
        found: list[Line] = []
        start, size, indent = 0, len(self._characters), self._style.indent * self._style.size
        while start < size:
            end = self._end(start, width - indent)
            found.append(self._line(start, end, width, indent, fill=self._style.justify and end < size))
            start, indent = end, 0.0
            while start < size and self._characters[start] == " ":
                start += 1
        return found or [Line((), 0.0)]

    def _end(self, start: int, width: float) -> int:
        """Return where the line from `start` ends: the last permitted break that fits, else as much as fits."""
        used, best, i = 0.0, 0, start
        while i < len(self._characters):
            used += self._widths[i]
            if used > width + _FUZZ and self._characters[i] != " ":
                break
            if self._breaks[i]:
                best = i + 1
            i += 1
        if i == len(self._characters):
            return i
        return best if best > start else self._forced(start, max(i, start + 1))

    def _forced(self, start: int, end: int) -> int:
        """A word longer than the line is cut, but still with no forbidden start or end if that can be."""
        cut = end
        while cut > start + 1 and (self._first(cut) in NO_START or self._characters[cut - 1] in NO_END):
            cut -= 1
        return cut if cut > start + 1 else end

    def _first(self, at: int) -> str:
        """Return the character a line cut at `at` would begin with: spaces there are dropped."""
        return self._characters[at:].lstrip(" ")[:1]

    def _line(self, start: int, end: int, width: float, indent: float, *, fill: bool) -> Line:
        while end > start and self._characters[end - 1] == " ":
            end -= 1
        natural = sum(self._widths[start:end])
        gaps = end - start - 1
        spread = (width - indent - natural) / gaps if fill and gaps > 0 else 0.0
        spread = spread if 0 < spread <= _SPREAD * self._style.size else 0.0
        return Line(tuple(self._runs(start, end)), natural + spread * max(gaps, 0), spread, indent)

    def _runs(self, start: int, end: int) -> Iterator[Run]:
        i = start
        while i < end:
            j = i + 1
            while j < end and self._faces[j] is self._faces[i] and not self._kerns[j - 1]:
                j += 1
            yield Run(self._faces[i], self._drawn[i:j], self._kerns[j - 1])
            i = j


def _close_up(text: str, at: int) -> float:
    """Return the kern after text[at] in ems: of two full-width marks in a row the white half between them goes."""
    pair = text[at : at + 2]
    if len(pair) < 2 or pair[0] not in _CLOSING | _OPENING:
        return 0.0
    both_open = pair[0] in _OPENING and pair[1] in _OPENING
    return -0.5 if both_open or (pair[0] in _CLOSING and pair[1] in _CLOSING | _OPENING) else 0.0


def may_break(text: str, at: int) -> bool:
    """Say whether a line may end between text[at - 1] and text[at]."""
    if at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before == " ":
        return after not in NO_START and not _number_and_unit(text, at)
    if after == " " or after in NO_START or before in NO_END:
        return False
    if before.isdigit() and after in UNITS:
        return False
    if _western(before) and _western(after):
        return before in _SOFT and not after.isdigit()
    return True


def _number_and_unit(text: str, at: int) -> bool:
    """118 g and 3 处 stay on one line."""
    if at < 2 or not text[at - 2].isdigit():
        return False
    end = at
    while end < len(text) and text[end].isascii() and text[end].isalpha():
        end += 1
    return text[at] in UNITS or text[at:end] in LATIN_UNITS


def _western(character: str) -> bool:
    return ord(character) < 0x2000 and character != " "


def _hard_lines(content: Content) -> list[list[Span]]:
    spans = (Span(content),) if isinstance(content, str) else content
    lines: list[list[Span]] = [[]]
    for span in spans:
        first, *more = clean(span.text).split("\n")
        lines[-1].append(Span(first, span.role, span.solid))
        lines += [[Span(piece, span.role, span.solid)] for piece in more]
    return lines

"""The faces paper is set in: found by role, asked character by character, refused by name when a character has none.

Leaves to others: making the default faces (fontbuild), breaking lines (paragraph), drawing (pdf).
"""

import os
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from inspector_app.errors import Problem
from inspector_app.packaged import data_folder
from inspector_app.text import FULL_WIDTH

Role = Literal["song", "hei", "fang", "kai", "title"]
SONG, HEI = "NotoSerifSC-Regular.ttf", "NotoSansSC-Regular.ttf"


@dataclass(frozen=True)
class Faces:
    """The face file of each role. 仿宋, 楷体 and 小标宋 have no free face: they fall back to these two until one is named."""

    song: Path
    hei: Path
    fang: Path
    kai: Path
    title: Path


def folders() -> list[Path]:
    """Return where faces may lie: INSPECTOR_FONTS alone if set, else packaged, else the checkout's cache."""
    if named := os.environ.get("INSPECTOR_FONTS"):
        return [Path(named)]
    resources = data_folder("resources")
    return [resources / "fonts", resources.parent / ".cache" / "fonts"]


def faces() -> Faces:
    """Return the face of each role; Problem fonts.missing names the first that is nowhere."""
    song, hei = _find(SONG), _find(HEI)
    return Faces(song=song, hei=hei, fang=song, kai=song, title=song)


def _find(name: str) -> Path:
    for folder in folders():
        if (folder / name).is_file():
            return folder / name
    raise Problem("fonts.missing", folders()[-1], face=name)


# Inspectors type half-width marks in Chinese text. They are drawn with the full-width glyph, as print demands, but the
# file keeps what was typed: such a mark has a private code whose ToUnicode entry is the ASCII character.
_DISGUISE = 0xF0000


def disguised(mark: str) -> str:
    """Return the private character that draws `mark` full-width and reads back as `mark`."""
    return chr(_DISGUISE + ord(mark))


class Face:
    """One loaded face: `name` for the drawing library, widths in thousandths of the size."""

    def __init__(self, path: Path) -> None:
        from reportlab.pdfbase import pdfmetrics

        self.name = str(path.resolve())  # only a key in ReportLab's table; the file carries the face's own name
        self.font: Any = _font_class()(self.name, str(path), shapable=False)
        pdfmetrics.registerFont(self.font)
        self._widths: dict[int, float] = self.font.face.charWidths
        self._glyphs: dict[int, int] = self.font.face.charToGlyph
        for ascii_mark, wide in FULL_WIDTH.items():
            if self._glyphs.get(ord(wide)):
                self._glyphs[ord(disguised(ascii_mark))] = self._glyphs[ord(wide)]
                self._widths[ord(disguised(ascii_mark))] = self._widths[ord(wide)]

    def has(self, character: str) -> bool:
        """Say whether this face draws `character`."""
        return self._glyphs.get(ord(character), 0) != 0

    def width(self, character: str) -> float:
        """Return the advance of `character` in thousandths of the font size."""
        return self._widths.get(ord(character), 1000.0)


class Typesetter:
    """Gives every character its face: the role's own, else any other that has it, else Problem fonts.no_glyph."""

    def __init__(self, chosen: Faces | None = None) -> None:
        self.faces = chosen or faces()
        self._chosen: dict[tuple[Role, str], Face] = {}

    def face(self, character: str, role: Role, where: str = "") -> Face:
        """Return the face that draws `character` in `role`; `where` is named when none does."""
        found = self._chosen.get((role, character))
        if found is None:
            found = self._chosen[role, character] = self._search(character, role, where)
        return found

    def _search(self, character: str, role: Role, where: str) -> Face:
        paths = [getattr(self.faces, role), self.faces.song, self.faces.hei]
        for path in dict.fromkeys(paths):
            face = load(path)
            if face.has(character):
                return face
        raise Problem("fonts.no_glyph", where, character=character, codepoint=f"U+{ord(character):04X}")


@cache
def load(path: Path) -> Face:
    """Return the face of a file, read once per process."""
    return Face(path)


def undrawn(text: str) -> str:
    """Return the characters of `text` that no face of the paper draws, each once, in order; Problem fonts.missing."""
    loaded = [load(path) for path in dict.fromkeys((faces().song, faces().hei))]
    kept = dict.fromkeys(clean(text).replace("\n", ""))
    return "".join(one for one in kept if not any(face.has(one) for face in loaded))


_INVISIBLE = {"Cc", "Cf", "Cs"}  # private-use and unassigned characters stay: they must stop the print, not vanish


def clean(text: str) -> str:
    """Return `text` as it can be printed: NFC, tabs as spaces, no control or direction characters (newlines stay)."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in _INVISIBLE)
    return "".join(c for c in kept if not 0xFE00 <= ord(c) <= 0xFE0F)  # variation selectors pick a shape we do not have


@cache
def _font_class() -> type:
    from reportlab.pdfbase.ttfonts import TTFont

    class Readable(TTFont):
        """A TTFont whose text reads back: ReportLab writes <2CB4E> where the CMap needs the surrogates <D872DF4E>."""

        def addObjects(self, doc: Any) -> None:
            super().addObjects(doc)
            for name, made in doc.idToObject.items():
                if name.startswith("toUnicodeCMap:") and isinstance(made.content, str):
                    made.content = _BEYOND_BMP.sub(_surrogates, made.content)

    return Readable


_BEYOND_BMP = re.compile(r"> <([0-9A-F]{5,6})>")


def _surrogates(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    code = code - _DISGUISE if code - _DISGUISE in map(ord, FULL_WIDTH) else code
    return f"> <{chr(code).encode('utf-16-be').hex().upper()}>"

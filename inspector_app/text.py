"""Wording by code in Chinese and English (Problems, rule texts, the words of documents), and Chinese marks as print sets them.

The window's own strings are not here: they belong to Qt Linguist (gui, resources/i18n).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, cast

import yaml

from inspector_app.packaged import data_folder

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
"""Half-width marks that people and form files write in Chinese, and the marks that are shown and printed instead."""


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Return every wording of one language: dotted code -> template (str.format fields)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = yaml.load((data_folder("resources") / f"text.{language}.yaml").read_text("utf-8"), loader)
    return dict(_flat("", cast(Mapping[str, Any], tree)))


def text(code: str, language: Language = "zh", **fields: object) -> str:
    """Return the wording of `code`; KeyError when the code has none (a test holds both catalogues complete)."""
    return catalogue(language)[code].format(**fields)


def full_width(text: str) -> str:
    """Return `text` with the half-width marks that stand in Chinese made full-width; the length stays."""
    marks = list(text)
    opened: list[int] = []
    for i, mark in enumerate(text):
        if mark == "(":
            opened.append(i)
        elif mark == ")" and opened:
            start = opened.pop()
            if any(map(_chinese, text[max(start - 1, 0) : i + 2])):
                marks[start], marks[i] = FULL_WIDTH["("], FULL_WIDTH[")"]
        elif mark in FULL_WIDTH and mark not in "()":
            neighbours = text[max(i - 1, 0) : i + 2]
            if any(map(_chinese, neighbours)) and not neighbours.endswith(" "):
                marks[i] = FULL_WIDTH[mark]
    return "".join(marks)


def _flat(prefix: str, tree: Mapping[str, Any]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in tree.items():
        code = f"{prefix}.{key}" if prefix else str(key)
        flat += _flat(code, value) if isinstance(value, Mapping) else [(code, str(value))]
    return flat


def _chinese(character: str) -> bool:
    return ord(character) >= 0x2E80

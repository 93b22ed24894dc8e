"""Wording by code in Chinese and English: Problems, rule texts and the words of documents.

The window's own strings are not here: they belong to Qt Linguist (gui, resources/i18n).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, cast

import yaml

from inspector_app.packaged import data_folder

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Return every wording of one language: dotted code -> template (str.format fields)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = yaml.load((data_folder("resources") / f"text.{language}.yaml").read_text("utf-8"), loader)
    return dict(_flat("", cast(Mapping[str, Any], tree)))


def text(code: str, language: Language = "zh", **fields: object) -> str:
    """Return the wording of `code`; KeyError when the code has none (a test holds both catalogues complete)."""
    return catalogue(language)[code].format(**fields)


def _flat(prefix: str, tree: Mapping[str, Any]) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in tree.items():
        code = f"{prefix}.{key}" if prefix else str(key)
        flat += _flat(code, value) if isinstance(value, Mapping) else [(code, str(value))]
    return flat

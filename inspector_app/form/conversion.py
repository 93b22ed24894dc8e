"""An answer's text from one way of asking to another: numbers, dates, choices and their words; what does not fit is left."""

from typing import NamedTuple

from inspector_app.form.canonical import MANY, ONE, SELECTS, canonical, fits
from inspector_app.form.definition import Form, Question, wording
from inspector_app.form.offers import listed
from inspector_app.form.types import MEDIA, METADATA

_JOINT = "、"
_OWN_KIND = MEDIA | METADATA | {"acknowledge", "note"}
"""Values that are no text a person wrote (a file's name, a tick, what a device noted): they go to the same type alone."""


class Asked(NamedTuple):
    """How a question is asked: its type, and the word of each choice, None where the choices are not fixed (or it has none).

    A choice's word is its Chinese label, its name where that word would not tell it from the others.
    """

    type: str
    words: dict[str, str] | None

    @property
    def is_select(self) -> bool:
        """True where it is answered with choices."""
        return self.type in SELECTS


def asked(form: Form, question: Question) -> Asked:
    """Return how a question is asked."""
    if question.type not in SELECTS:
        return Asked(question.type, None)
    offered = listed(form, question)
    if not offered:
        return Asked(question.type, None)
    labels = [wording(choice.label, "zh").strip() for choice in offered]
    names = {choice.name for choice in offered}
    words = {}
    for choice, label in zip(offered, labels, strict=True):
        plain = label and labels.count(label) == 1 and label not in names - {choice.name} and _JOINT not in label
        words[choice.name] = label if plain else choice.name
    return Asked(question.type, words)


def converted(old: Asked | None, new: Asked, text: str) -> tuple[str, str]:
    """Return an answer's text in the new way of asking, and what of the old text has no place there ("" for nothing).

    `old` is None where nobody knows how it was asked. What is asked as before keeps its text to the letter.
    """
    if not text or (old == new):
        return text, ""
    if new.is_select:
        return _chosen(old, new, text)
    if old is not None and old.is_select:
        return _written(old, new, text)
    if old is None:  # a version before the last one asked it, most likely this one: as it stood where it fits
        told = text if fits(new.type, text) else canonical(new.type, text)
        return (told, "") if fits(new.type, told) else ("", text)
    if old.type == new.type:
        return text, ""
    if _OWN_KIND & {old.type, new.type}:
        return "", text
    told = canonical(new.type, text)
    return (told, "") if fits(new.type, told) else ("", text)


def _chosen(old: Asked | None, new: Asked, text: str) -> tuple[str, str]:
    """Return what can be chosen: of several names those that are still there; one only if it was the only one."""
    if old is None and new.words is None:
        return text, ""
    if old is None or not old.is_select:
        names = _named(new, text)
        stays = names if all(_offered(None, new, name) for name in names) else []
        one_too_many = new.type in ONE and len(stays) != 1
        return ("", text) if not stays or one_too_many else (" ".join(stays), "")
    names = text.split() if old.type in MANY else [text]
    stays = [name for name in names if _offered(old, new, name)]
    if new.type in ONE and len(names) > 1:
        return "", text
    return " ".join(stays), " ".join(name for name in names if name not in stays)


def _named(new: Asked, text: str) -> list[str]:
    """Return the names that a written text means: the words of choices, or their names."""
    names = {word: name for name, word in (new.words or {}).items()}
    parts = [part.strip() for part in text.split(_JOINT)] if new.type in MANY else [text.strip()]
    if new.type in MANY and len(parts) == 1 and parts[0] not in names:
        parts = text.split()
    return [names.get(part, part) for part in parts]


def _offered(old: Asked | None, new: Asked, name: str) -> bool:
    """Tell whether a name can stand in the new version: it is offered, or was no choice of the old one either."""
    if new.words is None:
        return old is not None
    return name in new.words or (old is not None and old.words is not None and name not in old.words)


def _written(old: Asked, new: Asked, text: str) -> tuple[str, str]:
    """Return choices as text (their words) or, where their names are such, as a number or a date."""
    if new.type in _OWN_KIND:
        return "", text
    if new.type in ("text", "barcode", "hidden"):
        words = old.words or {}
        names = text.split() if old.type in MANY else [text]
        # What is no choice was written under the new version already.
        return (_JOINT.join(words[name] for name in names) if words.keys() >= set(names) else text), ""
    told = canonical(new.type, text)
    return (told, "") if fits(new.type, told) else ("", text)

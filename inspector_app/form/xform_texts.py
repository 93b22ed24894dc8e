"""The wording of an XForm: itext translations, labels with answers in them, messages."""

import re
from xml.etree.ElementTree import Element

from inspector_app.form.definition import Wording
from inspector_app.form.xml_text import local

_ITEXT = re.compile(r"\s*jr:itext\(\s*['\"]([^'\"]*)['\"]\s*\)\s*")


class Texts:
    """Translations by id: `wordings` plain, `media` by form (image, audio, video, big-image); `default` the first language."""

    def __init__(self, model: Element) -> None:
        self.wordings: dict[str, Wording] = {}
        self.media: dict[str, dict[str, Wording]] = {}
        translations = [one for itext in model if local(itext) == "itext" for one in itext]
        translations.sort(key=lambda one: one.get("default") is None)
        self.default = translations[0].get("lang", "") if translations else ""
        for translation in translations:
            for text in translation:
                self._note(text.get("id", ""), translation.get("lang", ""), text)

    def of(self, element: Element | None) -> Wording:
        """Return the wording of a label or hint."""
        if element is None:
            return ""
        match = _ITEXT.fullmatch(element.get("ref", ""))
        return self.wordings.get(match[1], "") if match else written(element)

    def media_of(self, element: Element | None) -> dict[str, Wording]:
        """Return the pictures and sounds of a label."""
        match = _ITEXT.fullmatch("" if element is None else element.get("ref", ""))
        return self.media.get(match[1], {}) if match else {}

    def message(self, given: str) -> Wording:
        """Return a message, itself or by the id it names."""
        match = _ITEXT.fullmatch(given)
        return self.wordings.get(match[1], "") if match else given

    def _note(self, name: str, language: str, text: Element) -> None:
        for value in text:
            form = value.get("form", "")
            target = self.wordings if not form or form == "long" else self.media.setdefault(name, {})
            key = name if target is self.wordings else form
            held = target.setdefault(key, {})
            if isinstance(held, dict):
                held.setdefault(language, written(value))


def written(element: Element) -> str:
    """Return an element's text, the answers it quotes (`output`) as `${…}`."""
    pieces = [element.text or ""]
    for child in element:
        if local(child) == "output":
            pieces.append(f"${{{(child.get('value') or child.get('ref') or '').strip()}}}")
        else:
            pieces.append(written(child))
        pieces.append(child.tail or "")
    return "".join(pieces)

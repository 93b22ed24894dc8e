"""The body of an XForm: controls, groups and repeats by the path they are about, and the values that events set."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from inspector_app.form.definition import Action, Choice, Itemset, Wording
from inspector_app.form.tasks import looks_computed
from inspector_app.form.xform_texts import Texts
from inspector_app.form.xml_text import local

JR = "{http://openrosa.org/javarosa}"
_EVENTS = {
    "xforms-ready": "odk-instance-first-load",
    "odk-instance-load": "odk-instance-first-load",
    "jr-insert": "odk-new-repeat",
}
_KINDS = {
    "input": "input",
    "secret": "input",
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
}
_UPLOADS = {"image": "image", "audio": "audio", "video": "video"}
_NOT_FOLLOWED = frozenset({"setgeopoint", "recordaudio", "insert", "delete"})


class Control(NamedTuple):
    """What the body says of one path. `sort`: input, a select, range, acknowledge, a medium, group or repeat."""

    sort: str
    label: Wording = ""
    hint: Wording = ""
    appearance: str = ""
    parameters: str = ""
    choices: tuple[Choice, ...] = ()
    itemset: Itemset | None = None
    row_count: str = ""
    media: dict[str, Wording] = {}  # noqa: RUF012 - never changed


class Body:
    """Everything the body says, by path, and the actions of body and model; `ignored` names the actions not followed."""

    def __init__(self, body: Element, model: Element, top: str, texts: Texts, ids: dict[str, str]) -> None:
        self.texts = texts
        self.ids = ids
        self.controls: dict[str, Control] = {}
        self.groups: dict[str, Control] = {}
        self.repeats: dict[str, Control] = {}
        self.actions: list[Action] = []
        self.ignored: set[str] = set()
        for element in model:
            self._action(element, top, "")
        self._walk(body, top)

    looks_computed = staticmethod(looks_computed)

    def literal(self, path: str, text: str) -> None:
        """Set a text that reads like an expression as the text it is."""
        self.actions.append(Action(("odk-instance-first-load", "odk-new-repeat"), path, quoted(text)))

    def _walk(self, parent: Element, above: str) -> None:
        for element in parent:
            name = local(element)
            if name in _KINDS or name == "upload":
                self._control(element, above)
            elif name in ("group", "repeat"):
                path = self._path(element, above)
                if name == "repeat":
                    self.repeats[path] = self._part(element)
                elif path != above or element.get("ref"):
                    self.groups[path] = self._part(element)
                for child in element:
                    self._action(child, path, path)
                self._walk(element, path)

    def _path(self, element: Element, above: str) -> str:
        named = self.ids.get(element.get("bind", ""))
        return named or joined(above, element.get("ref") or element.get("nodeset") or "")

    def _part(self, element: Element) -> Control:
        return Control(
            local(element),
            label=self.texts.of(_child(element, "label")),
            appearance=element.get("appearance", ""),
            row_count=element.get(f"{JR}count", ""),
        )

    def _control(self, element: Element, above: str) -> None:
        path = self._path(element, above)
        sort = _KINDS.get(local(element)) or _UPLOADS.get(element.get("mediatype", "").partition("/")[0], "file")
        wanted = ("start", "end", "step") if sort == "range" else ()
        itemset = _child(element, "itemset")
        self.controls[path] = Control(
            sort,
            label=self.texts.of(_child(element, "label")),
            hint=self.texts.of(_child(element, "hint")),
            appearance=element.get("appearance", ""),
            parameters=" ".join(f"{name}={element.get(name)}" for name in wanted if element.get(name)),
            choices=tuple(self._choice(item) for item in element if local(item) == "item"),
            itemset=None if itemset is None else _itemset(itemset),
            media=self.texts.media_of(_child(element, "label")),
        )
        for child in element:
            self._action(child, path, path)

    def _choice(self, item: Element) -> Choice:
        value = _child(item, "value")
        name = "" if value is None else (value.text or "").strip()
        return Choice(name, self.texts.of(_child(item, "label")), media=self.texts.media_of(_child(item, "label")))

    def _action(self, element: Element, above: str, source: str) -> None:
        name = local(element)
        if name in _NOT_FOLLOWED:
            self.ignored.add(name)
        if name != "setvalue":
            return
        events = tuple(_EVENTS.get(one, one) for one in element.get("event", "").replace("odk:", "").split())
        value = element.get("value") or quoted(element.text or "")
        self.actions.append(Action(events, self._path(element, above), value, source))


def joined(above: str, path: str) -> str:
    """Return the absolute path of a possibly relative one, without prefixes and rows."""
    path = path.strip()
    if "[" in path and path.startswith("/"):
        return path
    steps = [] if path.startswith("/") else above.split("/")[1:]
    for step in path.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", ".", "current()"):
            steps.append(step.rpartition(":")[2])
    return "/" + "/".join(steps)


def quoted(text: str) -> str:
    """Return a text as an expression that yields it."""
    if not text:
        return ""
    if "'" not in text:
        return f"'{text}'"
    pieces = ', "\'", '.join(f"'{piece}'" for piece in text.split("'"))
    return f"concat({pieces})"


def _itemset(element: Element) -> Itemset:
    value, label = _child(element, "value"), _child(element, "label")
    return Itemset(
        element.get("nodeset", ""),
        "" if value is None else value.get("ref", ""),
        "" if label is None else label.get("ref", ""),
    )


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if local(child) == name), None)

"""Reading a form from ODK XForm XML, what ODK's servers hand out: model here, body in `xform_body`."""

from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element

from inspector_app.errors import Problem
from inspector_app.form.attachments import attached
from inspector_app.form.definition import Choice, Field, Form, Instance, StartRow, Wording
from inspector_app.form.types import VALUE_TYPES
from inspector_app.form.xform_body import JR, Body, Control, joined
from inspector_app.form.xform_texts import Texts
from inspector_app.form.xml_text import element_of, local, plain_xml

_PRELOADS = {
    ("timestamp", "start"): "start",
    ("timestamp", "end"): "end",
    ("date", "today"): "today",
    ("uid", ""): "uid",
    **{("property", name): name for name in ("deviceid", "username", "email", "subscriberid", "simserial")},
    ("property", "phonenumber"): "phonenumber",
}
_INPUTS = {"barcode", "geopoint", "geotrace", "geoshape"}
_SELECTS = {"select_one", "select_multiple", "rank"}


def read(path: Path) -> Form:
    """Return the form in an XForm file; Problem form.unreadable when it is none."""
    root = element_of(path)
    model = next((element for element in root.iter() if local(element) == "model"), None)
    body = next((element for element in root if local(element) == "body"), None)
    if local(root) != "html" or model is None or body is None:
        raise Problem("form.unreadable", path.name, reason="no XForm: html with head, model and body")
    title = next((element.text or "" for element in root.iter() if local(element) == "title"), "")
    return _Model(model, body, path).form(title.strip())


class _Model:
    """One form being read: its instances, binds and texts, and the body's controls by path."""

    def __init__(self, model: Element, body: Element, path: Path) -> None:
        self.path = path
        self.texts = Texts(model)
        instances = [element for element in model if local(element) == "instance"]
        if not instances or not len(instances[0]):
            raise Problem("form.unreadable", path.name, reason="no primary instance")
        self.primary = instances[0][0]
        self.root = local(self.primary)
        self.instances = {one.get("id", ""): self._instance(one) for one in instances[1:] if one.get("id")}
        self.binds: dict[str, dict[str, str]] = {}
        ids: dict[str, str] = {}
        for bind in model:
            if local(bind) == "bind":
                nodeset = joined(f"/{self.root}", bind.get("nodeset", ""))
                self.binds.setdefault(nodeset, {}).update(bind.attrib)
                ids[bind.get("id", nodeset)] = nodeset
        self.body = Body(body, model, f"/{self.root}", self.texts, ids)
        self.choices: dict[str, tuple[Choice, ...]] = {}

    def form(self, title: str) -> Form:
        """Return the form."""
        survey = tuple(self._fields(self.primary, f"/{self.root}"))
        settings = {"ignored": " ".join(sorted(self.body.ignored))} if self.body.ignored else {}
        if self.texts.default:
            settings["default_language"] = self.texts.default
        return Form(
            form_id=self.primary.get("id") or self.root,
            edition=self.primary.get("version", ""),
            title=title,
            root=self.root,
            choices=self.choices,
            survey=survey,
            actions=tuple(self.body.actions),
            instances=self.instances,
            texts=self.texts.wordings,
            settings=settings,
        )

    def _instance(self, element: Element) -> Instance:
        source = element.get("src", "")
        if source and not len(element):
            return attached(source, self.path.parent)
        return Instance(xml=plain_xml(element), source=source)

    def _fields(self, parent: Element, above: str) -> Iterable[Field]:
        """Yield the fields below an element of the instance, a repeat's rows together."""
        met: dict[str, list[Element]] = {}
        for child in parent:
            met.setdefault(local(child), []).append(child)
        for name, elements in met.items():
            path = f"{above}/{name}"
            if path in self.body.repeats:
                yield self._repeat(name, path, elements)
            elif len(elements[0]) or path in self.body.groups:
                yield self._part(name, path, "group", elements[0])
            else:
                yield self._question(name, path, elements[0].text or "")

    def _part(self, name: str, path: str, sort: str, element: Element) -> Field:
        group = self.body.groups.get(path, Control("group"))
        bind = self.binds.get(path, {})
        return Field(
            name,
            sort,
            label=group.label,
            relevant=bind.get("relevant", ""),
            readonly=_truth(bind.get("readonly", "")),
            appearance=group.appearance,
            fields=tuple(self._fields(element, path)),
        )

    def _repeat(self, name: str, path: str, elements: list[Element]) -> Field:
        template = next((one for one in elements if one.get(f"{JR}template") is not None), None)
        rows = [one for one in elements if one is not template]
        shape = elements[0] if template is None else template
        field = self._part(name, path, "repeat", shape)
        repeat = self.body.repeats[path]
        start = tuple(self._start(row, path, shape) for row in rows)
        return Field(
            **{one: getattr(field, one) for one in ("name", "type", "relevant", "readonly", "fields")},
            label=field.label or repeat.label,
            appearance=repeat.appearance or field.appearance,
            repeat_count=repeat.row_count,
            start=None if start == (StartRow(),) else start,
        )

    def _start(self, row: Element, path: str, shape: Element) -> StartRow:
        """Return how a row of the instance differs from the shape that new rows take."""
        usual = dict(self._texts_of(shape, path, ""))
        values = {name: text for name, text in self._texts_of(row, path, "") if usual.get(name, "") != text}
        rows = {}
        for inner in self.body.repeats:
            if inner.startswith(f"{path}/") and not any(
                inner.startswith(f"{other}/") for other in self.body.repeats if other.startswith(f"{path}/")
            ):
                rows[inner[len(path) + 1 :]] = self._inner_rows(row, path, inner)
        return StartRow(values, {name: found for name, found in rows.items() if found != (StartRow(),)})

    def _inner_rows(self, row: Element, path: str, inner: str) -> tuple[StartRow, ...]:
        found = [row]
        for name in inner[len(path) + 1 :].split("/"):
            found = [child for one in found for child in one if local(child) == name]
        shape = next((one for one in found if one.get(f"{JR}template") is not None), found[0] if found else None)
        rows = [one for one in found if one.get(f"{JR}template") is None]
        return () if shape is None else tuple(self._start(one, inner, shape) for one in rows)

    def _texts_of(self, element: Element, path: str, below: str) -> Iterable[tuple[str, str]]:
        for child in element:
            name = f"{below}{local(child)}"
            if f"{path}/{name}" in self.body.repeats:
                continue
            if len(child):
                yield from self._texts_of(child, path, f"{name}/")
            else:
                yield name, child.text or ""

    def _question(self, name: str, path: str, text: str) -> Field:
        control = self.body.controls.get(path)
        bind = self.binds.get(path, {})
        kind = self._type(name, path, control, bind)
        value_type = bind.get("type", "").rpartition(":")[2]
        default = text if text.strip() else ""
        if default and self.body.looks_computed(default):
            self.body.literal(path, default)
            default = ""
        columns = {"bind::type": value_type} if value_type in VALUE_TYPES and VALUE_TYPES[value_type] != kind else {}
        shown = control or Control("")
        return Field(
            name,
            kind,
            label=shown.label,
            hint=shown.hint,
            required=_truth(bind.get("required", "")),
            required_message=self._message(bind, "requiredMsg"),
            constraint=bind.get("constraint", ""),
            constraint_message=self._message(bind, "constraintMsg"),
            relevant=bind.get("relevant", ""),
            calculation=bind.get("calculate", ""),
            default=default,
            readonly=_truth(bind.get("readonly", "")),
            appearance=shown.appearance,
            parameters=shown.parameters,
            itemset=shown.itemset,
            media=shown.media,
            columns=columns,
        )

    def _message(self, bind: dict[str, str], name: str) -> Wording:
        return self.texts.message(bind.get(f"{JR}{name}", ""))

    def _type(self, name: str, path: str, control: Control | None, bind: dict[str, str]) -> str:
        value_type = bind.get("type", "").rpartition(":")[2]
        preload = (bind.get(f"{JR}preload", ""), bind.get(f"{JR}preloadParams", ""))
        if preload in _PRELOADS:
            return _PRELOADS[preload]
        if control is None:
            return "calculate" if bind.get("calculate") else "hidden"
        if control.sort in _SELECTS:
            listed = name if name not in self.choices else path[1:].replace("/", "_")
            if control.itemset is None:
                self.choices[listed] = control.choices
            return f"{control.sort} {listed}"
        if control.sort != "input":
            return control.sort
        return VALUE_TYPES.get(value_type) or (value_type if value_type in _INPUTS else "text")


def _truth(expression: str) -> str:
    stripped = expression.replace(" ", "")
    return stripped[:-2] if stripped in ("true()", "false()") else expression

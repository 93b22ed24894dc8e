"""The data beside the answers (`instance('id')`): choice lists, files and XML, as nodes with look-ups by column."""

from collections.abc import Iterable, Mapping

from inspector_app.form.definition import Choice, Form, wording
from inspector_app.form.xpath.dom import XmlNode, read


class Instances:
    """The secondary instances of one form, each made when first asked for. An id that is not there is an empty instance."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._made: dict[str, XmlNode] = {}
        self._choices: dict[int, Choice] = {}
        self._found: dict[tuple[str, str], dict[str, XmlNode]] = {}

    def knows(self, name: str) -> bool:
        """Tell whether the form has the instance."""
        return name in self._form.instances or name in self._form.choices or name == "__last-saved"

    def missing(self, name: str) -> bool:
        """Tell whether the instance is not there to choose from: unknown, or its file is not beside the form."""
        given = self._form.instances.get(name)
        return not self.knows(name) or (given is not None and given.missing)

    def get(self, name: str) -> XmlNode:
        """Return the `instance` element of an id."""
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._make(name)
        return made

    def choice(self, item: XmlNode) -> Choice | None:
        """Return the choice that an item of a choice list's instance stands for."""
        return self._choices.get(id(item))

    def looked_up(self, name: str, key_column: str, key: str, column: str) -> str:
        """Return a column of the first item whose key column is `key`, "" when there is none."""
        found = self._found.get((name, key_column))
        if found is None:
            found = self._found[name, key_column] = self._keyed(name, key_column)
        item = found.get(key)
        return "" if item is None else _child(item, column)

    def _keyed(self, name: str, key_column: str) -> dict[str, XmlNode]:
        found: dict[str, XmlNode] = {}
        for item in _items(self.get(name)):
            found.setdefault(_child(item, key_column), item)
        return found

    def _make(self, name: str) -> XmlNode:
        given = self._form.instances.get(name)
        if given is not None and given.xml:
            return next(child for child in read(given.xml).children if child.kind == "element")
        if given is not None or name not in self._form.choices:
            return tabled(() if given is None else given.rows)
        choices = self._form.choices[name]
        made = tabled(_columns(choice) for choice in choices)
        for item, choice in zip(_items(made), choices, strict=True):
            self._choices[id(item)] = choice
        return made


def tabled(rows: Iterable[Mapping[str, str]]) -> XmlNode:
    """Return rows as ODK shows files to expressions: instance/root/item with a child for each column."""
    document = XmlNode("document", None, 0)
    instance = _add(document, "instance")
    root = _add(instance, "root")
    for row in rows:
        item = _add(root, "item")
        for name, text in row.items():
            cell = _add(item, name)
            if text:
                cell.children.append(XmlNode("text", cell, 0, "", text))
    _number(document)
    return instance


def _add(parent: XmlNode, name: str) -> XmlNode:
    node = XmlNode("element", parent, 0, name)
    parent.children.append(node)
    return node


def _number(document: XmlNode) -> None:
    order, waiting = 0, [document]
    while waiting:
        node = waiting.pop()
        node.order = order
        order += 1
        waiting += reversed(node.children)


def _columns(choice: Choice) -> dict[str, str]:
    return {"name": choice.name, "label": wording(choice.label, ""), **choice.columns}


def _items(instance: XmlNode) -> list[XmlNode]:
    return [item for root in instance.children for item in root.children if item.kind == "element"]


def _child(item: XmlNode, name: str) -> str:
    return next((child.text for child in item.children if child.name == name), "")

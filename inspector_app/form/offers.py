"""What a select can be answered with: a list as it stands, or the nodes that an expression yields at the moment."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inspector_app.form.canonical import SELECTS
from inspector_app.form.definition import Choice, Field, Form, Itemset, Question, Wording
from inspector_app.form.instances import Instances

_NAMED = re.compile(r"instance\(\s*['\"]([^'\"]*)['\"]\s*\)")

OWN_VERDICTS = tuple(
    Choice(name, {"zh": zh, "en": en})
    for name, zh, en in (("pass", "合格", "Pass"), ("fail", "不合格", "Fail"), ("na", "不适用", "Not applicable"))
)
_NA_ONLY = OWN_VERDICTS[2:]


class Offer:
    """The choices of one question: `listed`, or the nodes that an itemset's expression yields in a scope."""

    def __init__(self, listed: Sequence[Choice]) -> None:
        self.listed = tuple(listed)
        self.listed_names = frozenset(choice.name for choice in listed)

    def choices(self, scope: Any) -> tuple[Choice, ...]:
        """Return the choices on offer in a scope."""
        return self.listed

    def names(self, scope: Any) -> frozenset[str]:
        """Return the names on offer in a scope."""
        return self.listed_names

    def label(self, scope: Any, name: str) -> Wording:
        """Return the wording of a choice, "" when it is not there."""
        return next((choice.label for choice in self.choices(scope) if choice.name == name), "")


class ChangingOffer(Offer):
    """Choices that depend on answers or stand in a file."""

    def __init__(
        self,
        nodes: Callable[[Any], Sequence[Any]],
        itemset: Itemset,
        instances: Instances,
        texts: Mapping[str, Wording],
    ) -> None:
        super().__init__(())
        self.nodes = nodes
        self.itemset = itemset
        self.instances = instances
        self.texts = texts

    def choices(self, scope: Any) -> tuple[Choice, ...]:
        """Return the choices on offer in a scope."""
        return tuple(self._choice(node) for node in self.nodes(scope))

    def names(self, scope: Any) -> frozenset[str]:
        """Return the names on offer in a scope."""
        value = self.itemset.value
        return frozenset(_text(node, value) for node in self.nodes(scope))

    def _choice(self, node: Any) -> Choice:
        known = self.instances.choice(node)
        if known is not None and self.itemset.value == "name":
            return known
        name, label = _text(node, self.itemset.value), self.itemset.label
        if not label.startswith("jr:itext("):
            return Choice(name, _text(node, label))
        text = _text(node, label.removeprefix("jr:itext(").rstrip(")").strip())
        return Choice(name, self.texts.get(text, text))


def listed(form: Form, question: Question) -> tuple[Choice, ...]:
    """Return the choices of a plain list, or the verdicts an item can have; () where they stand elsewhere."""
    if question.role == "verdict":
        own = "own" in form.item(question.item).judged_by.replace("(", " ").replace(")", " ").split()
        return OWN_VERDICTS if own else _NA_ONLY
    return form.choices.get(question.list_name, ())


def itemset_of(question: Question, form: Form) -> Itemset | None:
    """Return the itemset of a select whose choices depend on answers or stand in a file, None for a plain list."""
    field = question.field
    if question.type not in SELECTS:
        return None
    if field.itemset is not None:
        return field.itemset
    listed = question.list_name
    filtered = f"[{field.choice_filter}]" if field.choice_filter else ""
    if question.type.endswith("_from_file"):
        columns = parameters(field)
        value, label = columns.get("value", "name"), columns.get("label", "label")
        return Itemset(f"instance('{listed.rpartition('.')[0] or listed}')/*/item{filtered}", value, label)
    if listed.startswith("${"):
        return _of_rows(listed[2:-1].strip(), form, filtered)
    return Itemset(f"instance('{listed}')/*/item{filtered}") if filtered else None


def named_instances(itemset: Itemset) -> list[str]:
    """Return the ids of the instances that an itemset takes its nodes from."""
    return _NAMED.findall(itemset.nodes)


def parameters(field: Field) -> dict[str, str]:
    """Return a field's parameters (`start=0 end=10`) by name."""
    words = field.parameters.replace(",", " ").replace(";", " ").split()
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def _of_rows(name: str, form: Form, filtered: str) -> Itemset | None:
    source = next((part for part in form.parts if part.name == name and part.repeat), None)
    if source is None:
        return None
    repeat = next(part for part in form.parts if part.name == source.repeat)
    inside = source.path[len(repeat.path) + 1 :]
    return Itemset(f"{repeat.path}[./{inside} != '']{filtered}", inside, inside)


def _text(node: Any, path: str) -> str:
    """Return the text at a path of plain names below a node."""
    found = [node]
    for name in path.strip().split("/"):
        if name not in (".", ""):
            local = name.rpartition(":")[2]
            found = [child for one in found for child in one.children if child.local_name == local]
    return str(found[0].text) if found else ""

"""Do two engines hold the same answers? Leaf by leaf, after every so many changes of the plan and of walks of our own.

A walk answers what is relevant at that moment, in the form's order, so that the branches open which a plan leaves shut.
"""

import itertools
import json
import random
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from inspector_app.form import Filling, Form

EVERY, WALKS, STEPS = 100, 6, 600  # changes between two looks; walks of our own and their length
_CLOCK_OR_CHANCE = re.compile(r"\b(?:now|today|uuid|random)\s*\(")
_PRELOAD = "{http://openrosa.org/javarosa}preload"
_BIND = "{http://www.w3.org/2002/xforms}bind"
Plan = list[list[str]]
Leaves = dict[str, str]


def plans(form: Form, plan: Path) -> list[Plan]:
    """Return the given plan and, unless it leads into rows, our walks of the same questions."""
    given: Plan = json.loads(plan.read_text("utf-8"))
    walked = 0 if any("[" in path for _, path, *_ in given) else WALKS
    return [given, *(walk(form, given, seed) for seed in range(walked))]


def walk(form: Form, given: Plan, seed: int) -> Plan:
    """Return answers that a person could give: relevant questions of the plan, pass after pass, from what is on offer."""
    dice = random.Random(seed)
    controls = {path: control for control, path, *_ in given}
    filling = Filling(form, now=datetime.now().astimezone())
    steps: Plan = []
    for path in itertools.islice(itertools.cycle(controls), STEPS * len(controls)):
        if filling.relevant(path) and dice.random() < 0.7:
            value = _value(filling, path, controls[path], dice)
            if value:
                steps.append([controls[path], path, value])
                filling.answer(path, value)
        if len(steps) == STEPS:
            break
    return steps


def replay(form: Form, plan: Plan) -> list[tuple[int, Leaves]]:
    """Answer a plan; return what is held after every so many changes and at the end."""
    filling = Filling(form, now=datetime.now().astimezone())
    found: list[tuple[int, Leaves]] = []
    for step, (_, path, value, *_rest) in enumerate(plan, 1):
        filling.answer(path, value)
        if step % EVERY == 0 or step == len(plan):
            found.append((step, held(filling)))
    return found


def held(filling: Filling) -> Leaves:
    """Return what an instance of the filling would say: every value that is there and relevant, by its numbered path."""
    found: Leaves = {}
    for question in filling.form.questions:
        if question.repeat:
            above, _, inside = question.path.partition(f"/{question.repeat}/")
            rows = range(1, len(filling.rows(question.repeat)) + 1)
            paths = [f"{above}/{question.repeat}[{row}]/{inside}" for row in rows]
        else:
            paths = [question.path]
        found |= {_numbered(path): value for path in paths if (value := filling.value(path).strip())}
    return found


def said(xml: str) -> Leaves:
    """Return every leaf of an instance that is not empty, by its numbered path."""
    found: Leaves = {}

    def visit(element: ElementTree.Element, path: str) -> None:
        text = (element.text or "").strip()
        if text and not len(element):
            found[path] = text
        seen: dict[str, int] = {}
        for child in element:
            name = _local(child.tag)
            seen[name] = seen.get(name, 0) + 1
            visit(child, f"{path}/{name}[{seen[name]}]")

    root = ElementTree.fromstring(xml)  # noqa: S314 - written by the peer a moment ago
    visit(root, f"/{_local(root.tag)}")
    return found


class Aside(NamedTuple):
    """Leaves that two engines may say differently: of `present` only whether there is a value, of `ignored` nothing."""

    present: frozenset[str] = frozenset()
    ignored: Mapping[str, str] = {}


def set_aside(form: Path, peer: str) -> Aside:
    """Return the leaves of a form that two runs, or we and this peer, do not share; those that are ignored with the reason.

    Clock and chance differ from run to run. A group whose relevance reads what stands inside it asks, with Enketo and with us,
    for what was answered there; ODK finds nothing there once the group is hidden, and begins with it hidden.
    """
    binds = list(ElementTree.parse(form).iter(_BIND))  # noqa: S314 - the benchmark's own form
    present: set[str] = set()
    ignored: dict[str, str] = {}
    for bind in binds:
        path, relevant = bind.get("nodeset", ""), bind.get("relevant", "")
        if bind.get(_PRELOAD) or _CLOCK_OR_CHANCE.search(bind.get("calculate", "")):
            present.add(_numbered(path))
        if peer == "odk" and (relevant.startswith("./") or f"{path}/" in relevant):
            inside = (one.get("nodeset", "") for one in binds)
            ignored |= {
                _numbered(one): f"inside {path}, which hides itself" for one in inside if one.startswith(f"{path}/")
            }
    return Aside(frozenset(present), ignored)


class Comparison(NamedTuple):
    """What comparing with one peer found: looks taken, leaves compared, changes refused by the peer, differences."""

    looks: int
    leaves: int
    refused: list[Any]
    differences: list[dict[str, Any]]


def compare(ours: list[list[tuple[int, Leaves]]], theirs: Sequence[Mapping[str, Any]], aside: Aside) -> Comparison:
    """Compare replays, plan by plan and look by look."""
    looks, leaves = 0, 0
    refused: list[Any] = []
    differences: list[dict[str, Any]] = []
    for number, (mine, peer) in enumerate(zip(ours, theirs, strict=True)):
        refused += peer["refused"]
        for (step, own), (peer_step, xml) in zip(mine, peer["instances"], strict=True):
            other = said(xml)
            looks, leaves = looks + 1, leaves + len((own.keys() | other.keys()) - aside.ignored.keys())
            unlike = _unlike(own, other, aside) if step == peer_step else ["step"]
            differences += [
                {"plan": number, "step": step, "path": path, "ours": own.get(path), "theirs": other.get(path)}
                for path in unlike
            ]
    return Comparison(looks, leaves, refused, differences)


def _unlike(own: Leaves, other: Leaves, aside: Aside) -> list[str]:
    """Return the paths at which two sets of leaves differ, in the form's order as far as ours goes."""

    def alike(path: str) -> bool:
        if path in aside.present:
            return (path in own) == (path in other)
        return path in aside.ignored or own.get(path) == other.get(path)

    return [path for path in (*own, *(one for one in other if one not in own)) if not alike(path)]


def _numbered(path: str) -> str:
    """Return a path with a number at every step below the root."""
    root, *steps = path.strip("/").split("/")
    return "/" + "/".join([root, *(step if step.endswith("]") else f"{step}[1]" for step in steps)])


def _local(tag: str) -> str:
    """Return an element's name without its namespace."""
    return tag.rpartition("}")[2]


def _value(filling: Filling, path: str, control: str, dice: random.Random) -> str:
    """Return an answer that fits the control."""
    choices = [choice.name for choice in filling.choices(path)]
    if control == "select":
        return " ".join(name for name in choices if dice.random() < 0.3) or (choices[0] if choices else "")
    if control == "select1":
        # The first choice is most often the yes that opens what follows.
        return "" if not choices else choices[0] if dice.random() < 0.6 else dice.choice(choices)
    made = {
        "integer": str(dice.randrange(1, 90)),
        "decimal": f"{dice.randrange(1, 90)}.5",
        "date": f"20{dice.randrange(10, 26)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
        "text": f"文字{dice.randrange(1000)}",
    }
    return made.get(next(one.type for one in filling.form.questions if one.path == path), "")

"""A second version of a shipped form, as a clerk might make it: an item dropped, one added, a choice and a repeat gone,
questions asked otherwise, points and wording changed. What it does to the answers is known here by name."""

from pathlib import Path
from typing import Any

import yaml

from inspector_app.form import Form, load
from inspector_app.packaged import data_folder

CODE = "drowning_prevention"
DROPPED = "DRN-EDU-05"
WITH_REPEAT_GONE = "DRN-CAMP-01"
ADDED = "DRN-EDU-09"
REWORDED = "DRN-RESP-03"
NEW_POINTS = "DRN-EDU-04"


def second_tree() -> dict[str, Any]:
    """Return the second version as YAML would have it."""
    tree: dict[str, Any] = yaml.load((data_folder("forms") / f"{CODE}.yaml").read_text("utf-8"), yaml.BaseLoader)
    tree["version"] = "2026.2"
    items = {item["code"]: item for section in tree["sections"] for item in section["items"]}
    education = next(section for section in tree["sections"] if section["code"] == "DRN-EDU")
    education["items"] = [item for item in education["items"] if item["code"] != DROPPED]
    title = {"zh": "防溺水“六不”张贴在每个教室", "en": "The six don'ts hang in every classroom"}
    education["items"].append({**items["DRN-EMG-03"], "code": ADDED, "title": title, "points": "1"})
    items[NEW_POINTS]["points"] = str(int(items[NEW_POINTS]["points"]) + 2)
    items[REWORDED]["title"] = {**items[REWORDED]["title"], "zh": "缺警示牌的水域已书面报告乡镇（改）"}
    # The water bodies on campus are one number now, no table.
    tree["repeats"] = [one for one in tree["repeats"] if one["name"] != "g_campwater"]
    camp = items[WITH_REPEAT_GONE]
    del camp["repeat"]
    camp["judge"] = "own"
    camp["fields"] = [{"name": "name", "type": "text", "label": {"zh": "名称", "en": "Name"}}]
    # One piece of gear less, and no condition that asks for it.
    tree["choices"]["gear"] = [one for one in tree["choices"]["gear"] if one["name"] != "rope"]
    gear = {field["name"]: field for field in items["DRN-WATER-03"]["fields"]}
    asked = " and selected(${drn_water_03_gear}, 'rope')"
    gear["bad"]["calculation"] = gear["bad"]["calculation"].replace(asked, "")
    _field(items["DRN-RESP-01"], "principal")["type"] = "decimal"
    _field(items["DRN-WATER-01"], "position")["type"] = "integer"
    _field(items["DRN-WATER-06"], "handling")["type"] = "select_one yes_no"
    return tree


def second(folder: Path) -> Form:
    """Return the second version."""
    file = folder / "second.yaml"
    file.write_text(yaml.safe_dump(second_tree(), allow_unicode=True), "utf-8")
    return load(file)


def first() -> Form:
    """Return the form as it is shipped."""
    return load(data_folder("forms") / f"{CODE}.yaml")


def _field(item: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(field for field in item["fields"] if field["name"] == name)
    return found

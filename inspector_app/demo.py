"""The whole story, played: two laptops, one visit, from the dispatch to the bureau's receipt, through actions and the window.

What it plays is resources/sample_county/visit.yaml; how a window is driven is gui's.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from inspector_app.actions.answering import Sitting
from inspector_app.packaged import data_folder

Story = Mapping[str, Any]


def story(today: date) -> Story:
    """Return the sample visit with its dates counted from `today` (`{day-12}` = twelve days ago)."""
    told = (data_folder("resources") / "sample_county" / "visit.yaml").read_text("utf-8")
    for days in range(-2000, 2000):
        mark = f"{{day{days:+d}}}"
        if mark in told:
            told = told.replace(mark, (today + timedelta(days)).isoformat())
    return dict(yaml.safe_load(told))


def fill(sitting: Sitting, part: Story) -> None:
    """Fill one person's part of the visit through the same acts that the window uses."""
    for name, value in part.get("attributes", {}).items():
        sitting.attribute(name, value)
    for code, verdict in part.get("verdicts", {}).items():
        sitting.verdict(code, verdict)
    for name, value in part.get("answers", {}).items():
        sitting.answer(name, value)
    for repeat, rows in part.get("rows", {}).items():
        for cells in rows:
            row, _ = sitting.add_row(repeat)
            for name, value in cells.items():
                sitting.answer(f"{repeat}[{row}]/{name}", value)

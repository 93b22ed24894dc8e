"""Every shipped form in the window and on paper: opens without a warning, all cards build, what is filled is kept and printed."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.actions import drawing, forms, setup
from inspector_app.actions.answering import open_sitting
from inspector_app.gui.models import loose
from inspector_app.gui.pages.visit import VisitPage
from inspector_app.gui.runner import Runner
from inspector_app.workspace import Workspace
from tests.gui.random_filling import fill_at_random
from tests.gui.visit_builder import dressed, workspace
from tests.report.reading import words

__all__ = ["dressed", "workspace"]

NOISE = "propagateSizeHints"  # Qt's offscreen plugin says so of every window
SCHOOLS = {"kindergarten": "S009", "primary": "S006", "junior": "S005", "senior": "S001", "nine_year": "G116"}
KINDS = {
    "campus_safety": ("primary",),
    "teaching_routines": ("senior",),
    "drowning_prevention": ("primary", "kindergarten"),
    "bullying_prevention": ("junior",),
    "lesson_observation": ("kindergarten", "senior"),
    "principal_followup": ("junior",),
    "integrity_risk": ("nine_year",),
}
PLACES = [(form, kind) for form in forms.shipped() for kind in KINDS.get(form, ("nine_year",))]


@pytest.mark.parametrize(("form", "kind"), PLACES)
def test_a_form_works_in_the_window_and_on_paper(
    form: str, kind: str, dressed: QApplication, workspace: Workspace, qtlog: Any, tmp_path: Path
) -> None:
    """Filled with seeded random answers: cards of all items, reopened equal, every answered item's code on the paper."""
    visit = setup.start_sample_visit(workspace, SCHOOLS[kind], ["I01", "I02"], form)
    sitting = open_sitting(workspace, visit)
    sitting.set_gate_time(workspace.now())
    sitting.show_card()
    fill_at_random(sitting, Random(f"{form} {kind}"))

    runner = Runner()
    page = VisitPage(workspace, runner)
    page.resize(1274, 730)
    page.show()
    page.open_visit(visit)
    for code in (*(item.code for item in page.sitting.form.items), *loose.names(page.sitting.form)):
        page.show_item(code)
        assert page.cards.card(code).view.title
    page.leave()
    runner.finish()
    assert [one.message for one in qtlog.records if NOISE not in one.message] == []

    again = page.sitting.filling
    assert again.answers() == sitting.filling.answers()
    assert again.results() == sitting.filling.results()
    page.deleteLater()

    answered = [one.code for one in again.results() if one.state not in ("unchecked", "na")]
    printed = words(drawing.preview(workspace, visit), tmp_path)
    assert answered
    assert [code for code in answered if code not in printed] == []

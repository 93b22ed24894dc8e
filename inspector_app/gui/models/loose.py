"""Tables that belong to no item (a matrix entered beside the checklist): each shown as a section with one card."""

from PySide6.QtCore import QCoreApplication

from inspector_app.actions.answering import Sitting
from inspector_app.actions.findings import CHECKED
from inspector_app.form import Form
from inspector_app.gui.models.asked import table, words
from inspector_app.gui.models.views import CardView, ItemLine, RowsView, SectionView


def names(form: Form) -> tuple[str, ...]:
    """Return the repeat groups that no item shows, in the form's order."""
    shown = {item.repeat for item in form.items}
    return tuple(repeat.name for repeat in form.repeats if repeat.name not in shown)


def sections(form: Form) -> tuple[SectionView, ...]:
    """Return one section for each of them; they follow the form's own."""
    letter = QCoreApplication.translate("reading", "表")
    repeats = (form.repeat(name) for name in names(form))
    return tuple(SectionView(one.name, letter, words(one.label), "", words(one.note), (one.name,)) for one in repeats)


def line(sitting: Sitting, name: str) -> ItemLine:
    """Return a table as lists show it: checked once as many rows as are owed stand there and nothing in them is missing."""
    repeat = sitting.form.repeat(name)
    return ItemLine(name, name, words(repeat.label), _state(sitting, table(sitting, repeat)))


def card(sitting: Sitting, name: str) -> CardView:
    """Return a table as a card: nothing to judge, to photograph or to note, only rows."""
    repeat = sitting.form.repeat(name)
    rows = table(sitting, repeat)
    return CardView(
        code=name,
        title=words(repeat.label),
        methods=(),
        key=False,
        points=None,
        earned=None,
        evidence="NP",
        guidance="",
        basis=(),
        confidence="",
        state=_state(sitting, rows),
        reason="",
        grade="",
        own=False,
        asks=False,
        verdict="",
        na_reason="",
        note="",
        fields=(),
        rows=rows,
        unknown=(),
        skipped=False,
        skipped_by=(),
        locked=not sitting.unlocked,
    )


def _state(sitting: Sitting, rows: RowsView) -> str:
    missing = any(cell.problem or (cell.required and not cell.value) for row in rows.rows for cell in row.cells)
    return "unchecked" if missing or not rows.rows or len(rows.rows) < rows.minimum else CHECKED

"""Questions that belong to no item as the Visit page's rows: groups are sections, each question or repeat is a row of one."""

import re
from collections.abc import Collection, Iterator

from inspector_app.actions import questionnaire
from inspector_app.actions.answering import Sitting
from inspector_app.actions.findings import CHECKED
from inspector_app.actions.questionnaire import Ask, Page
from inspector_app.actions.survey import address, question_of
from inspector_app.form import Form
from inspector_app.gui.models.asked import field, words
from inspector_app.gui.models.views import AskedView, ItemLine, RepeatRow, RepeatView, SectionView

_ROW = re.compile(r"\[[^\]]*\]")
_PREFIX = "q:"
_SUMMARY = 40  # characters of the first answers that name a row


def is_asked_code(code: str) -> bool:
    """Tell whether a code is that of a question or repeat of the survey, not an item's or a table's."""
    return code.startswith(_PREFIX)


def code_at(form: Form, path: str) -> str:
    """Return the code of the row in which the question at a path is shown, "" where none is."""
    return _code_of(_by_path(form), _ROW.sub("", path))


def code_of_register(form: Form, path: str) -> str:
    """Return the code of the row that shows what stands at a register of the journal, "" where none does."""
    question = question_of(form, path)
    return _code_of(_by_path(form), question.path) if question is not None else ""


def sections(sitting: Sitting) -> tuple[SectionView, ...]:
    """Return the survey's sections."""
    return tuple(
        SectionView(
            page.code,
            str(number),
            words(page.title) or sitting.form.form_id,
            "",
            words(page.note),
            tuple(_code(ask) for ask in page.asks),
        )
        for number, page in enumerate(questionnaire.pages(sitting.form), 1)
    )


def section_of(sitting: Sitting, code: str) -> str:
    """Return the section of a question or repeat."""
    return next(page.code for page, ask in _all(sitting.form) if _code(ask) == code)


def lines(sitting: Sitting) -> Iterator[ItemLine]:
    """Yield every question and repeat with its state, in reading order; what is required or answered is counted."""
    for number, page in enumerate(questionnaire.pages(sitting.form), 1):
        for place, ask in enumerate(page.asks, 1):
            yield _line(sitting, page, ask, f"{number}.{place}")


def line(sitting: Sitting, code: str) -> ItemLine:
    """Return one of them."""
    return next(one for one in lines(sitting) if one.code == code)


def row(sitting: Sitting, code: str) -> AskedView:
    """Return everything that is shown of a question or repeat."""
    ask = next(ask for _page, ask in _all(sitting.form) if _code(ask) == code)
    return _view(sitting, ask, "", "q")


def touched(sitting: Sitting, paths: Collection[str]) -> set[str]:
    """Return the codes of the rows that show something of a commit: quoted answers and offers that depend on others too."""
    if not sitting.form.survey or not paths:
        return set()
    by_path = _by_path(sitting.form)
    found = {_code_of(by_path, _ROW.sub("", path)) for path in paths} - {""}
    return found | {code for _page, ask in _all(sitting.form) if _depends(ask) for code in (_code(ask),)}


def _line(sitting: Sitting, page: Page, ask: Ask, number: str) -> ItemLine:
    view = _view(sitting, ask, "", "q")
    owed = view.state == "unchecked" and (view.repeat is not None or (view.field is not None and view.field.required))
    return ItemLine(
        _code(ask), page.code, view.title, view.state, view.relevant and (owed or view.state == CHECKED), number
    )


def _view(sitting: Sitting, ask: Ask, row_id: str, code: str) -> AskedView:
    heading = " · ".join(words(one.field.label) for one in ask.headings)
    own = f"{code}:{ask.part.name}" if code == "q" else f"{code}.{ask.part.field.name}"
    if ask.is_repeat:
        return _repeat(sitting, ask, row_id, own, heading)
    question = sitting.form.by_path[ask.part.path]
    view = field(sitting, question, address(sitting.form, question, row_id), spoken=True)
    done = view.value and not view.problem
    silent = view.kind in ("note", "shown") or not view.relevant
    state = "na" if silent else CHECKED if done else "unchecked"
    locked = not sitting.unlocked
    return AskedView(own, view.label or question.name, heading, state, view.relevant, locked, view)


def _repeat(sitting: Sitting, ask: Ask, row_id: str, code: str, heading: str) -> AskedView:
    form, filling = sitting.form, sitting.filling
    inside = questionnaire.inside(form, ask.part)
    path = questionnaire.within(form, ask.part, row_id)
    rows = []
    for number, one in enumerate(filling.rows(path), 1):
        parts = tuple(_view(sitting, inner, one, f"{code}.{number}") for inner in inside)
        rows.append(RepeatRow(one, _summary(parts), parts))
    counted = questionnaire.progress(form, filling, (ask,), row_id)
    wrong = any(_is_wrong(part) for one in rows for part in one.parts)
    relevant = filling.relevant(path) if not row_id else True
    state = "unchecked" if wrong or counted.done < counted.total or not rows else CHECKED
    title = words(ask.part.field.label) or ask.part.field.name
    repeat = RepeatView(path, bool(ask.part.field.repeat_count), tuple(rows))
    return AskedView(code, title, heading, state if relevant else "na", relevant, not sitting.unlocked, None, repeat)


def _is_wrong(part: AskedView) -> bool:
    if part.field is not None:
        return part.relevant and bool(part.field.problem)
    return part.repeat is not None and any(_is_wrong(one) for row_ in part.repeat.rows for one in row_.parts)


def _summary(parts: tuple[AskedView, ...]) -> str:
    said = [part.field.shown for part in parts if part.field is not None and part.relevant and part.field.value]
    return " · ".join(said)[:_SUMMARY]


def _depends(ask: Ask) -> bool:
    one = ask.part.field
    quoting = any("${" in words(text) for text in (one.label, one.hint))
    if ask.is_repeat:
        return True
    return quoting or bool(one.choice_filter or one.itemset) or "${" in one.type


def _all(form: Form) -> Iterator[tuple[Page, Ask]]:
    return ((page, ask) for page in questionnaire.pages(form) for ask in page.asks)


def _by_path(form: Form) -> dict[str, str]:
    return {ask.part.path: _code(ask) for _page, ask in _all(form)}


def _code_of(by_path: dict[str, str], bare: str) -> str:
    while bare and bare not in by_path:
        bare = bare.rpartition("/")[0]
    return by_path.get(bare, "")


def _code(ask: Ask) -> str:
    return f"{_PREFIX}{ask.part.name}"

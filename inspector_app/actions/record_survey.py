"""The survey's part of the site record: every question asked, with its label and answer; a section for each row of a repeat."""

from collections.abc import Iterable, Iterator

from inspector_app.actions import attachments
from inspector_app.actions.answering import Sitting
from inspector_app.actions.questionnaire import Ask, Page, inside, pages, rows
from inspector_app.actions.survey import address
from inspector_app.actions.wording import shown
from inspector_app.errors import Problem
from inspector_app.form import Question
from inspector_app.form.definition import wording
from inspector_app.photos import view_copy
from inspector_app.report.documents import data as paper
from inspector_app.text import Language, text


def sections(sitting: Sitting, language: Language) -> Iterator[paper.AnsweredSection]:
    """Yield the sections of the survey and, after each, the rows of its repeats; a section that is not asked is left out."""
    for number, page in enumerate(pages(sitting.form), 1):
        yield from _section(sitting, _title(sitting, page, language), page.asks, f"{number}", "", language)


def pictures(sitting: Sitting) -> Iterator[tuple[str, str, bytes]]:
    """Yield (number of the question, file name, view copy) of each picture that answers a question."""
    for number, page in enumerate(pages(sitting.form), 1):
        yield from _pictures(sitting, page.asks, f"{number}", "")


def _section(
    sitting: Sitting, title: str, asks: Iterable[Ask], number: str, row: str, language: Language
) -> Iterator[paper.AnsweredSection]:
    asks = tuple(asks)
    asked = tuple(_asked(sitting, asks, number, row, language))
    if asked:
        yield paper.AnsweredSection(title, asked)
    for place, ask in enumerate(asks, 1):
        if not ask.is_repeat:
            continue
        label = wording(ask.part.field.label, language) or ask.part.field.name
        for count, inner in enumerate(rows(sitting.form, sitting.filling, ask.part, row), 1):
            named = text(
                "record.survey.row", language, title=label if label in title else f"{title} · {label}", number=count
            )
            within = inside(sitting.form, ask.part)
            yield from _section(sitting, named, within, f"{number}.{place}.{count}", inner, language)


def _asked(
    sitting: Sitting, asks: Iterable[Ask], number: str, row: str, language: Language
) -> Iterator[paper.AnsweredItem]:
    filling = sitting.filling
    for place, ask in enumerate(asks, 1):
        if ask.is_repeat or ask.part.field.type == "note":
            continue
        question = sitting.form.by_path[ask.part.path]
        path = address(sitting.form, question, row)
        if not filling.relevant(path):
            continue
        headings = [wording(one.field.label, language) for one in ask.headings]
        label = filling.label(path) or question.name
        answer = _answer(sitting, question, path, language) or text("record.survey.blank", language)
        yield paper.AnsweredItem(f"{number}.{place}", " · ".join((*headings, label)), "", tuple(answer.splitlines()))


def _answer(sitting: Sitting, question: Question, path: str, language: Language) -> str:
    filling = sitting.filling
    value = filling.value(path)
    if not value:
        return ""
    return shown(sitting.form, question, value, language, filling.choices(path) if question.list_name else None)


def _title(sitting: Sitting, page: Page, language: Language) -> str:
    return wording(page.title, language) or sitting.form.form_id


def _pictures(sitting: Sitting, asks: Iterable[Ask], number: str, row: str) -> Iterator[tuple[str, str, bytes]]:
    form, filling = sitting.form, sitting.filling
    for place, ask in enumerate(asks, 1):
        if ask.is_repeat:
            for count, inner in enumerate(rows(form, filling, ask.part, row), 1):
                yield from _pictures(sitting, inside(form, ask.part), f"{number}.{place}.{count}", inner)
        elif ask.part.field.type == "image":
            named = attachments.read(filling.value(address(form, form.by_path[ask.part.path], row)))
            image = _picture(sitting, named) if named is not None else None
            if named is not None and image is not None:
                yield f"{number}.{place}", named.name, image


def _picture(sitting: Sitting, named: attachments.Attachment) -> bytes | None:
    """Return the view copy, None where the file is no picture that can be printed: its name and size stand in the answer."""
    try:
        return view_copy(sitting.ws.store.blob(named.sha256))
    except Problem:
        return None

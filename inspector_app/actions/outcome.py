"""What one form comes to: number, coverage, conclusion, on the county's scale or in the form's own terms (R-34, R-45 to R-48)."""

from dataclasses import dataclass
from decimal import Decimal

from inspector_app.actions.county_parameters import rules_of_visit
from inspector_app.actions.questionnaire import progress
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.form import Filling, Form
from inspector_app.form.definition import Wording
from inspector_app.supervision.referral import school_results
from inspector_app.supervision.scoring import Score, score

_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Outcome:
    """`value` and, where the form does not total by a rule of its own, `coverage`.

    `conclusion` is a code of scoring, "" where the form speaks of none; `level` is the form's own word for its result.
    `printed`: whether the paper may name either (R-48: teaching guidance, ethics and integrity print none).
    """

    value: Decimal | None
    coverage: Decimal | None
    conclusion: str
    level: Wording
    printed: bool


def scored(record: VisitRecord, form: Form, filling: Filling) -> Score:
    """Return the score under the visit's parameters; what others than the school answer for is no point of its (R-34)."""
    return score(school_results(filling.results(), _units(record, form)), parameters=rules_of_visit(record))


def outcome(record: VisitRecord, form: Form, filling: Filling) -> Outcome:
    """Return what the form comes to as it stands; a form without items has no score, only how far it is answered."""
    if not form.items and form.survey:
        answered = progress(form, filling)
        covered = (Decimal(answered.done) / answered.total).quantize(_THOUSANDTH) if answered.total else None
        return Outcome(None, covered, "", "", printed=False)
    result = scored(record, form, filling)
    value, coverage = (_own_total(form, filling), None) if form.total else (result.value, result.coverage)
    level = _own_level(form, filling)
    partial = result.conclusion == "partial_check" if not form.total else value is None
    conclusion = "partial_check" if partial else result.conclusion if form.graded and not form.level else ""
    return Outcome(value, coverage, conclusion, "" if partial else level, form.graded)


def _own_total(form: Form, filling: Filling) -> Decimal | None:
    text = filling.value(form.total)
    return Decimal(text).quantize(Decimal("0.1")) if text else None


def _own_level(form: Form, filling: Filling) -> Wording:
    name = filling.value(form.level) if form.level else ""
    labels = {one.name: one.label for one in filling.choices(form.level)} if name else {}
    return labels.get(name, "")


def _units(record: VisitRecord, form: Form) -> dict[str, str]:
    """Return, for the items whose finding is written down, the unit that answers for it."""
    prefix = f"{form.form_id}/findings/"
    paths = record.paths(prefix)
    return {path.removeprefix(prefix): str(record.mapping(path).get("responsible_unit") or "") for path in paths}

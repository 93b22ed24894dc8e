"""The plan of a form, made at first use and kept with the form; a form with mistakes has none."""

from inspector_app.errors import Problem
from inspector_app.form.definition import Form
from inspector_app.form.plan import Plan
from inspector_app.form.ready import Ready
from inspector_app.form.unswept import unswept


def plan_of(form: Form) -> Plan:
    """Return the form's plan; Problem at the first mistake."""
    plan = plan_with_mistakes(form)
    if plan.mistakes:
        first = plan.mistakes[0]
        way = "/".join(str(step + 1) if isinstance(step, int) else step for step in first.place)
        raise Problem(first.code, f"{form.form_id} {way}".rstrip(), **first.fields)
    return plan


def plan_with_mistakes(form: Form) -> Plan:
    """Return the form's plan, mistakes and all."""
    # A frozen form keeps what is derived from it in its __dict__, as its cached properties do.
    derived = form.__dict__
    if "_plan" not in derived:
        with unswept():
            derived["_plan"] = Plan(form, derived.get("_ready"))
    plan: Plan = derived["_plan"]
    return plan


def begin_from(form: Form, ready: Ready) -> None:
    """Give a form what was kept of its plan, before the plan is first used."""
    form.__dict__["_ready"] = ready

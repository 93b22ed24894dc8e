"""The county's parameters over time: each change an entry with the day it takes effect and why (rules.md, head).

A visit keeps the parameters of the day it stood at the gate, and once frozen those known then: its score never moves.
"""

from collections.abc import Mapping
from datetime import date

from inspector_app.actions import county, gate
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.actions.writing import Draft, write
from inspector_app.errors import Problem
from inspector_app.journal import Value, fold
from inspector_app.supervision.parameters import Change, Parameters, check_change, typed
from inspector_app.workspace import Workspace


def change(bureau: Workspace, name: str, value: str, effective: date, reason: str) -> None:
    """Set a parameter from a day on, for the whole county; "" returns it to the default. Only the bureau's machine can.

    Problem parameters.not_here, parameters.unknown, parameters.not_valid, parameters.backdated, parameters.no_reason.
    """
    if bureau.role != "bureau":
        raise Problem("parameters.not_here", name)
    known = county.default_parameters().keys()
    text = check_change(Change(name, value, effective), reason, known, bureau.now().date())
    path = f"parameters/{name}/{effective.isoformat()}"
    standing = fold(bureau.store.entries(county.COUNTY_RECORD)).standing(county.COUNTY_RECORD, path)
    told: Value = {"value": text, "reason": reason.strip(), "effective": effective.isoformat()}
    dots = tuple(sorted(entry.dot for entry in standing))
    write(bureau, [Draft(county.COUNTY_RECORD, "parameter_change", path, told, dots)])


def of_visit(record: VisitRecord) -> dict[str, str]:
    """Return the parameters (name -> text) a visit is under: those of its gate day, before the gate today's."""
    arrived, frozen = gate.gate_time(record), record.frozen
    seen = frozen.get("seen") if frozen else None
    known = {str(device): int(str(seq)) for device, seq in seen.items()} if isinstance(seen, Mapping) else None
    return county.parameters(record.ws, arrived.date() if arrived else None, known)


def rules_of_visit(record: VisitRecord) -> Parameters:
    """Return them as the rules compute with them; Problem parameters.not_valid."""
    return typed(of_visit(record))

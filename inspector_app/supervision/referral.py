"""Findings another unit has to put right: they go to it by letter and do not count for the school (R-34, R-35)."""

import re
from collections.abc import Iterable, Mapping

from inspector_app.errors import Problem
from inspector_app.form.results import ItemResult
from inspector_app.journal.finding_events import Referral, Service

SCHOOL = "school"
# Units that enforce the law themselves: the letter needs a receipt, and the bureau imposes nothing.
ENFORCERS = frozenset({"fire_rescue", "market_regulator", "public_security", "human_resources"})
UNITS = ENFORCERS | {SCHOOL, "township", "village", "water_authority", "bureau", "other"}
# What only an administrative penalty decides (行政处罚法第九条), none of which an education bureau's paper may impose.
_PENALTY = re.compile("罚款|行政处罚|没收|吊销|扣押许可|降低资质|责令关闭|责令停产停业|行政拘留|处以.{0,8}罚")


def belongs_to_school(unit: str) -> bool:
    """Tell whether a finding is the school's own: it gets a notice, counts as its hazard and in its score (R-34)."""
    return unit in ("", SCHOOL)


def school_results(results: Iterable[ItemResult], units: Mapping[str, str]) -> list[ItemResult]:
    """Return the items as the school's score counts them: a fault that another unit answers for is not asked (R-34).

    `units` maps the codes of findings to the unit responsible; what is no fault counts, whoever would have answered.
    """
    return [
        one._replace(state="na") if one.state in ("fail", "partial") and not belongs_to_school(unit) else one
        for one in results
        for unit in (units.get(one.code, SCHOOL),)
    ]


def check_referral(letter: Referral) -> None:
    """Raise the Problem of R-34 or R-35, if any: never to the school itself, and never with a penalty in it."""
    if letter.unit not in UNITS or belongs_to_school(letter.unit):
        raise Problem("finding_life.refer_elsewhere", letter.unit, rule="R-34")
    check_no_penalty(letter.text)


def check_no_penalty(text: str) -> None:
    """Raise Problem finding_life.penalty when a paper of the bureau speaks of an administrative penalty (R-35)."""
    found = _PENALTY.search(text)
    if found:
        raise Problem("finding_life.penalty", rule="R-35", words=found[0])


def check_service(service: Service, unit: str) -> None:
    """Raise the Problem of R-53 or R-35, if any: what proves that the paper arrived.

    In person: who took it. Left: a witness. By post or the bureau's system: its receipt. To an enforcer: always a receipt.
    """
    proof = {"in_person": service.receiver, "left": service.witness, "post": service.receipt, "oa": service.receipt}
    if not proof[service.way].strip():
        raise Problem("finding_life.service_proof", rule="R-53")
    if unit in ENFORCERS and not service.receipt.strip():
        raise Problem("finding_life.receipt", unit, rule="R-35")

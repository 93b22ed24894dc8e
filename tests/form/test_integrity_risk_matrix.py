"""The unscored risk matrix of forms/integrity_risk.yaml: nine domains, their typical points, five by five, four colours."""

import re
from typing import Any

import pytest

from inspector_app.form import Filling, load
from tests.form.brief import FORMS, prose, shipped, tables

SCHOOL = {
    "stages": "P J",
    "meal_mode": "self",
    "has_shop": "yes",
    "has_recent_project": "yes",
    "has_rural_funds": "yes",
}
PARAMETERS = {"risk_matrix": "5x5", "P_RISK_RED": "15", "P_RISK_ORANGE": "9", "P_RISK_YELLOW": "4"}
CONTEXT = SCHOOL | PARAMETERS | {"visit_date": "2024-05-06"}
COLOR_OF = {1: "blue", 3: "blue", 4: "yellow", 8: "yellow", 9: "orange", 12: "orange", 15: "red", 16: "red", 25: "red"}


@pytest.fixture
def filling() -> Filling:
    """The form in a school with everything, nothing answered."""
    return Filling(load(FORMS / "integrity_risk.yaml"), context=CONTEXT)


def enter(filling: Filling, **answers: Any) -> str:
    """Add a risk and return its row."""
    row = filling.add_row("g_risk")
    for name, value in answers.items():
        filling.answer(f"g_risk[{row}]/g_risk_{name}", value)
    return row


def typical_of_the_brief() -> dict[str, list[str]]:
    """Read the table 必登记的典型风险点: domain to its points."""
    lines = re.findall(r"^\| ([A-Z]+) \| [^|]+ \| ([^|]+) \|$", prose("integrity_risk"), re.MULTILINE)
    return {domain: points.strip().split("、") for domain, points in lines}


@pytest.mark.skipif(not tables("integrity_risk").exists(), reason="the domain brief is not beside the checkout")
def test_the_typical_points_are_those_of_the_brief() -> None:
    """Nine domains with their points, in the brief's order and words."""
    ours: dict[str, list[str]] = {}
    for choice in shipped("integrity_risk")["choices"]["risk_point"]:
        domain, found, _ = choice["name"].partition("_")
        if found:
            ours.setdefault(domain, []).append(choice["label"]["zh"])
    assert list(typical_of_the_brief().items()) == list(ours.items())


@pytest.mark.parametrize(
    ("likelihood", "impact"), [(1, 1), (1, 3), (1, 4), (2, 4), (3, 3), (3, 4), (3, 5), (4, 4), (5, 5)]
)
def test_likelihood_times_impact_gives_the_colour(filling: Filling, likelihood: int, impact: int) -> None:
    """15–25 red, 9–14 orange, 4–8 yellow, 1–3 blue."""
    row = enter(filling, domain="ETH", point="ETH_gifts", likelihood=likelihood, impact=impact)
    expected = (str(likelihood * impact), COLOR_OF[likelihood * impact])
    assert expected == (filling.value(f"g_risk[{row}]/g_risk_risk"), filling.value(f"g_risk[{row}]/g_risk_color"))


def test_the_county_may_set_another_matrix() -> None:
    """Bounds and size are parameters: a 3 × 3 matrix knows no likelihood of 4, and may call 6 red."""
    small = CONTEXT | {"risk_matrix": "3x3", "P_RISK_RED": "6"}
    filling = Filling(load(FORMS / "integrity_risk.yaml"), context=small)
    row = enter(filling, domain="AID", point="AID_not_on_card", likelihood=2, impact=3)
    assert filling.value(f"g_risk[{row}]/g_risk_color") == "red"
    filling.answer(f"g_risk[{row}]/g_risk_likelihood", 4)
    assert filling.violation(f"g_risk[{row}]/g_risk_likelihood") == "constraint"


def test_a_point_belongs_to_its_domain(filling: Filling) -> None:
    """围标 is a risk of the canteen; under another domain it is objected to, 其他 fits every domain and must be named."""
    row = enter(filling, domain="AID", point="CANT_collusion")
    assert filling.violation(f"g_risk[{row}]/g_risk_point") == "constraint"
    filling.answer(f"g_risk[{row}]/g_risk_point", "other")
    assert filling.violation(f"g_risk[{row}]/g_risk_point") == ""
    assert filling.violation(f"g_risk[{row}]/g_risk_other") == "required"


def test_a_risk_needs_post_form_measures_owner_and_date(filling: Filling) -> None:
    """每个领域至少登记:风险点、岗位、表现形式、等级、防控措施、责任人、完成时限."""
    row = enter(filling)
    empty = {trouble.path.rpartition("_")[2] for trouble in filling.problems() if row in trouble.path}
    assert {"domain", "point", "post", "form", "likelihood", "impact", "measures", "owner", "due"} == empty


def test_the_matrix_is_complete_when_every_typical_point_is_entered(filling: Filling) -> None:
    """Twenty-eight points are owed; each entered is one less, and none of it earns or costs a point."""
    choices = [choice["name"] for choice in shipped("integrity_risk")["choices"]["risk_point"]]
    points = [name for name in choices if "_" in name]
    before = filling.results()
    assert str(len(points)) == filling.value("risk_due") == filling.value("risk_missing")
    for point in points:
        enter(filling, domain=point.partition("_")[0], point=point, likelihood=2, impact=2)
    assert filling.value("risk_missing") == "0"
    assert before == filling.results()

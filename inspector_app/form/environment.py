"""What a filling's expressions may ask besides its cells: where items stand, other instances, wording, choices."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from inspector_app.form.definition import wording
from inspector_app.form.plan import Plan
from inspector_app.form.results import Standing
from inspector_app.form.schema import Slot
from inspector_app.form.scope import Scope
from inspector_app.form.xpath.dom import XmlNode
from inspector_app.form.xpath.values import Environment

_UNCHECKED = Standing("unchecked")


class FillingEnvironment(Environment):
    """The environment of one filling; `live` is its running state, for the tasks that make rows."""

    __slots__ = ("counts", "language", "live", "plan", "standings")

    def __init__(self, plan: Plan, now: datetime, language: str) -> None:
        super().__init__(now, now.tzinfo or UTC)
        self.plan = plan
        self.language = language
        self.live: Any = None
        self.standings: dict[str, Standing] = {}
        self.counts: Counter[str] = Counter()

    def set_standing(self, code: str, standing: Standing) -> bool:
        """Note where an item stands; tell whether that is news."""
        before = self.standings.get(code)
        if before == standing:
            return False
        if before is not None:
            self.counts[before.state] -= 1
        self.counts[standing.state] += 1
        self.standings[code] = standing
        return True

    def item_state(self, code: str) -> str:
        """Return an item's state."""
        return self.standings.get(code, _UNCHECKED).state

    def count_items(self, states: frozenset[str], excepted: frozenset[str]) -> float:
        """Return how many items are in one of the states, some left out."""
        total = sum(self.counts[state] for state in states)
        return float(total - sum(self.item_state(code) in states for code in excepted))

    def instance(self, name: str) -> XmlNode:
        """Return a secondary instance."""
        return self.plan.instances.get(name)

    def looked_up(self, name: str, key_column: str, key: str, column: str) -> str:
        """Return what a secondary instance has in a column where another column is `key`."""
        return self.plan.instances.looked_up(name, key_column, key, column)

    def choice_label(self, slot: Slot, scope: Scope, name: str) -> str:
        """Return the wording of a choice; of several names, their wordings; of none, nothing."""
        offer = self.plan.offer(slot)
        if offer is None:
            return ""
        return ", ".join(wording(offer.label(scope, one), self.language) for one in name.split())

    def wording(self, name: str) -> str:
        """Return a text of the form's translations by its id."""
        return wording(self.plan.form.texts.get(name, ""), self.language)

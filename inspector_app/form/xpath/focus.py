"""Where an expression stands while it runs: the context node, its position among how many, and the environment."""

from typing import Any

from inspector_app.form.xpath.values import Environment


class Focus:
    """The one argument of every compiled closure. A filling's scopes are foci too, with their cells besides."""

    __slots__ = ("environment", "node", "position", "size")

    def __init__(self, environment: Environment, node: Any = None, position: int = 1, size: int = 1) -> None:
        self.environment = environment
        self.node = node
        self.position = position
        self.size = size

    def inside(self, node: Any, position: int, size: int) -> "Focus":
        """Return the focus for a predicate on `node`, the `position`-th of `size`."""
        return Focus(self.environment, node, position, size)

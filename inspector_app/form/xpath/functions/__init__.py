"""Every function an expression may call, by subject; importing this package fills the table."""

from inspector_app.form.xpath.functions import dates, foreign, geometry, logic, nodes, numbers, strings
from inspector_app.form.xpath.functions.registry import FUNCTIONS, Function

__all__ = ["FUNCTIONS", "Function", "dates", "foreign", "geometry", "logic", "nodes", "numbers", "strings"]

"""Sum, count, least and greatest of one question over the rows of a repeat, kept up to date by what changes.

Adding the 300th row must not cost a walk over the 299 before it. Whole numbers are added and taken away exactly; as soon as
others are among them, or the greatest goes, the rows are walked after all: the result is always that of a walk.
"""

import math
from collections.abc import Callable, Iterable

from inspector_app.form.cells import Cell

_EXACT = 2**53


class Tally:
    """What one question's relevant cells come to in the rows of one scope. `touched` are cells that changed since."""

    __slots__ = ("_greatest", "_least", "_nans", "_odd", "_total", "size", "touched")

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.size = 0
        self.touched: list[Cell] = list(cells)
        self._total = 0
        self._odd = 0
        self._nans = 0
        self._least: float | None = None
        self._greatest: float | None = None

    def count(self) -> float:
        """Return how many cells are relevant."""
        self._take_in()
        return float(self.size)

    def sum(self, cells: Callable[[], Iterable[Cell]]) -> float:
        """Return the sum; `cells` yields all of them where they have to be walked."""
        self._take_in()
        if self._odd or abs(self._total) >= _EXACT:
            return math.fsum(cell.number for cell in cells())
        return float(self._total)

    def least(self, cells: Callable[[], Iterable[Cell]]) -> float:
        """Return the least number, NaN where one is no number or there is none."""
        self._take_in()
        if self._nans or not self.size:
            return math.nan
        if self._least is None:
            self._least = min(cell.number for cell in cells())
        return self._least

    def greatest(self, cells: Callable[[], Iterable[Cell]]) -> float:
        """Return the greatest number, NaN where one is no number or there is none."""
        self._take_in()
        if self._nans or not self.size:
            return math.nan
        if self._greatest is None:
            self._greatest = max(cell.number for cell in cells())
        return self._greatest

    def _take_in(self) -> None:
        for cell in self.touched:
            before, now = cell.tallied, cell.number if cell.relevant and cell.scope.place else None
            if before == now:
                continue
            if before is not None:
                self._change(before, -1)
            if now is not None:
                self._change(now, 1)
            cell.tallied = now
        self.touched.clear()

    def _change(self, number: float, by: int) -> None:
        self.size += by
        if number != number:
            self._nans += by
            self._odd += by
            return
        if number.is_integer():
            self._total += by * int(number)
        else:
            self._odd += by
        if by < 0:
            self._least = None if number == self._least else self._least
            self._greatest = None if number == self._greatest else self._greatest
            return
        # None with other cells there means: not known, to be walked for
        if self._least is not None or self.size == 1:
            self._least = number if self._least is None else min(self._least, number)
        if self._greatest is not None or self.size == 1:
            self._greatest = number if self._greatest is None else max(self._greatest, number)

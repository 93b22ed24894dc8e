"""The shape of one pen stroke: a smooth curve of changing width as one outline, filled once, so that no joint shows."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

_STEPS = 6  # samples between two points of the device


def outline(places: Sequence[QPointF], widths: Sequence[float]) -> QPainterPath:
    """Return the outline of a line through `places` (at least one) that is as wide as `widths` says at each."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    samples = _samples(places, _softened(widths))
    for place, width in samples:
        path.addEllipse(place, width / 2, width / 2)
    for (one, before), (two, after) in pairwise(samples):
        length = hypot(two.x() - one.x(), two.y() - one.y())
        if length > 0.01:
            across = QPointF(one.y() - two.y(), two.x() - one.x()) / (2 * length)
            corners = [one + across * before, one - across * before, two - across * after, two + across * after]
            path.addPolygon(QPolygonF([*corners, corners[0]]))
    return path


def _softened(widths: Sequence[float]) -> list[float]:
    """Return widths that do not jump: a hand's speed is noisy."""
    soft = [widths[0]]
    for width in widths[1:]:
        soft.append(soft[-1] * 0.7 + width * 0.3)
    return soft


def _samples(places: Sequence[QPointF], widths: Sequence[float]) -> list[tuple[QPointF, float]]:
    """Return points of the curve through the middles (its corners are the places), with their widths."""
    if len(places) < 3:
        return list(zip(places, widths, strict=True))
    samples = [(places[0], widths[0])]
    for at in range(1, len(places) - 1):
        start, corner, end = (places[at - 1] + places[at]) / 2, places[at], (places[at] + places[at + 1]) / 2
        for step in range(_STEPS + 1):
            t = step / _STEPS
            place = start * (1 - t) ** 2 + corner * (2 * t * (1 - t)) + end * t**2
            samples.append((place, widths[at - 1] * (1 - t) + widths[at] * t))
    samples.append((places[-1], widths[-1]))
    return samples

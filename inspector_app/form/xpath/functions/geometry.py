"""Functions on geopoints and geoshapes ("lat lon alt acc;…"): area, distance, geofence, on a sphere of Earth's size."""

import math
from collections.abc import Sequence
from itertools import pairwise

from inspector_app.form.xpath.functions.registry import plain
from inspector_app.form.xpath.functions.strings import texts_in
from inspector_app.form.xpath.values import Value

_RADIUS = 6_378_100.0
Point = tuple[float, float]


@plain("area", "v", "number")
def area(value: Value) -> float:
    """Return square metres inside a geoshape; NaN when it has a point that is none."""
    points = points_of(value)
    if points is None:
        return math.nan
    if len(points) < 3:
        return 0.0
    total = 0.0
    for (lat, lon), (next_lat, next_lon) in zip(points, [*points[1:], points[0]], strict=True):
        total += math.radians(next_lon - lon) * (2 + math.sin(math.radians(lat)) + math.sin(math.radians(next_lat)))
    return _rounded(abs(total * _RADIUS * _RADIUS / 2))


@plain("distance", "v*", "number")
def distance(*values: Value) -> float:
    """Return metres along a line of points."""
    points = points_of([], texts_in(values))
    if points is None:
        return math.nan
    return _rounded(sum(_apart(one, other) for one, other in pairwise(points)))


@plain("geofence", "sv", "boolean")
def geofence(point: str, shape: Value) -> bool:
    """Tell whether a point lies inside a shape."""
    place, corners = points_of([], [point]), points_of(shape)
    if not place or not corners:
        return False
    lat, lon = place[0]
    inside = False
    for (one_lat, one_lon), (other_lat, other_lon) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (one_lat > lat) != (other_lat > lat):
            crossing = (other_lon - one_lon) * (lat - one_lat) / (other_lat - one_lat) + one_lon
            inside ^= lon < crossing
    return inside


def points_of(value: Value, texts: Sequence[str] | None = None) -> list[Point] | None:
    """Return the points that the strings write, or None when one of them is no point on Earth."""
    found: list[Point] = []
    for text in texts_in([value]) if texts is None else texts:
        for piece in text.split(";"):
            if not piece.strip():
                continue
            point = _point(piece)
            if point is None:
                return None
            found.append(point)
    return found or None


def _point(text: str) -> Point | None:
    try:
        lat, lon = (float(number) for number in text.split()[:2])
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _apart(one: Point, other: Point) -> float:
    lat, other_lat = math.radians(one[0]), math.radians(other[0])
    cosine = math.sin(lat) * math.sin(other_lat)
    cosine += math.cos(lat) * math.cos(other_lat) * math.cos(math.radians(other[1] - one[1]))
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def _rounded(metres: float) -> float:
    return math.floor(metres * 100 + 0.5) / 100

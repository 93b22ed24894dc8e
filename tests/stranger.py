"""A stranger's check of a published draw, written from resources/draw_recompute.md alone: nothing of the product is imported.

Usage: python stranger.py FOLDER; prints what differs, and ends with 1 when anything does.
"""

import csv
import hashlib
import math
import sys
from collections import defaultdict
from pathlib import Path

RISK = {"red": 4, "orange": 3, "yellow": 2, "blue": 1}


def check(folder: Path) -> list[str]:
    """Return what does not agree, one line each."""
    head = {row["name"]: row["value"] for row in table(folder / "head.csv")}
    schools = table(folder / "schools.csv")
    wrong = []
    if sha(head["seed"], head["salt"]) != head["commitment"]:
        wrong.append("commitment")
    strata = defaultdict(list)
    for row in schools:
        if row["outcome"] in ("drawn", "substitute"):
            weight = (RISK.get(row["risk"], 2)) * recency(row["last_visit"], head["as_of"])
            u = (int(sha(head["seed"], head["draw_id"], row["school_id"])[:13], 16) + 0.5) / 2**52
            key = -math.log(u) / weight
            top, _, bottom = row["weight"].partition("/")
            if abs(int(top) / int(bottom or 1) - weight) > 1e-12:
                wrong.append(f"{row['school_id']}: weight")
            if abs(float(row["u"]) - u) > 1.1e-12 or abs(float(row["key"]) - key) > 1.1e-12:
                wrong.append(f"{row['school_id']}: key")
            strata[row["stratum"]].append((round(key, 12), row["school_id"], row))
    for stratum, found in strata.items():
        wrong += places(stratum, [row for _, _, row in sorted(found, key=lambda one: one[:2])], head)
    return wrong + seats(head)


def places(stratum: str, ordered: list[dict[str, str]], head: dict[str, str]) -> list[str]:
    """Spread the townships, then compare place and outcome."""
    seen: set[str] = set()
    first: list[dict[str, str]] = []
    again: list[dict[str, str]] = []
    for row in ordered:
        township = row["township_code"]
        (again if township and township in seen else first).append(row)
        seen.add(township)
    wrong = [] if len(ordered) == int(head[f"pool {stratum}"]) else [f"{stratum}: pool"]
    for place, row in enumerate(first + again, 1):
        outcome = "drawn" if place <= int(head[f"seats {stratum}"]) else "substitute"
        if (row["place"], row["outcome"]) != (str(place), outcome):
            wrong.append(f"{row['school_id']}: place")
    return wrong


def seats(head: dict[str, str]) -> list[str]:
    """Largest remainder, in whole numbers."""
    pools = {name[5:]: int(value) for name, value in head.items() if name.startswith("pool ")}
    whole, total = int(head["seats"]), sum(pools.values())
    given = {code: whole * pool // total for code, pool in pools.items()}
    left = sorted(pools, key=lambda code: (-(whole * pools[code] % total), code))
    for code in left[: whole - sum(given.values())]:
        given[code] += 1
    return [f"{code}: seats" for code, number in given.items() if number != int(head[f"seats {code}"])]


def recency(last: str, as_of: str) -> float:
    """3 for never, else by whole months."""
    if not last:
        return 3
    (y1, m1, d1), (y2, m2, d2) = (map(int, day.split("-")) for day in (last, as_of))
    months = (y2 - y1) * 12 + m2 - m1 - (d2 < d1)
    return 1 + min(max(months, 0), 12) / 6


def sha(*parts: str) -> str:
    """Hash the parts joined by the bar."""
    return hashlib.sha256("|".join(parts).encode("utf-8")).hexdigest()


def table(file: Path) -> list[dict[str, str]]:
    """Read a CSV."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    found = check(Path(sys.argv[1]))
    print(*found, sep="\n")
    sys.exit(bool(found))

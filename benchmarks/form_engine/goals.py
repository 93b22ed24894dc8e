"""What is asked of the form engine (issue 3; performance.md A, goals 1-4) and whether what was measured meets it.

A goal decides the exit code. An aim is performance.md's further target: said, not counted. Ratios are taken round by round,
both engines in the same round, and judged by their median; what was not measured has no verdict and is named by the caller.
"""

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from benchmarks.form_engine.calibration import IDLE_MS

TOTAL = "586425"
ROWS = "301"  # the row of a fresh form and 300 more
FORMS = ("synth", "whova", "large_cha")
REAL = FORMS[1:]
PEERS = {"odk": "ODK", "enketo": "Enketo"}
Row = Mapping[str, Any]
Runs = Mapping[str, Mapping[str, Sequence[Row]]]  # subject → engine → one row a round


class Verdict(msgspec.Struct, frozen=True):
    """One judgement: the median, its bound, the spread over the rounds. `binding` tells a goal from an aim."""

    name: str
    met: bool
    binding: bool = True
    value: float | str = ""
    bound: float | str = ""
    lowest: float = 0.0
    highest: float = 0.0
    rounds: int = 0


def judged(runs: Runs, comparisons: Mapping[str, Mapping[str, Any]]) -> list[Verdict]:
    """Return a verdict for everything that was measured: `comparisons` is form → peer → a `Comparison` as a mapping."""
    return [
        *_correct(runs),
        *(verdict for form, peers in comparisons.items() for verdict in _alike(form, peers)),
        *_synthetic(runs),
        *_real(runs),
        *_rows(runs),
        *_opening(runs),
    ]


# -- correctness: without it no speed counts -----------------------------------------------------------------------------


def _correct(runs: Runs) -> list[Verdict]:
    """Every engine took every change; on the synthetic form every engine ends with the same total."""
    found = []
    for form in FORMS:
        for engine, rows in runs.get(form, {}).items():
            missed = max(row["missed"] for row in rows)
            found.append(Verdict(f"{form}: {engine} takes every change", missed == 0, value=missed, bound=0))
            if form == "synth":
                totals = sorted({row["total"] for row in rows})
                name = f"synth: /data/total of {engine}"
                found.append(Verdict(name, totals == [TOTAL], value=" ".join(totals), bound=TOTAL))
    return found


def _alike(form: str, peers: Mapping[str, Any]) -> list[Verdict]:
    """Our answers are the peer's, leaf by leaf; a comparison of nothing, or of a peer that refused changes, is none."""
    return [
        Verdict(
            f"{form}: leaves that differ from {PEERS[peer]}'s ({found['leaves']} compared, {len(found['refused'])} refused)",
            found["leaves"] > 0 and not found["refused"] and not found["differences"],
            value=len(found["differences"]),
            bound=0,
        )
        for peer, found in peers.items()
    ]


# -- speed ---------------------------------------------------------------------------------------------------------------


def _synthetic(runs: Runs) -> list[Verdict]:
    found = [*_ratio(runs, "synth", "sum_ms", "floor", 10), *_ratio(runs, "synth", "sum_ms", "lxml", 1 / 3, aim=True)]
    for peer in PEERS:
        found += _ratio(runs, "synth", "sum_ms", peer, 1 / 200)
        found += _ratio(runs, "synth", "p99_ms", peer, 1 / 50, aim=True)
        if peer == "odk":
            found += _ratio(runs, "synth", "open", peer, 0.30, aim=True)
    return found


def _real(runs: Runs) -> list[Verdict]:
    found = []
    for form in REAL:
        found += _ratio(runs, form, "p99_ms", "odk", 1)
        found += _ratio(runs, form, "sum_ms", "odk", 1.5 if form == "whova" else 0.8, aim=True)
        found += _ratio(runs, form, "sum_ms", "enketo", 1 / 20, aim=True)
    return found + _ratio(runs, "whova", "open", "odk", 0.30, aim=True)


def _rows(runs: Runs) -> list[Verdict]:
    rows = runs.get("rep", {}).get("ours", ())
    if not rows:
        return []
    right = all(row["right"] for row in rows)
    return [
        Verdict("rep: count, sum and maximum right after each row", right, value=rows[-1]["count"], bound=ROWS),
        *(_counted(engine, found) for engine, found in runs["rep"].items()),
        _bounded("rep: the 281st-300th row / the 1st-20th", [row["growth"] for row in rows], 1.3),
        *_ratio(runs, "rep", "sum_ms", "enketo", 1 / 10, aim=True),
        *_ratio(runs, "rep", "sum_ms", "odk", 1 / 60, aim=True),
    ]


def _counted(engine: str, rows: Sequence[Row]) -> Verdict:
    counts = sorted({row["count"] for row in rows})
    return Verdict(f"rep: rows that {engine} counts at the end", counts == [ROWS], value=" ".join(counts), bound=ROWS)


def _opening(runs: Runs) -> list[Verdict]:
    """Milliseconds, as they would be on an idle core: CPU time over what the calibration loop took at the same moment."""
    ways = (
        ("yaml", "from YAML", 100, True),
        ("cached", "from the cache", 15, True),
        ("visit", "of a visit", 15, False),
    )
    found = []
    for subject, engines in runs.items():
        for way, words, bound, binding in ways:
            if subject.startswith("form ") and engines.get(way):
                name = f"{subject}: ms to the first answerable instance {words}"
                found.append(_bounded(name, [idle_ms(row) for row in engines[way]], bound, binding=binding))
    return found


def idle_ms(row: Row) -> float:
    """Return the CPU milliseconds of an opening, scaled to the speed of an idle core."""
    return float(row["open_cpu_ms"] * IDLE_MS / row["calibration_ms"])


def _ratio(runs: Runs, subject: str, measure: str, peer: str, bound: float, *, aim: bool = False) -> list[Verdict]:
    """Judge ours / the peer's over the rounds in which both ran; no verdict where there is none."""
    engines = runs.get(subject, {})
    pairs = list(zip(engines.get("ours", ()), engines.get(peer, ()), strict=False))  # slow peers run fewer rounds
    if not pairs:
        return []
    of: Callable[[Row], float] = _open if measure == "open" else lambda row: float(row[measure])
    ratios = [of(ours) / of(theirs) for ours, theirs in pairs]
    what = {"sum_ms": "sum of all", "p99_ms": "p99", "open": "load + instance"}[measure]
    return [_bounded(f"{subject}: {what}, ours / {PEERS.get(peer, peer)}", ratios, bound, binding=not aim)]


def _open(row: Row) -> float:
    return float(row["load_ms"] + row["instance_ms"])


def _bounded(name: str, values: Sequence[float], bound: float, *, binding: bool = True) -> Verdict:
    middle = statistics.median(values)
    return Verdict(name, middle <= bound, binding, middle, bound, min(values), max(values), len(values))

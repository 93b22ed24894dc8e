"""The measurements as a page of text: what ran, medians with their spread, differences, verdicts, what was not judged."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.form_engine.calibration import IDLE_MS
from benchmarks.form_engine.goals import Verdict, idle_ms

_SHOWN = 12  # differences of one comparison


def printed(found: Mapping[str, Any], verdicts: Sequence[Verdict]) -> str:
    """Return the page."""
    return "\n".join([*_head(found), "", *_table(found["runs"]), "", *_answers(found), "", *_verdicts(found, verdicts)])


def _head(found: Mapping[str, Any]) -> Iterator[str]:
    facts, loops = found["machine"], found["calibration_ms"]
    yield f"{facts['processor']}, {facts['cores']} cores, {facts['memory']}; {facts['system']}; load {facts['load']}"
    versions = " · ".join(f"{name} {version}" for name, version in found["versions"].items())
    yield f"Inspector {facts['inspector']} {facts['commit']} · Python {facts['python']} · {versions}"
    yield (
        f"calibration loop: {statistics.median(loops):.1f} ms of CPU (lowest {min(loops):.1f}, highest {max(loops):.1f}; "
        f"{IDLE_MS} on an idle core)"
    )


def _table(runs: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]) -> Iterator[str]:
    """Say the medians; a spread is half of highest - lowest over the median, in percent."""
    yield "milliseconds, medians over the rounds (± half the spread)"
    for subject, engines in runs.items():
        for engine, rows in engines.items():
            shown = [_median(name, [row[name] for row in rows]) for name in rows[-1] if _is_number(rows[-1][name])]
            words = [f"{name} {row}" for name, row in rows[-1].items() if isinstance(row, str) and row]
            if "calibration_ms" in rows[-1]:
                shown.append(_median("idle_ms", [idle_ms(row) for row in rows]))
            yield f"{subject:26} {engine:7} n={len(rows)}  " + "  ".join([*shown, *words])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _median(name: str, values: Sequence[float]) -> str:
    middle = statistics.median(values)
    spread = f" ±{50 * (max(values) - min(values)) / middle:.0f}%" if middle and max(values) > min(values) else ""
    return f"{name.removesuffix('_ms')} {middle:.4g}{spread}"


def _answers(found: Mapping[str, Any]) -> Iterator[str]:
    """Say what the comparisons of answers found."""
    for form, peers in found["comparisons"].items():
        for peer, one in peers.items():
            yield (
                f"{form}: answers beside {peer}'s at {one['looks']} moments, {one['leaves']} leaves: "
                f"{len(one['differences'])} differ, {len(one['refused'])} changes refused by {peer}"
            )
            yield from (f"    differs: {each}" for each in one["differences"][:_SHOWN])
            yield from (f"    refused: {each}" for each in one["refused"][:_SHOWN])
    for form, aside in found["set_aside"].items():
        if aside["present"]:
            yield f"{form}: clock or chance, compared for presence only: {' '.join(aside['present'])}"
        yield from (f"{form}: not compared with ODK: {path} ({why})" for path, why in aside["ignored"].items())


def _verdicts(found: Mapping[str, Any], verdicts: Sequence[Verdict]) -> Iterator[str]:
    for one in verdicts:
        word = ("met" if one.met else "MISSED") if one.binding else ("aim met" if one.met else "aim short")
        spread = f"  ({one.lowest:.4g} to {one.highest:.4g} in {one.rounds} rounds)" if one.rounds else ""
        yield f"{word:10}{one.name}: {_said(one.value)}, bound {_said(one.bound)}{spread}"
    yield from (f"{'':10}{name}: not judged ({why})" for name, why in found["not_judged"].items())


def _said(value: float | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)

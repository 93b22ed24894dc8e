"""Our engine, measured in a process of its own as every peer is: `python -m benchmarks.form_engine.ours WHAT FILE …`.

Prints one JSON object: times in milliseconds of wall clock, `cpu` ones of processor time.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.form_engine.calibration import sample
from inspector_app.form import Filling, load

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ROWS = 300


def main(words: list[str]) -> None:
    """Measure what is asked for and print it."""
    what, *rest = words
    measures: dict[str, Callable[..., dict[str, Any]]] = {
        "changes": changes,
        "rows": rows,
        "opened": opened,
        "visit": visit,
    }
    print(json.dumps(measures[what](*map(Path, rest))))


def changes(form: Path, plan: Path) -> dict[str, Any]:
    """Open a form and replay its plan."""
    start = time.perf_counter()
    read = load(form)
    loaded = time.perf_counter()
    filling = Filling(read, now=NOW)
    filled = time.perf_counter()
    steps = [(path, value) for _, path, value, _ in json.loads(plan.read_text("utf-8"))]
    spent, missed = [], 0
    gc.collect()
    for path, value in steps:
        began = time.perf_counter()
        try:
            filling.answer(path, value)
        except (KeyError, ValueError):
            missed += 1
        spent.append((time.perf_counter() - began) * 1e3)
    spent.sort()
    total = ""
    with suppress(KeyError):
        total = filling.value(f"/{read.root}/total")
    return {
        "load_ms": (loaded - start) * 1e3,
        "instance_ms": (filled - loaded) * 1e3,
        "median_ms": spent[len(spent) // 2],
        "p99_ms": spent[int(0.99 * len(spent))],
        "sum_ms": sum(spent),
        "missed": missed,
        "total": total,
    }


def rows(form: Path) -> dict[str, Any]:
    """Add 300 rows one by one; after each, count, sum and maximum must be those of that many untouched rows."""
    filling = Filling(load(form), now=NOW)
    spent, right = [], True
    gc.collect()
    for _ in range(ROWS):
        began = time.perf_counter()
        filling.add_row("/data/r")
        spent.append((time.perf_counter() - began) * 1e3)
        count = len(filling.rows("/data/r"))
        # An untouched row is worth coalesce("", 1) × coalesce("", 2) = 2.
        right &= [count, 2 * count, 2] == [float(filling.value(f"/data/{name}")) for name in "nsm"]
    first, last = statistics.median_high(spent[:20]), statistics.median_high(spent[-20:])
    return {
        "first_ms": first,
        "last_ms": last,
        "growth": last / first,
        "sum_ms": sum(spent),
        "count": str(len(filling.rows("/data/r"))),
        "right": right,
    }


def opened(form: Path, kept_in: Path | None = None) -> dict[str, Any]:
    """Open a form to a filling that can be answered, from its file or (where a folder is named) from what is kept there."""
    return _opened(form, kept_in, {})


def visit(form: Path, kept_in: Path, facts: Path) -> dict[str, Any]:
    """Open a form from what is kept, as a visit does it: with the facts of its school, name → text."""
    return _opened(form, kept_in, json.loads(facts.read_text("utf-8")))


def _opened(form: Path, kept_in: Path | None, context: Mapping[str, str]) -> dict[str, Any]:
    before = sample()
    gc.collect()
    wall, processor = time.perf_counter(), time.process_time()
    filling = Filling(load(form, kept_in), context=context, now=NOW)
    spent = (time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3
    return {
        "open_ms": spent[0],
        "open_cpu_ms": spent[1],
        "calibration_ms": statistics.mean((before, sample())),
        **_first_answers(filling),
    }


def _first_answers(filling: Filling) -> dict[str, Any]:
    """Answer every question outside rows once: what an opening left for later is paid here.

    Return the CPU milliseconds of the first and of the slowest answer, and how many there were.
    """
    spent = []
    for question in filling.form.questions:
        if not question.repeat and question.role != "context" and not question.field.is_computed:
            choices = filling.choices(question.path)
            value = choices[0].name if choices else "1"
            began = time.process_time()
            filling.answer(question.path, value)
            spent.append((time.process_time() - began) * 1e3)
    return {"first_answer_cpu_ms": spent[0], "slowest_answer_cpu_ms": max(spent), "answers": len(spent)}


if __name__ == "__main__":
    main(sys.argv[1:])

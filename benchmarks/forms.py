"""Measures the form engine: `dev.py bench forms [--json] [--peers DIR] [--require-peers] [--rounds N]`.

Opening and 1,000 answer changes on the synthetic form, WHO VA and CHT large_cha, 300 repeat rows one by one, and every shipped
form from YAML and from the cache. The harness that makes forms and plans, and the floor it is judged by, is the peers'
(`form-engine`); what is not there is "not judged". Times are medians of rounds, ours and the floor's in turn.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspector_app.form import Filling, load

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT.parent / "shared" / "peers"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TOTAL = "586425"
CHANGES = 1000
FORMS = ("synth", "whova", "large_cha")
Row = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 where a bound is missed (2 where peers are required and absent)."""
    parser = argparse.ArgumentParser(prog="dev.py bench forms")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--peers", type=Path, default=PEERS)
    parser.add_argument("--require-peers", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        results, absent = measured(chosen.peers / "form-engine", Path(scratch), chosen.rounds)
    verdicts = judged(results)
    if chosen.json:
        print(json.dumps({"results": results, "verdicts": verdicts, "not_judged": absent}, ensure_ascii=False))
    else:
        report(results, verdicts, absent)
    if absent and chosen.require_peers:
        return 2
    return 0 if all(verdicts.values()) else 1


def measured(harness: Path, scratch: Path, rounds: int) -> tuple[dict[str, Row], list[str]]:
    """Return what was measured, by subject, and what could not be for want of a peer or its form."""
    results: dict[str, Row] = {}
    absent = ["synth in Chromium: ODK", "synth in Chromium: Enketo"]  # run.sh of the peers runs these
    made = prepared(harness, scratch)
    for name in FORMS:
        if name not in made:
            absent.append(name)
            continue
        found = [changes(scratch / f"{name}.xml", scratch / f"{name}.plan.json") for _ in range(rounds)]
        results[name] = medians(found)
    if "synth" in made:
        floors = [floor(harness, scratch) for _ in range(rounds)]
        results["floor"] = {"sum_ms": statistics.median(floors)}
    if "rep" in made:
        results["rows"] = medians([rows(scratch / "rep.xml") for _ in range(rounds)])
    results |= {f"shipped {path.stem}": medians([shipped(path, scratch) for _ in range(rounds)]) for path in ours()}
    return results, absent


def ours() -> list[Path]:
    """Return the shipped forms."""
    return sorted((ROOT / "forms").glob("*.yaml"))


def prepared(harness: Path, scratch: Path) -> set[str]:
    """Make the forms and their plans in the scratch folder; return those that could be made."""
    made = set()
    real = harness.parent / "forms" / "whova_form.xml"
    corpora = harness.parents[1] / "corpora" / "xlsforms" / "medic__cht-core__large_cha.xlsx"
    if real.is_file():
        shutil.copy(real, scratch / "whova.xml")
        made.add("whova")
    if corpora.is_file() and converted(corpora, scratch / "large_cha.xml"):
        made.add("large_cha")
    for name, script in (("synth", "gen_form.py"), ("rep", "gen_repeat.py")):
        sheet = scratch / f"{name}.xlsx"
        if ran([harness / script, sheet]) and converted(sheet, scratch / f"{name}.xml"):
            made.add(name)
    plans = [name for name in made if name in FORMS]
    return made - {name for name in plans if not planned(harness, scratch, name)}


def planned(harness: Path, scratch: Path, name: str) -> bool:
    """Make the plan of answer changes of one form."""
    return ran([harness / "make_plan.py", scratch / f"{name}.xml", scratch / f"{name}.plan.json", str(CHANGES)])


def converted(sheet: Path, target: Path) -> bool:
    """Convert an XLSForm by pyxform; tell whether it did."""
    return ran(["-m", "pyxform.xls2xform", sheet, target, "--skip_validate"]) and target.is_file()


def ran(words: list[str | Path]) -> bool:
    """Run a Python program; tell whether it ended well."""
    return (
        subprocess.run([sys.executable, *map(str, words)], capture_output=True, check=False, timeout=300).returncode
        == 0
    )


def floor(harness: Path, scratch: Path) -> float:
    """Return the milliseconds that the compiled-closure floor takes for the synthetic plan."""
    command = [sys.executable, str(harness / "floor.py"), str(scratch / "synth.json"), str(scratch / "synth.plan.json")]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    return float(json.loads(said)["all"]["sum"])


def changes(form: Path, plan: Path) -> Row:
    """Open a form and replay its plan."""
    opened, read = timed(lambda: load(form))
    filled, filling = timed(lambda: Filling(read, now=NOW))
    spent, missed = [], 0
    for _, path, value, _ in json.loads(plan.read_text("utf-8")):
        start = time.perf_counter()
        try:
            filling.answer(path, value)
        except (KeyError, ValueError):
            missed += 1
        spent.append((time.perf_counter() - start) * 1e3)
    spent.sort()
    total = filling.value("/data/total") if form.stem == "synth" else ""
    return {
        "load_ms": opened,
        "instance_ms": filled,
        "median_ms": spent[len(spent) // 2],
        "p99_ms": spent[int(0.99 * len(spent))],
        "sum_ms": sum(spent),
        "missed": missed,
        "total": total,
    }


def rows(form: Path) -> Row:
    """Add 300 rows one by one."""
    filling = Filling(load(form), now=NOW)
    spent = []
    for _ in range(300):
        took, _row = timed(lambda: filling.add_row("/data/r"))
        spent.append(took)
    first, last = statistics.median(spent[:20]), statistics.median(spent[280:])
    right = len(filling.rows("/data/r")) == int(filling.value("/data/n"))
    return {"first_ms": first, "last_ms": last, "growth": last / first, "sum_ms": sum(spent), "right": right}


def shipped(path: Path, scratch: Path) -> Row:
    """Open a shipped form from YAML and from the cache, each to a filling that answers."""
    kept = scratch / "kept"
    load(path, kept)
    text, _ = timed(lambda: load(path))
    cached, form = timed(lambda: load(path, kept))
    filled, _ = timed(lambda: Filling(form, now=NOW))
    return {"yaml_ms": text, "cached_ms": cached, "first_filling_ms": filled}


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return how many milliseconds an action took, and its result."""
    start = time.perf_counter()
    result = action()
    return (time.perf_counter() - start) * 1e3, result


def medians(found: list[Row]) -> Row:
    """Return the median of every number, what is no number from the last round."""
    numbers = (int, float)
    return {
        name: statistics.median(one[name] for one in found)
        if isinstance(value, numbers) and not isinstance(value, bool)
        else value
        for name, value in found[-1].items()
    }


def judged(results: Mapping[str, Row]) -> dict[str, bool]:
    """Return whether each goal that can be judged here is met."""
    verdicts = {}
    if "synth" in results:
        verdicts[f"synth: /data/total = {TOTAL}"] = results["synth"]["total"] == TOTAL
        verdicts["synth: sum <= 10 x floor"] = results["synth"]["sum_ms"] <= 10 * results["floor"]["sum_ms"]
    if "rows" in results:
        verdicts["rows: counted right"] = results["rows"]["right"]
        verdicts["rows: the 300th <= 1.3 x the first"] = results["rows"]["growth"] <= 1.3
    for name, row in results.items():
        if name.startswith("shipped "):
            verdicts[f"{name}: YAML <= 100 ms"] = row["yaml_ms"] <= 100
            verdicts[f"{name}: cache <= 15 ms"] = row["cached_ms"] <= 15
    return verdicts


def report(results: Mapping[str, Row], verdicts: Mapping[str, bool], absent: list[str]) -> None:
    """Print the numbers and the verdicts."""
    for name, row in results.items():
        shown = "  ".join(
            f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in row.items()
        )
        print(f"{name:28}{shown}")
    for name, met in verdicts.items():
        print(f"{'met' if met else 'MISSED':8}{name}")
    for name in absent:
        print(f"{'':8}{name}: not judged")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

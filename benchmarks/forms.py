"""Measures the form engine: `dev.py bench forms [--json] [--peers DIR] [--require-peers] [--rounds N]`.

1,000 answer changes on the synthetic form, WHO VA and CHT large_cha, 300 repeat rows one by one, and every shipped form opened
from YAML and from the cache. The forms, plans, floor and peers are those of a peers' folder (CONTRIBUTING.md says how one is
set up); what is not there is "not judged". Every engine runs in a process of its own, all of them in turn in every round.
Those in Python run three times a round and the middle one stands; one that takes over ten seconds sits out after the third.

Exit code: 0 when every goal that was judged is met, 1 when one is missed, 2 where peers are required and one is absent.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.form_engine import instances
from benchmarks.form_engine.calibration import sample
from benchmarks.form_engine.engines import BROWSER_PEERS, PYTHON_PEERS, ROOT, Failed, Peers, Row, ours
from benchmarks.form_engine.goals import FORMS, Verdict, judged
from benchmarks.form_engine.machine import machine
from benchmarks.form_engine.printed import printed
from benchmarks.form_engine.workloads import Workload, facts, prepare
from inspector_app.form import load

PEERS = ROOT.parent / "shared" / "peers"
OURS = ("ours", "yaml", "cached", "visit")
SLOW_SECONDS, SLOW_ROUNDS = 10, 3
QUICK_RUNS = 3  # of an engine in Python in one round; tens of milliseconds are easily disturbed


class Bench:
    """One run of the benchmark.

    `runs` subject → engine → a row a round, `comparisons` form → peer → `Comparison`, `broken` what we failed to run ourselves,
    `absent` what is not judged, and why.
    """

    def __init__(self, folder: Path, scratch: Path, rounds: int, forms: Path) -> None:
        self.peers = Peers(folder)
        self.scratch = scratch
        self.rounds = rounds
        self.forms = sorted(forms.glob("*.yaml"))
        self.runs: dict[str, dict[str, list[Row]]] = {}
        self.comparisons: dict[str, dict[str, dict[str, Any]]] = {}
        self.calibration: list[float] = []
        self.made, self.absent = prepare(self.peers.folder, scratch)
        self._slow: set[tuple[str, str]] = set()
        self.broken: list[Verdict] = []
        self._python_peers = [peer for peer in PYTHON_PEERS if not self._missing(peer)]
        self._browser_peers = [peer for peer in BROWSER_PEERS if not self._missing(peer)]

    def measure(self) -> None:
        """Run every engine on every subject, round by round, then compare the answers they end with."""
        for number in range(self.rounds):
            self.calibration.append(sample())
            for name in (name for name in FORMS if name in self.made):
                self._changes(name, self.made[name], number)
            if "rep" in self.made:
                self._rows(self.made["rep"], number)
            for path in self.forms:
                self._opened(path, number)
            print(f"round {number + 1} of {self.rounds} done", file=sys.stderr, flush=True)
        for name in (name for name in FORMS if "ours" in self.runs.get(name, {})):
            self._compare(name, self.made[name])

    def _missing(self, peer: str) -> bool:
        reason = self.peers.absent(peer)
        if reason:
            self.absent[peer] = reason
        return bool(reason)

    def _changes(self, name: str, work: Workload, number: int) -> None:
        self._run(name, "ours", number, _middle(partial(ours, "changes", work.form, work.plan)))
        for peer in self._python_peers if name == "synth" else ():
            self._run(name, peer, number, _middle(partial(self.peers.changes, peer, work)))
        for peer in self._browser_peers:
            self._run(name, peer, number, partial(self.peers.changes, peer, work))

    def _rows(self, work: Workload, number: int) -> None:
        self._run("rep", "ours", number, _middle(partial(ours, "rows", work.form)))
        for peer in self._browser_peers:
            self._run("rep", peer, number, partial(self.peers.rows, peer, work))

    def _opened(self, path: Path, number: int) -> None:
        subject, kept, given = f"form {path.stem}", self.scratch / "kept", self.scratch / f"{path.stem}.facts.json"
        if number == 0:
            given.write_text(json.dumps(facts(load(path, kept))), "utf-8")
        self._run(subject, "yaml", number, partial(ours, "opened", path))
        self._run(subject, "cached", number, partial(ours, "opened", path, kept))
        self._run(subject, "visit", number, partial(ours, "visit", path, kept, given))

    def _run(self, subject: str, engine: str, number: int, run: Callable[[], Row]) -> None:
        """Run one engine once, unless it is slow and has run often enough or has failed before; note what it says."""
        key = f"{subject}: {engine}"
        if key in self.absent or ((subject, engine) in self._slow and number >= SLOW_ROUNDS):
            return
        started = time.monotonic()
        try:
            row = run()
        except Failed as failed:
            self.absent[key] = str(failed)
            if engine in OURS:  # what we cannot run is missed, not unjudged
                self.broken.append(Verdict(f"{key} runs to its end", met=False, value=str(failed)))
            return
        if time.monotonic() - started > SLOW_SECONDS:
            self._slow.add((subject, engine))
        self.runs.setdefault(subject, {}).setdefault(engine, []).append(row)

    def _compare(self, name: str, work: Workload) -> None:
        """Compare the answers after the plan with both peers', after our walks with ODK's, whose rules the forms follow."""
        form = load(work.form)
        plans = instances.plans(form, work.plan)
        mine = [instances.replay(form, plan) for plan in plans]
        for peer in self._browser_peers:
            count = len(plans) if peer == "odk" else 1
            try:
                theirs = self.peers.replays(peer, work.form, plans[:count], instances.EVERY)
            except Failed as failed:
                self.absent[f"{name}: answers of {peer}"] = str(failed)
                continue
            found = instances.compare(mine[:count], theirs, instances.set_aside(work.form, peer))
            self.comparisons.setdefault(name, {})[peer] = found._asdict()


def _middle(run: Callable[[], Row]) -> Callable[[], Row]:
    """Return what runs a quick engine several times and gives the run of the median sum."""
    return lambda: sorted((run() for _ in range(QUICK_RUNS)), key=lambda row: row["sum_ms"])[QUICK_RUNS // 2]


def main(arguments: list[str], forms: Path = ROOT / "forms") -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py bench forms")
    parser.add_argument("--json", action="store_true", help="say everything, every round, as one JSON object")
    parser.add_argument("--peers", type=Path, default=PEERS, metavar="DIR")
    parser.add_argument("--require-peers", action="store_true", help="end with 2 where a peer is absent")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(chosen.peers, Path(scratch), chosen.rounds, forms)
        before = machine()
        bench.measure()
        aside = {name: instances.set_aside(work.form, "odk") for name, work in bench.made.items() if name in FORMS}
    verdicts = [*bench.broken, *judged(bench.runs, bench.comparisons)]
    found = {
        "machine": before | {"load_after": machine()["load"]},
        "versions": bench.peers.versions(),
        "calibration_ms": bench.calibration,
        "runs": bench.runs,
        "comparisons": bench.comparisons,
        "set_aside": {name: {"present": sorted(one.present), "ignored": one.ignored} for name, one in aside.items()},
        "not_judged": bench.absent,
    }
    if chosen.json:
        print(json.dumps(found | {"verdicts": [_plain(one) for one in verdicts]}, ensure_ascii=False))
    else:
        print(printed(found, verdicts))
    return exit_code(verdicts, bench.absent if chosen.require_peers else {})


def exit_code(verdicts: list[Verdict], required: Mapping[str, str]) -> int:
    """Return 0 when every goal is met, 1 when one is missed or there was none to judge, 2 when something required is absent."""
    if required:
        return 2
    goals = [verdict for verdict in verdicts if verdict.binding]
    return 0 if goals and all(verdict.met for verdict in goals) else 1


def _plain(verdict: Verdict) -> dict[str, Any]:
    return {name: getattr(verdict, name) for name in verdict.__struct_fields__}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

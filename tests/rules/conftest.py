"""Prints, after a run, the table R-01 … R-80: each rule's tests and their results."""

import pytest

from tests.rules.table import named

_BAD = ("failed", "error")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each rule of which a test ran."""
    results: dict[str, dict[str, list[str]]] = {}
    for outcome in ("passed", "skipped", *_BAD):
        for report in terminalreporter.stats.get(outcome, []):
            node = getattr(report, "nodeid", "")
            function = node.rpartition("::")[2].partition("[")[0]
            for rule in named(function):
                results.setdefault(rule, {}).setdefault(function, []).append(outcome)
    if not results:
        return
    terminalreporter.section("rules of docs/rules.md")
    for rule in sorted(results):
        for function, outcomes in sorted(results[rule].items()):
            word = next((bad for bad in _BAD if bad in outcomes), "passed" if "passed" in outcomes else "skipped")
            terminalreporter.write_line(f"{rule}  {word:7} {function}")
    good = sum(not any(bad in outs for outs in one.values() for bad in _BAD) for one in results.values())
    terminalreporter.write_line(f"{good} of {len(results)} rules whose tests ran pass them; there are 80 rules.")

"""The final table of the fault groups, and a run that fails when a group was skipped where none may be (.ci/run)."""

import os

import pytest

from tests.faults import table


@pytest.fixture(autouse=True)
def _clock() -> None:
    table.begin()


def _skipped(config: pytest.Config) -> list[str]:
    reporter = config.pluginmanager.getplugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return [report.nodeid for report in reports if report.nodeid.startswith("tests/faults/")]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With INSPECTOR_FAULTS_REQUIRED a skipped fault group (no root, no tool) is a failure."""
    if os.environ.get("INSPECTOR_FAULTS_REQUIRED") and _skipped(session.config) and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, and which groups were not judged."""
    skipped = _skipped(terminalreporter.config)
    if not (table.LINES or skipped):
        return
    terminalreporter.section(f"faults at scale {table.SCALE:g}")
    for line in table.printed():
        terminalreporter.write_line(line)
    required = bool(os.environ.get("INSPECTOR_FAULTS_REQUIRED"))
    for name in skipped:
        terminalreporter.write_line(f"{'FAILED, skipped' if required else 'not judged'}: {name}")

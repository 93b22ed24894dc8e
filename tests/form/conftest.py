"""Prints, at the end of a run, what was measured against the corpora: seen in every run, not only with -s."""

import pytest

from tests.form.printed import told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of what was measured; nothing where the corpora are not here."""
    lines = told()
    if not lines:
        return
    terminalreporter.section("forms of others (shared corpora)")
    for title, more in lines.items():
        terminalreporter.write_line(title)
        for line in more:
            terminalreporter.write_line(f"  {line}")

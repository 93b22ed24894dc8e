"""What a test run measured against the corpora: kept here while the tests run, printed at their end (conftest)."""

_LINES: dict[str, tuple[str, ...]] = {}


def tell(title: str, *lines: str) -> None:
    """Keep the lines to be printed under a title; told again, they replace what was told before."""
    _LINES[title] = lines


def told() -> dict[str, tuple[str, ...]]:
    """Return every title with its lines, in the order they were first told."""
    return dict(_LINES)

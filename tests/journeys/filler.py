"""An inspector at the real window in a process of its own: fills, and prints each answer once the status line called it saved.

python -m tests.journeys.filler FOLDER VISIT MODE    MODE: honest, early (a planted fault: it shows “saved”, commits later)
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from inspector_app.actions import answering
from inspector_app.gui.driver import Driver
from inspector_app.gui.window import MainWindow
from inspector_app.journal import Entry
from inspector_app.store import Store
from tests.actions.county import PASSPHRASE

VERDICTS = {"1": "pass", "2": "fail"}
ANSWERS: tuple[tuple[str, str, str], ...] = (
    ("SAF-GATE-03", "verdict", "2"),
    ("SAF-GATE-02", "guards", "3"),
    ("SAF-GATE-03", "seconds", "72"),
    ("SAF-GATE-04", "verdict", "1"),
    ("SAF-GATE-05", "playable", "1"),
    ("SAF-GATE-05", "days_kept", "17"),
    ("SAF-GATE-06", "verdict", "1"),
    ("SAF-FIRE-07", "verdict", "1"),
    ("SAF-FIRE-08", "places", "0"),
    ("SAF-FIRE-09", "verdict", "2"),
    ("SAF-FIRE-11", "verdict", "1"),
    ("SAF-BLDG-01", "verdict", "1"),
    ("SAF-BLDG-02", "min_height", "1.06"),
    ("SAF-DUAL-02", "found", "6"),
    ("SAF-DUAL-02", "closed", "5"),
)


def question(code: str, field: str) -> str:
    """Return the full name of an item's question."""
    return f"{code.lower().replace('-', '_')}_{field}"


def main(folder: str, visit: str, mode: str) -> None:
    if mode == "early":
        speak_too_early()
    driver = Driver(Path(folder))
    driver.start()
    driver.type("unlock_passphrase", PASSPHRASE, enter=True)
    driver.wait_for(f"visit_{visit}")
    driver.settle()
    driver.click(f"visit_{visit}")
    driver.settle()
    window = driver.window
    assert isinstance(window, MainWindow)
    said: list[answering.Saved] = []
    window.visit_page.saved.connect(said.append)
    for code, field, value in ANSWERS:
        if not driver.sees(f"{code}.card"):
            driver.type("item_search", code)
            driver.settle()
            driver.key("Return", "item_search")
            driver.wait_for(f"{code}.card")
        before = len(said)
        if field == "verdict":
            driver.key(value, f"{code}.card")
        else:
            driver.type(f"{code}.{question(code, field)}", value, enter=True)
        driver.wait(lambda count=before: len(said) > count, f"{code} {field} to be saved")  # type: ignore[misc]
        assert driver.text("status_saved").startswith("已保存"), driver.text("status_saved")
        print(json.dumps([code, field, VERDICTS.get(value, value) if field == "verdict" else value]), flush=True)
    print("done", flush=True)
    driver.leave()


def speak_too_early() -> None:
    """Plant the fault: an append returns at once and is committed only when the next one comes."""
    honest = Store.append
    waiting: list[tuple[dict[str, Entry], Sequence[Entry]]] = []

    def append(self: Store, entries: Sequence[Entry]) -> None:
        if waiting:
            self._heads, earlier = waiting.pop()
            honest(self, earlier)
        waiting.append((dict(self._heads), entries))
        self._heads = {**self._heads, entries[-1].device: entries[-1]}

    Store.append = append  # type: ignore[method-assign]


if __name__ == "__main__":
    main(*sys.argv[1:])

"""One painted window and out: what a frozen build is tried with (a paint that fails must not hang the trial)."""

import os
import tempfile
from pathlib import Path


def smoke() -> int:
    """Open the first window offscreen, let every lazily loaded part in, paint once; 0 when the picture is not blank."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        os.environ["INSPECTOR_SETTINGS"] = str(Path(name) / "settings.json")
        from inspector_app.actions import drawing, setup
        from inspector_app.gui.driver import Driver

        driver = Driver(Path(name) / "workspace")
        ws = setup.first_start(Path(name) / "workspace", "smoke test only", setup.people()[0].id)
        visit = setup.start_sample_visit(ws, "G111", [setup.people()[0].id, setup.people()[1].id])
        pages = drawing.preview(ws, visit)
        driver.enter(ws)
        shot = driver.screenshot(Path(name) / "window.png")
        blank = shot.stat().st_size < 10_000 or not pages.startswith(b"%PDF")
        driver.leave()
    return 1 if blank else 0

"""What every test shares: no screen, and settings and data folders that are not the user's."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says something of the machine, not of the law.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

# Before anything imports Qt: platform and plugins are chosen when the application object is made.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")


@pytest.fixture(autouse=True, scope="session")
def _own_folders() -> Iterator[Path]:
    """Point every place where platformdirs would look at a folder that the session throws away."""
    with tempfile.TemporaryDirectory(prefix="inspector-tests-") as name, pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(variable, str(Path(name) / variable.lower()))
        # Windows: platformdirs asks the shell, except when these override it (platformdirs >= 4.3).
        for variable in ("WIN_PD_OVERRIDE_LOCAL_APPDATA", "WIN_PD_OVERRIDE_APPDATA"):
            patch.setenv(variable, str(Path(name) / variable.lower()))
        yield Path(name)

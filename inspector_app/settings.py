"""This device's own preferences and the folders they name; what the bureau sets is entries, not settings."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import platformdirs

from inspector_app.durable import io_problems, publish
from inspector_app.text import Language

Theme = Literal["system", "light", "dark", "contrast"]
TextScale = Annotated[float, msgspec.Meta(ge=0.5, le=3.0)]

_APPLICATION = "inspector-app"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Preferences of one device. `text_scale` is a factor; `last_workspace` a folder, empty before the first start."""

    language: Language = "zh"
    theme: Theme = "system"
    text_scale: TextScale = 1.0
    last_workspace: str = ""


def settings_file() -> Path:
    """Return where the preferences of this user on this device are kept; INSPECTOR_SETTINGS names another file (the demo's)."""
    named = os.environ.get("INSPECTOR_SETTINGS")
    return Path(named) if named else Path(platformdirs.user_config_dir(_APPLICATION, appauthor=False)) / "settings.json"


def default_workspace_folder() -> Path:
    """Return where the first start proposes to keep the work."""
    return Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False)) / "workspace"


def cache_folder() -> Path:
    """Return where what can be made again at any time is kept (parsed forms); never anything a person entered."""
    return Path(platformdirs.user_cache_dir(_APPLICATION, appauthor=False))


def load(path: Path | None = None) -> Settings:
    """Return the saved preferences. A damaged file is put aside and the defaults serve: it never stops the program."""
    file = path or settings_file()
    try:
        return msgspec.json.decode(file.read_bytes(), type=Settings)
    except OSError:
        return Settings()
    except (msgspec.DecodeError, UnicodeDecodeError):
        _put_aside(file)
        return Settings()


def save(settings: Settings, path: Path | None = None) -> None:
    """Keep the preferences durably; raises Problem files.* and leaves the old ones when the disk refuses."""
    file = path or settings_file()
    with io_problems(file):
        file.parent.mkdir(parents=True, exist_ok=True)
    publish(file, msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")


def _put_aside(file: Path) -> None:
    # A folder that cannot be written keeps its damaged file; the defaults serve all the same.
    with suppress(OSError):
        os.replace(file, file.with_name(file.name + ".damaged"))

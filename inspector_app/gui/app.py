"""The application object and its life: first start or unlock, then the window; looks and language from the settings."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app import settings
from inspector_app.actions import setup
from inspector_app.errors import Problem
from inspector_app.gui import icons, language, problem, theme
from inspector_app.gui.first_start import FirstStart
from inspector_app.gui.unlock import Unlock
from inspector_app.gui.window import MainWindow
from inspector_app.settings import Settings
from inspector_app.workspace import Workspace


def make_application(argv: Sequence[str] = ()) -> QApplication:
    """Return the one application object, with font, language and theme of this device's settings."""
    _choose_input_method()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([*argv] or ["inspector-app"])
    app.setApplicationName("inspector-app")
    app.setDesktopFileName("inspector-app")
    theme.load_font(app)
    apply_settings(app, settings.load())
    app.setWindowIcon(icons.icon("shield", theme.LIGHT.accent))
    return app


def apply_settings(app: QApplication, chosen: Settings) -> None:
    """Put language, theme and text size in force for windows made from now on."""
    language.speak(app, chosen.language)
    app.setApplicationDisplayName(QCoreApplication.translate("app", "督查通"))
    theme.apply_theme(app, chosen.theme, chosen.text_scale)


def has_screen() -> bool:
    """True when a window can be shown; Qt would abort the process without one."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def run(folder: Path | None = None) -> int:
    """Open the workspace in `folder` (else the last one, else the default place) in a window; returns the exit code.

    Raises Problem gui.no_screen, gui.font_missing, gui.font_unreadable before any window is there.
    """
    if not has_screen():
        raise Problem("gui.no_screen")
    app = make_application(sys.argv[:1])
    life = Life(app, folder or _last_folder())
    problem.install_excepthook(lambda: life.window)
    life.begin()
    code = app.exec()
    life.end()
    return code


class Life(QObject):
    """Which window is on the screen, from the first start to the close.

    Attributes: `window` the present one; `ws` the open workspace, None before the passphrase.
    """

    def __init__(self, app: QApplication, folder: Path) -> None:
        super().__init__(app)
        self._app, self._folder = app, folder
        self.window: QWidget | None = None
        self.ws: Workspace | None = None

    def begin(self) -> None:
        """Show the first start, or ask for the passphrase."""
        if setup.is_workspace(self._folder):
            unlock = Unlock(self._folder)
            unlock.unlocked.connect(self.enter)
            self._show(unlock)
        else:
            first = FirstStart(self._folder)
            first.created.connect(self.enter)
            self._show(first)

    def enter(self, ws: Workspace) -> None:
        """Show the main window on an open workspace, and remember the folder for the next start."""
        self.ws = ws
        remembered = settings.load()
        if remembered.last_workspace != str(ws.folder):
            with suppress(Problem):  # a folder for settings that cannot be written is no reason to keep a person out
                settings.save(replace_setting(remembered, last_workspace=str(ws.folder)))
        self._show(self._main(ws))

    def end(self) -> None:
        """Close the workspace."""
        if self.ws is not None:
            self.ws.close()
            self.ws = None

    def _main(self, ws: Workspace) -> MainWindow:
        window = MainWindow(ws)
        # Not from inside the signal: the control that was clicked belongs to the window that goes.
        window.settings_changed.connect(
            lambda chosen: QTimer.singleShot(0, self, lambda: self._rebuild(window, chosen))
        )
        return window

    def _rebuild(self, old: MainWindow, chosen: Settings) -> None:
        assert self.ws is not None
        old.runner.finish()
        apply_settings(self._app, chosen)
        self.ws = replace(self.ws, settings=chosen)
        window = self._main(self.ws)
        window.visit = old.visit
        window.show_page("settings")
        self._show(window)

    def _show(self, window: QWidget) -> None:
        old, self.window = self.window, window
        if old is not None:
            window.setGeometry(old.geometry())
            if old.isMaximized():
                window.showMaximized()
        else:
            screen = window.screen().availableGeometry()
            window.resize(min(1366, screen.width()), min(768, screen.height()))
        window.show()
        if old is not None:
            old.close()
            old.deleteLater()


def replace_setting(present: Settings, **parts: object) -> Settings:
    """Return the settings with some of them changed."""
    import msgspec

    return msgspec.structs.replace(present, **parts)


def _last_folder() -> Path:
    last = settings.load().last_workspace
    return Path(last) if last else settings.default_workspace_folder()


def _choose_input_method() -> None:
    # Qt's wheel has no fcitx plugin; fcitx5 answers to ibus (facts.md; not tried on such a desktop).
    if sys.platform == "linux" and "fcitx" in (
        os.environ.get("QT_IM_MODULE", ""),
        os.environ.get("XMODIFIERS", "")[-5:],
    ):
        os.environ["QT_IM_MODULE"] = "ibus"

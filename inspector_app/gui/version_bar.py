"""One calm line above the cards: the form has a newer version, or answers of the old version have no place in this one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.theme import Tone


class VersionBar(QFrame):
    """Says one thing and has one button for it; hidden while there is nothing to say.

    Signals: `wanted()` the person wants to look.
    """

    wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._icon = blocks.label("")
        self._what = blocks.label("", "strong", name=f"{name}_what")
        self._why = blocks.Name("", "caption", name=f"{name}_why")
        self.look = Pill("", "tool", f"{name}_look")
        self.look.clicked.connect(self.wanted)
        inside = blocks.row(self._icon, self._what, self._why, None, self.look, spacing=theme.M)
        inside.setContentsMargins(theme.L, theme.XS, theme.S, theme.XS)
        inside.setAlignment(self._icon, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(inside)
        self.hide()

    def say(self, tone: Tone, what: str, why: str, button: str) -> None:
        """Show what there is."""
        theme.set_tone(self, tone)
        self._icon.setPixmap(blocks.picture("info", theme.colours().of_tone(tone)[0], 20).pixmap())
        self._what.setText(what)
        self._why.setText(why)
        self.look.setText(button)
        self.look.setAccessibleName(f"{what} {button}")
        self.setAccessibleName(what)
        self.show()

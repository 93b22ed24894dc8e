"""The Visit page's button: looks by `kind`, an icon of the theme's colours; arrows and digits stay free for the card."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.gui.icons import icon as drawn
from inspector_app.gui.theme import colours


class Pill(QPushButton):
    """A push button that leaves arrows to the card and takes Enter as a press.

    `ink` and `on_ink` name the theme's colours of the icon, plain and checked.
    """

    def __init__(
        self,
        text: str,
        kind: str,
        name: str,
        *,
        checkable: bool = False,
        icon: str = "",
        ink: str = "muted",
        on_ink: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._ink, self._on_ink = ink, on_ink
        self.setProperty("kind", kind)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(18, 18))
        if icon:
            self.draw(icon)

    def draw(self, icon: str) -> None:
        """Show another icon."""
        tokens = colours()
        self.setIcon(drawn(icon, getattr(tokens, self._ink), getattr(tokens, self._on_ink) if self._on_ink else ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter; give every other key but Space to the card."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

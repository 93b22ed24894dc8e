"""Line icons of the window: our own 24 px SVGs in resources/icons, coloured by the theme when drawn."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from inspector_app.packaged import data_folder


def icon(name: str, colour: str, active: str = "", disabled: str = "") -> QIcon:
    """Return the icon `name` in `colour`; `active` colours its checked and selected states, `disabled` the greyed one."""
    result = QIcon()
    for size, scale in ((24, 1), (24, 2), (36, 1), (36, 2), (48, 1)):  # an icon is never drawn larger than its pictures
        result.addPixmap(pixmap(name, colour, size, scale), QIcon.Mode.Normal, QIcon.State.Off)
        if disabled:
            result.addPixmap(pixmap(name, disabled, size, scale), QIcon.Mode.Disabled)
        if active:
            result.addPixmap(pixmap(name, active, size, scale), QIcon.Mode.Normal, QIcon.State.On)
            result.addPixmap(pixmap(name, active, size, scale), QIcon.Mode.Active, QIcon.State.On)
    return result


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = 24, scale: float = 1) -> QPixmap:
    """Return the icon drawn at `size` device-independent pixels for a screen of that scale."""
    svg = (data_folder("resources") / "icons" / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    image = QPixmap(QSize(size, size) * scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    image.setDevicePixelRatio(scale)
    return image

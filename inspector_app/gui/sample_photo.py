"""Draws a photo that shows nothing real: a wall, a door, a caption; for the demo, the tour and the tests."""

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPen

WIDTH, HEIGHT = 1600, 1200


def draw_photo(path: Path, caption: str, seed: int = 0) -> Path:
    """Write a 1600 × 1200 JPEG with `caption` to `path`; different seeds give different pictures."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hue = (seed * 47) % 360
    light = QLinearGradient(0, 0, WIDTH, HEIGHT)
    light.setColorAt(0, QColor.fromHsl(hue, 40, 205))
    light.setColorAt(1, QColor.fromHsl(hue, 45, 130))
    painter.fillRect(image.rect(), light)
    painter.fillRect(QRectF(0, HEIGHT * 0.78, WIDTH, HEIGHT * 0.22), QColor.fromHsl((hue + 30) % 360, 30, 95))
    left = 420 + (seed * 137) % 420
    door = QRectF(left, 250, 420, 690)
    painter.fillRect(door, QColor.fromHsl((hue + 200) % 360, 60, 90))
    painter.setPen(QPen(QColor(245, 245, 240), 10))
    painter.drawRect(door.adjusted(24, 24, -24, -24))
    painter.setPen(QPen(QColor(70, 70, 75), 18, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for link in range(9):
        at = QPointF(left + 60 + link * 38, 610 + (12 if link % 2 else -12))
        painter.drawEllipse(at, 17, 11)
    strip = QRectF(0, HEIGHT - 110, WIDTH, 110)
    painter.fillRect(strip, QColor(0, 0, 0, 150))
    font = QFont(painter.font())
    font.setPixelSize(48)
    painter.setFont(font)
    painter.setPen(QColor(255, 255, 255))
    painter.drawText(strip.adjusted(40, 0, -40, 0), Qt.AlignmentFlag.AlignVCenter, caption)
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(path), "JPEG", 88):  # type: ignore[call-overload] # the stubs of some versions want bytes
        raise OSError(f"cannot write {path}")
    return path

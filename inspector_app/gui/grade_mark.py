"""A finding's grade as a small picture: colour and shape together, so that neither alone has to tell."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from inspector_app.gui import theme
from inspector_app.gui.finding_panel import GRADE_TONES
from inspector_app.gui.models.finding_words import grade_shape

_SIZE = 24


def grade_icon(code: str) -> QIcon:
    """Return a grade's mark; an empty picture for no grade."""
    scale = 2
    picture = QPixmap(_SIZE * scale, _SIZE * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    font = QFont()
    font.setPixelSize(18)
    painter.setFont(font)
    painter.setPen(QColor(theme.colours().of_tone(GRADE_TONES.get(code[:1], ""))[0]))
    painter.drawText(QRectF(0, 0, _SIZE, _SIZE), Qt.AlignmentFlag.AlignCenter, grade_shape(code))
    painter.end()
    result = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        result.addPixmap(picture, mode)
    return result

"""Photos of one item: chosen from files, dropped, or pasted; thumbnails; a plain word where pictures are forbidden."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from inspector_app.actions.evidence import ROLES, Photo
from inspector_app.gui import choosing
from inspector_app.gui.desk import PhotoFile
from inspector_app.gui.fields.flow import FlowLayout
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.theme import TARGET, colours
from inspector_app.gui.visit_words import photo_role

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".bmp", ".tif", ".tiff")
TILE = 88

Load = Callable[[str, Callable[[QImage], None]], None]


def picture_files(mime: QMimeData, now: datetime) -> list[PhotoFile]:
    """Return the pictures in dropped or copied data: files by their suffix, or one bitmap kept as PNG."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    files = [PhotoFile(path, path.name) for path in paths if path.suffix.lower() in SUFFIXES]
    if files or not mime.hasImage():
        return files
    image = mime.imageData()
    picture = image if isinstance(image, QImage) else QPixmap(image).toImage()
    return [PhotoFile(png(picture), f"{now:%Y%m%d-%H%M%S}.png")]


def png(image: QImage) -> bytes:
    """Return a bitmap as the bytes of a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub wants bytes, PySide6 6.12 takes str
    return bytes(data.data())


class Thumbnail(QAbstractButton):
    """One photo, cropped to a rounded square."""

    def __init__(self, code: str, photo: Photo) -> None:
        super().__init__()
        self.photo = photo
        self._image = QImage()
        self.setObjectName(f"{code}.photo_{photo.sha256[:8]}")
        self.setAccessibleName(photo.name)
        self.setToolTip(f"{photo_role(photo.role)} {photo.added_at:%H:%M}\n{photo.name}")
        self.setFixedSize(QSize(TILE, TILE))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_image(self, image: QImage) -> None:
        """Show the picture."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        """Return the tile's size."""
        return QSize(TILE, TILE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, and a ring while focused."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = colours()
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        shape = QPainterPath()
        shape.addRoundedRect(box, 8, 8)
        if self._image.isNull():
            painter.fillPath(shape, QColor(tokens.sunken))
        painter.save()
        painter.setClipPath(shape)
        if not self._image.isNull():
            side = min(self._image.width(), self._image.height())
            left, top = (self._image.width() - side) / 2, (self._image.height() - side) / 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._image, QRectF(left, top, side, side))
        if self.photo.role != "evidence":
            band = QRectF(box.left(), box.bottom() - 22, box.width(), 22)
            painter.fillRect(band, QColor(0, 0, 0, 160))
            painter.setPen(Qt.GlobalColor.white)
            painter.drawText(band, Qt.AlignmentFlag.AlignCenter, photo_role(self.photo.role))
        painter.restore()
        if self.hasFocus():
            painter.setPen(QColor(tokens.accent))
            painter.drawPath(shape)


class PhotosField(QFrame):
    """The photo strip of one item.

    Signals: `files_given(list[PhotoFile])`, `removed(sha256)`.
    """

    files_given = Signal(object)
    removed = Signal(str)

    def __init__(
        self, code: str, load: Load, view: Load, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._code, self._load, self._view, self._now = code, load, view, now
        self._read_only = False
        self._photos: tuple[Photo, ...] = ()
        self.tiles: dict[str, Thumbnail] = {}
        self.setObjectName(f"{code}.photos")
        self.setAccessibleName(self.tr("照片"))
        self.setProperty("role", "sunken")
        self.setAcceptDrops(True)
        self._strip = QWidget()
        self._strip.setProperty("role", "clear")
        self._flow = FlowLayout(self._strip)
        self._choose = Pill(self.tr("选择照片"), "tool", f"{code}.photo_files", icon="photo", ink="accent")
        self._paste = Pill(self.tr("粘贴"), "tool-quiet", f"{code}.photo_paste", icon="paste")
        self._words = QLabel(self.tr("也可以把照片拖到这里"))
        self._words.setProperty("role", "caption")
        self._role = QComboBox()
        self._role.setObjectName(f"{code}.photo_role")
        self._role.setAccessibleName(self.tr("照片用途"))
        self._role.setToolTip(self.tr("早于到校时刻拍的照片只能作为学校提供的资料"))
        self._role.setMinimumHeight(TARGET)
        for role in ROLES:
            self._role.addItem(photo_role(role), role)
        self._choose.clicked.connect(self.choose)
        self._paste.clicked.connect(self.paste)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self._choose)
        bar.addWidget(self._paste)
        bar.addWidget(self._role)
        bar.addWidget(self._words)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._strip)
        column.addLayout(bar)
        self._strip.hide()

    def show_photos(self, photos: Sequence[Photo]) -> None:
        """Show the photos that stand; tiles already there stay."""
        if tuple(photos) == self._photos:
            return
        self._photos = tuple(photos)
        for sha256 in set(self.tiles) - {photo.sha256 for photo in photos}:
            self.tiles.pop(sha256).deleteLater()
        for photo in photos:
            if photo.sha256 not in self.tiles:
                tile = Thumbnail(self._code, photo)
                tile.clicked.connect(lambda _on=False, photo=photo: self._open(photo))
                self.tiles[photo.sha256] = tile
                self._flow.addWidget(tile)
                self._load(photo.sha256, tile.show_image)
        self._strip.setVisible(bool(photos))

    def show_pending(self, count: int) -> None:
        """Say how many pictures are being taken in."""
        busy = self.tr("正在收入 {count} 张…").format(count=count)
        self._words.setText(busy if count else self.tr("也可以把照片拖到这里"))

    def set_read_only(self, read_only: bool) -> None:
        """Allow or refuse every change."""
        self._read_only = read_only
        for widget in (self._choose, self._paste, self._role, self._words):
            widget.setVisible(not read_only)
        self.setAcceptDrops(not read_only)

    def take_focus(self) -> None:
        """Put the focus on the button that chooses files."""
        self._choose.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self) -> None:
        """Ask for files."""
        pattern = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in SUFFIXES)
        filters = [self.tr("照片 ({pattern})").format(pattern=pattern)]
        choosing.choose_files(self, self.tr("选择照片"), filters, self._take_files)

    def _take_files(self, files: list[Path]) -> None:
        self._give([PhotoFile(file, file.name) for file in files])

    def paste(self) -> None:
        """Take pictures from the clipboard."""
        files = picture_files(QGuiApplication.clipboard().mimeData(), self._now())
        self._give(files)
        if not files:
            self._words.setText(self.tr("剪贴板里没有照片"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept pictures only."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            self._glow(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Stop inviting."""
        self._glow(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped pictures."""
        self._glow(False)
        files = picture_files(event.mimeData(), self._now())
        if files:
            event.acceptProposedAction()
        self._give(files)

    def _give(self, files: list[PhotoFile]) -> None:
        if files:
            role = str(self._role.currentData())
            self.files_given.emit([file._replace(role=role) for file in files])

    def _glow(self, on: bool) -> None:
        self.setProperty("tone", "accent" if on else "")
        self.style().unpolish(self)
        self.style().polish(self)

    def _open(self, photo: Photo) -> None:
        dialog = PhotoDialog(photo, self._view, not self._read_only, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.removed.connect(lambda: self.removed.emit(photo.sha256))
        dialog.open()


class PhotoDialog(QDialog):
    """One photo large, with its name and time. Signals: `removed()`."""

    removed = Signal()

    def __init__(self, photo: Photo, load: Load, removable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("photo_dialog")
        self.setWindowTitle(photo.name)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setMinimumSize(880, 600)
        self._picture.setAccessibleName(photo.name)
        words = QLabel(self.tr("{name} · 收入 {added:%H:%M}").format(name=photo.name, added=photo.added_at))
        words.setProperty("role", "muted")
        bar = QHBoxLayout()
        bar.addWidget(words, 1)
        if removable:
            remove = Pill(self.tr("从本项移除"), "danger", "photo_remove")
            remove.clicked.connect(self._remove)
            bar.addWidget(remove)
        close = Pill(self.tr("关闭"), "primary", "photo_close")
        close.clicked.connect(self.accept)
        bar.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self._picture, 1)
        column.addLayout(bar)
        load(photo.sha256, self._show)

    def _show(self, image: QImage) -> None:
        size = self._picture.minimumSize()
        scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        self._picture.setPixmap(QPixmap.fromImage(scaled))

    def _remove(self) -> None:
        self.removed.emit()
        self.accept()

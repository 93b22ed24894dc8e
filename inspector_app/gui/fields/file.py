"""A file as an answer: chosen, dropped or pasted in; shown by name and size, a picture as a small picture; opened outside."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from inspector_app.actions import attachments
from inspector_app.actions.wording import size
from inspector_app.gui import blocks, choosing, theme
from inspector_app.gui.fields.pill import Pill

Thumbnail = Callable[[str, Callable[[QImage], None]], None]
SIDE = 72
PICTURES = ("*.jpg", "*.jpeg", "*.png", "*.webp", "*.bmp", "*.tif", "*.tiff", "*.heic")
PATTERNS = {
    "image": PICTURES,
    "audio": ("*.mp3", "*.m4a", "*.wav", "*.amr", "*.ogg", "*.aac", "*.flac"),
    "video": ("*.mp4", "*.mov", "*.mkv", "*.avi", "*.3gp", "*.webm"),
}


class FileField(QWidget):
    """One file.

    Signals: `edited(text)` "" when the person takes it away; `file_given(Path)` one to be taken in; `open_wanted()`.
    """

    edited = Signal(str)
    file_given = Signal(object)
    open_wanted = Signal()

    def __init__(
        self, name: str, label: str, kind: str, thumbnail: Thumbnail | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._label, self._kind, self._thumbnail = label, kind, thumbnail
        self._value = ""
        self.setAcceptDrops(True)
        self.editor = Pill(self._choose_words(), "tool", name, icon="photo" if kind == "image" else "folder")
        self.editor.setAccessibleName(self.tr("{label}：选文件").format(label=label))
        self.editor.clicked.connect(self._choose)
        self._picture = Pill("", "tool-quiet", f"{name}.picture")
        self._picture.setAccessibleName(self.tr("{label}：打开").format(label=label))
        self._picture.setIconSize(QSize(SIDE, SIDE))
        self._picture.setFixedSize(SIDE + 8, SIDE + 8)
        self._picture.clicked.connect(self.open_wanted)
        self._picture.hide()
        self._name = blocks.Name("", "strong", f"{name}.name")
        self._size = blocks.label("", "caption")
        self._open = Pill(self.tr("打开"), "tool-quiet", f"{name}.open", icon="eye")
        self._open.clicked.connect(self.open_wanted)
        self._remove = Pill(self.tr("移除"), "tool-quiet", f"{name}.remove", icon="trash")
        self._remove.clicked.connect(lambda: self.edited.emit(""))
        self._drop = blocks.label(self.tr("也可把文件拖到这里"), "caption")
        words = blocks.column(
            blocks.row(self._name, self._size, None),
            blocks.row(self.editor, self._open, self._remove, self._drop, None),
            spacing=theme.XS,
        )
        line = blocks.row(self._picture, spacing=theme.M)
        line.addLayout(words, 1)
        self.setLayout(line)
        self.setFocusProxy(self.editor)
        self.show_value("")

    def show_value(self, value: str) -> None:
        """Show the file that answers the question."""
        named = attachments.read(value)
        self._name.setText(named.name if named is not None else "")
        self._size.setText(size(named.size) if named is not None else "")
        for part in (self._name, self._size, self._open, self._remove):
            part.setVisible(named is not None)
        self._drop.setVisible(named is None)
        self.editor.setText(self.tr("换一个…") if named is not None else self._choose_words())
        if value != self._value:
            self._value = value
            self._picture.hide()
            if named is not None and self._kind == "image" and self._thumbnail is not None:
                self._thumbnail(named.sha256, self._show_picture)

    def flush(self) -> None:
        """Do nothing: a file is taken in at once."""

    def forget(self) -> None:
        """Do nothing: choosing again tells again."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Invite files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first dropped file."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.file_given.emit(files[0])

    def _choose_words(self) -> str:
        words = {"image": self.tr("选照片…"), "audio": self.tr("选录音…"), "video": self.tr("选录像…")}
        return words.get(self._kind, self.tr("选文件…"))

    def _choose(self) -> None:
        patterns = PATTERNS.get(self._kind)
        filters = [f"{self._label} ({' '.join(patterns)})"] if patterns else []
        choosing.choose_files(
            self, self._label, [*filters, self.tr("所有文件 (*)")], lambda files: self.file_given.emit(files[0])
        )

    def _show_picture(self, image: QImage) -> None:
        if not image.isNull():
            scaled = image.scaled(
                SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._picture.setIcon(QIcon(QPixmap.fromImage(scaled)))
            self._picture.show()

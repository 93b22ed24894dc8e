"""The parts of a card that are built when first wanted: guidance, note, photos, and the finding of a failed item."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from inspector_app.actions.findings import Finding
from inspector_app.gui import blocks, theme, visit_words
from inspector_app.gui.card_hint import RAISING
from inspector_app.gui.desk import Desk
from inspector_app.gui.fields.photos import PhotosField
from inspector_app.gui.fields.text import ParagraphField
from inspector_app.gui.finding_panel import FindingPanel
from inspector_app.gui.models.reading import CardView


class CardExtras(QWidget):
    """Guidance, note, photos, finding, in this order.

    Signals: `grown()` something opened under the person's hand.
    """

    grown = Signal()

    def __init__(self, view: CardView, desk: Desk, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._desk, self._read_only = view, desk, read_only
        self._was = view.state
        self.guidance: QFrame | None = None
        self.note: ParagraphField | None = None
        self._note_line = QWidget(self)
        self._note_line.hide()
        self.photos: PhotosField | None = None
        self.finding: FindingPanel | None = None
        self.setProperty("role", "clear")
        self._column = blocks.column(spacing=theme.M)
        self._places = {name: blocks.column() for name in ("guidance", "note", "photos", "finding")}
        for place in self._places.values():
            self._column.addLayout(place)
        self._column.setContentsMargins(0, theme.S, 0, 0)
        self.setLayout(self._column)

    def show_view(self, view: CardView) -> int:
        """Show the item as it stands; return its number of photos."""
        self._was, self._view = self._view.state, view
        if view.note or self.note is not None:
            note = self._make_note()
            note.show_value(view.note)
            self._note_line.setHidden(not view.note and not note.editor.hasFocus() and self._note_line.isHidden())
        count = self._show_photos()
        self._show_finding()
        self._fit()
        return count

    def toggle_guidance(self) -> bool:
        """Open or close the guidance; return whether it is open."""
        if self.guidance is None:
            self.guidance = guidance(self._view)
            self._places["guidance"].addWidget(self.guidance)
            self.guidance.hide()
        opened = self.guidance.isHidden()
        self.guidance.setVisible(opened)
        self._fit()
        self.grown.emit()
        return opened

    def open_note(self) -> None:
        """Open the note and put the cursor into it."""
        note = self._make_note()
        self._note_line.show()
        self._fit()
        note.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.grown.emit()

    def open_photos(self) -> PhotosField:
        """Open the photo strip."""
        strip = self._make_photos()
        strip.show()
        self._fit()
        self.grown.emit()
        return strip

    def open_finding(self) -> None:
        """Go to the facts of the finding, when there is one."""
        if self.finding is not None and self._view.state in RAISING:
            self.finding.focus_facts()
            self.grown.emit()

    def rest(self) -> None:
        """Fold a finding that has been written, once the person works on another card."""
        finding = self._desk.sitting.finding(self._view.code) if self.finding is not None else None
        if self.finding is not None and finding is not None and finding.written and finding.facts:
            self.finding.set_folded(True)

    def flush(self) -> None:
        """Finish every edit under way."""
        if self.note is not None:
            self.note.flush()
        if self.finding is not None:
            self.finding.flush()

    def _show_photos(self) -> int:
        if self._view.evidence == "NP":
            return 0
        photos = self._desk.sitting.photos(self._view.code)
        if photos or self.photos is not None:
            strip = self._make_photos()
            strip.show_photos(photos)
            if photos:
                strip.show()
        return len(photos)

    def _show_finding(self) -> None:
        finding = self._desk.sitting.finding(self._view.code) if self._view.state in RAISING else None
        if finding is None:
            if self.finding is not None:
                self.finding.hide()
            return
        fresh = self.finding is None or self.finding.isHidden()
        if self.finding is None:
            self.finding = FindingPanel(self._view.code, self._desk.sitting.ws.now)
            self.finding.edited.connect(self._save_finding)
            self._places["finding"].addWidget(self.finding)
        self.finding.show_finding(finding)
        self.finding.set_read_only(self._read_only)
        self.finding.show()
        if fresh:
            self.finding.set_folded(finding.written and self._was in RAISING)
            self.grown.emit()

    def _make_note(self) -> ParagraphField:
        if self.note is None:
            self.note = ParagraphField(f"{self._view.code}.note", self.tr("备注"), self.tr("备注"), 1)
            self.note.show_value(self._view.note)
            self.note.edited.connect(self._write_note)
            self.note.editor.setReadOnly(self._read_only)
            name = blocks.label(self.tr("备注"), "muted")
            name.setMinimumHeight(theme.TARGET)
            self._note_line = QWidget()
            self._note_line.setProperty("role", "clear")
            line = blocks.row(spacing=theme.M)
            line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(self.note, 1)
            self._note_line.setLayout(line)
            self._places["note"].addWidget(self._note_line)
        return self.note

    def _make_photos(self) -> PhotosField:
        if self.photos is None:
            code = self._view.code
            self.photos = PhotosField(code, self._desk.thumbnail, self._desk.view_copy, self._desk.sitting.ws.now)
            self.photos.set_read_only(self._read_only)
            self.photos.files_given.connect(lambda files: self._desk.attach(code, files))
            self.photos.removed.connect(lambda sha256: self._desk.remove_photo(code, sha256))
            self._places["photos"].addWidget(self.photos)
        return self.photos

    def _write_note(self, text: str) -> None:
        if not self._desk.note(self._view.code, text) and self.note is not None:
            self.note.forget()

    def _save_finding(self, finding: Finding) -> None:
        if not self._desk.save_finding(self._view.code, finding) and self.finding is not None:
            self.finding.forget()

    def _fit(self) -> None:
        note = self._note_line if self.note is not None else None
        parts = (self.guidance, note, self.photos, self.finding)
        self.setVisible(any(part is not None and not part.isHidden() for part in parts))


def guidance(view: CardView) -> QFrame:
    """Return what to mind, on what basis, and how sure that basis is."""
    frame = QFrame()
    frame.setProperty("role", "sunken")
    frame.setObjectName(f"{view.code}.guidance")
    inside = blocks.column(spacing=theme.XS)
    inside.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
    if view.guidance:
        inside.addWidget(blocks.label(view.guidance, wrap=True))
    for words in (visit_words.basis(view.basis), visit_words.confidence(view.confidence)):
        if words:
            inside.addWidget(blocks.label(words, "caption", wrap=True))
    frame.setLayout(inside)
    return frame

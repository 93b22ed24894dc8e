"""The first line of an item card: code, method, worth, evidence rule, then its tools and its state."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui import blocks, theme, visit_words
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.marks import StateMark
from inspector_app.gui.models.reading import CardView


class CardHead(QWidget):
    """Meta in small type on the left; guidance, note, photo buttons and the state on the right.

    Signals: `guide_wanted()`, `note_wanted()`, `photos_wanted()`, `conflict_wanted()`.
    """

    guide_wanted = Signal()
    note_wanted = Signal()
    photos_wanted = Signal()
    conflict_wanted = Signal()

    def __init__(self, view: CardView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "clear")
        code, alert = view.code, self.tr("两人不一致")
        self._conflict = Pill(alert, "tool-alert", f"{code}.conflict_open", icon="conflict", ink="failed")
        self._conflict.clicked.connect(self.conflict_wanted)
        self._guide = Pill(self.tr("查法"), "tool-quiet", f"{code}.guide", icon="chevron-right")
        self._guide.setToolTip(self.tr("查法、计分规则和依据"))
        self._guide.clicked.connect(self.guide_wanted)
        self._note = Pill(self.tr("备注"), "tool-quiet", f"{code}.note_button", icon="note")
        self._note.setToolTip(self.tr("备注（N）"))
        self._note.clicked.connect(self.note_wanted)
        self._photos = self._photo_button(view)
        self._lock = blocks.label(self.tr("亮证后开放"), "meta")
        self._mark = StateMark(size=18)
        self._state = blocks.label("", "state", name=f"{code}.state")
        line = blocks.row(*self._meta(view), None, self._conflict, self._guide, self._note, self._photos, theme.S)
        for part in (self._lock, self._mark, self._state):
            line.addWidget(part)
        self.setLayout(line)
        self._conflict.hide()

    def show_view(self, view: CardView, conflict: bool, photos: int) -> None:
        """Show the state, the photo count, and whether two people disagree."""
        words, tone = visit_words.state(view.state)
        self._state.setText(f"{words}{self._score(view)}")
        theme.set_tone(self._state, tone)
        self._mark.show_state(view.state)
        self._conflict.setVisible(conflict)
        self._lock.setVisible(view.locked)
        self._note.setHidden(view.skipped)
        self._photos.setHidden(view.skipped)
        if view.evidence != "NP":
            self._photos.setText(self.tr("照片 {count}").format(count=photos) if photos else self.tr("照片"))

    def show_guidance(self, opened: bool) -> None:
        """Turn the arrow of the guidance."""
        self._guide.draw("chevron-down" if opened else "chevron-right")

    def set_tools_enabled(self, enabled: bool) -> None:
        """Let note and photos be used, or not; guidance can always be read."""
        self._note.setEnabled(enabled)
        self._photos.setEnabled(enabled and self._photos.property("forbidden") is not True)

    def _photo_button(self, view: CardView) -> Pill:
        forbidden = view.evidence == "NP"
        words = self.tr("禁止拍摄") if forbidden else self.tr("照片")
        button = Pill(words, "tool-quiet", f"{view.code}.photo_button", icon="photo-off" if forbidden else "photo")
        button.setToolTip(self.tr("本项禁止拍摄，请用文字记录") if forbidden else self.tr("照片（P）"))
        button.setProperty("forbidden", forbidden)
        button.setEnabled(not forbidden)
        button.clicked.connect(self.photos_wanted)
        return button

    def _meta(self, view: CardView) -> list[QWidget]:
        parts: list[QWidget] = [blocks.label(view.code, "code")]
        methods = "·".join(visit_words.method(code) for code in view.methods)
        if methods:
            chip = blocks.label(methods, "method")
            chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            chip.setToolTip(self.tr("方法：看、数、问、测、查"))
            parts.append(chip)
        worth = (
            self.tr("{points} 分").format(points=visit_words.points(view.points)) if view.points else self.tr("只记录")
        )
        parts.append(blocks.label(worth, "meta"))
        evidence = visit_words.evidence(view.evidence)
        if evidence and view.evidence != "NP":
            parts.append(blocks.label(evidence, "meta"))
        if view.key:
            star = blocks.label(self.tr("★ 关键项"), "meta", tone="warning")
            star.setToolTip(self.tr("不合格则本表结论封顶“不合格”；须两人共同确认"))
            parts.append(star)
        return parts

    def _score(self, view: CardView) -> str:
        if view.points is None or view.earned is None:
            return ""
        earned, points = visit_words.points(view.earned), visit_words.points(view.points)
        return self.tr(" · {earned} / {points} 分").format(earned=earned, points=points)

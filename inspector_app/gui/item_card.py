"""One checklist item as a card: what to look at, what was found, the verdict, and below a failed one its finding."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.gui import blocks, theme, visit_words
from inspector_app.gui.card_fields import CardFields
from inspector_app.gui.desk import Desk
from inspector_app.gui.fields.attribute import AttributeField
from inspector_app.gui.fields.photos import PhotosField
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.fields.rows import RowsField
from inspector_app.gui.fields.text import ParagraphField
from inspector_app.gui.fields.verdict import NaReason, VerdictField
from inspector_app.gui.finding_panel import FindingPanel
from inspector_app.gui.marks import StateMark, state_ink
from inspector_app.gui.models.reading import CardView, FieldView

STRIPE = 4
RAISING = ("fail", "partial")


class ItemCard(QFrame):
    """The card of one item; seldom used parts (note, photos, guidance, finding) are built when first wanted.

    Signals: `move_wanted(by)` the keyboard leaves the card up (-1) or down (+1); `entered()` it became the current one;
    `conflict_wanted()`; `grown()` its height changed under the person's hand.
    """

    move_wanted = Signal(int)
    entered = Signal()
    conflict_wanted = Signal()
    grown = Signal()

    def __init__(self, view: CardView, desk: Desk, read_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._desk = desk
        self._now: Callable[[], object] = desk.sitting.ws.now
        self._read_only = read_only
        self._current = False
        self._asked: dict[str, AttributeField] = {}
        self.rows: RowsField | None = None
        self.note: ParagraphField | None = None
        self.photos: PhotosField | None = None
        self.finding: FindingPanel | None = None
        self.reason: NaReason | None = None
        self._guidance: QFrame | None = None
        self.setObjectName(f"{view.code}.card")
        self.setProperty("role", "item")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build(view)
        self.show_view(view, conflict=False)

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_view(self, view: CardView, conflict: bool) -> None:
        """Show the item as it stands now."""
        old_state, self.view = self.view.state, view
        words, tone = visit_words.state(view.state)
        self._state.setText(f"{words}{self._score_words(view)}")
        theme.set_tone(self._state, tone)
        self._mark.show_state(view.state)
        self.setAccessibleName(f"{view.code} {view.title} {words}")
        self._conflict.setVisible(conflict)
        self._show_asked(view)
        self._show_skipped(view)
        self.fields.show_fields(() if view.skipped else view.fields)
        self._show_rows(view)
        self.verdict.show_verdict(view.verdict, view.na_reason)
        for part in (self.verdict, self._note_button, self._photo_button):
            part.setHidden(view.skipped)
        self._show_reason(view)
        self._show_hint(view)
        self._show_note(view)
        self._show_photos()
        self._show_finding(view, just_now=old_state not in RAISING)
        closed = view.locked or self._read_only
        self._body.setEnabled(not closed)
        self._lock.setVisible(view.locked)
        self.update()

    def set_current(self, current: bool) -> None:
        """Mark this card as the one the keys act on."""
        if current != self._current:
            self._current = current
            theme.set_property(self, "current", current)
            if self.finding is not None and not current and self.view.state in RAISING:
                self._fold_written()

    def flush(self) -> None:
        """Finish every edit under way."""
        for part in (self.fields, self.rows, self.note, self.finding):
            if part is not None:
                part.flush()

    def show_pending(self, count: int) -> None:
        """Say how many photos are being taken in."""
        if self.photos is not None:
            self.photos.show_pending(count)

    # -- keys ------------------------------------------------------------------------------------------------------

    def arrive(self, by: int) -> None:
        """Take the focus as the arrow keys do: into the first field of an item that is judged by its data, else the card."""
        stops = self.fields.stops()
        if not self.view.own and stops and self.view.state in ("unchecked", *RAISING) and not self._closed():
            stops[0 if by > 0 else -1].take_focus()
        else:
            self.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Act on 1 2 3, F N P, arrows and Enter; whatever a text field uses itself never comes here."""
        key = event.key()
        verdicts = {Qt.Key.Key_1: "pass", Qt.Key.Key_2: "fail", Qt.Key.Key_3: "na"}
        letters = {Qt.Key.Key_F: self.open_finding, Qt.Key.Key_N: self.open_note, Qt.Key.Key_P: self.open_photos}
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.AltModifier)
        if key in verdicts and plain:
            self.give_verdict(verdicts[Qt.Key(key)])
        elif key in letters and plain and not _typing():
            letters[Qt.Key(key)]()
        elif key == Qt.Key.Key_Escape:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Invite pictures anywhere on the card."""
        if not self._closed() and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Take dropped pictures in."""
        self.open_photos()
        self._make_photos().dropEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Become the current card."""
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press on the card's ground makes it current."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the card's ground and the stripe of its state."""
        super().paintEvent(event)
        tokens = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ink = tokens.line if self.view.state == "unchecked" else state_ink(self.view.state, tokens)
        painter.setBrush(QColor(ink))
        painter.drawRoundedRect(8, 14, STRIPE, self.height() - 28, 2, 2)

    def give_verdict(self, verdict: str) -> None:
        """Give a verdict as a key does; an item judged by its data takes only 不适用."""
        if self._closed():
            return
        if self.view.own or verdict == "na":
            self.verdict.choose(verdict)
        else:
            self._say(self.tr("本项由填写的数据判定,填数即可"))
            stops = self.fields.stops()
            if stops:
                stops[0].take_focus()

    def open_finding(self) -> None:
        """Go to the facts of the finding."""
        if self.finding is not None and self.view.state in RAISING:
            self.finding.focus_facts()
            self.grown.emit()

    def open_note(self) -> None:
        """Open the note and put the cursor into it."""
        self._make_note().setVisible(True)
        self._make_note().editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.grown.emit()

    def open_photos(self) -> None:
        """Open the photo strip; in an item without photos ask for files at once."""
        if self.view.evidence == "NP":
            self._say(self.tr("本项禁止拍摄,请用文字记录"))
            return
        strip = self._make_photos()
        strip.setVisible(True)
        self.grown.emit()
        strip.take_focus()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self, view: CardView) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.XL, theme.S, theme.L, theme.L)
        outer.setSpacing(theme.XS)
        outer.addLayout(self._head(view))
        self._body = QWidget()
        self._body.setProperty("role", "clear")
        outer.addWidget(self._body)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, theme.S, 0)
        self._column.setSpacing(theme.M)
        self._title = blocks.label(view.title, "item-title", name=f"{view.code}.title", wrap=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._asked_box = blocks.column(spacing=theme.S)
        self.fields = CardFields(view.code, self._desk.sitting.ws.now)
        self.fields.edited.connect(self._answer)
        self.verdict = VerdictField(view.code, view.own)
        self.verdict.chosen.connect(self._chosen)
        words = blocks.column(self._title, self._asked_box, spacing=theme.M)
        if view.rows is None:
            words.addWidget(self.fields)
        line = blocks.row(spacing=theme.XL)
        line.addLayout(words, 1)
        bottom = Qt.AlignmentFlag.AlignBottom if view.fields and view.rows is None else Qt.AlignmentFlag.AlignTop
        line.addWidget(self.verdict, 0, bottom)
        self._column.addLayout(line)
        self._skipped = self._make_skipped(view)
        self._column.addWidget(self._skipped)
        self._rows_box = blocks.column()
        self._column.addLayout(self._rows_box)
        if view.rows is not None:
            self._column.addWidget(self.fields)
        self._hint = blocks.label("", "caption", name=f"{view.code}.hint", wrap=True)
        self._column.addWidget(self._hint)
        self._extra = blocks.column(spacing=theme.S)
        self._column.addLayout(self._extra)
        if view.evidence != "NP":
            self.setAcceptDrops(True)

    def _head(self, view: CardView) -> QHBoxLayout:
        head = blocks.row(spacing=theme.S)
        head.addWidget(blocks.label(view.code, "code"))
        methods = "·".join(visit_words.method(code) for code in view.methods)
        if methods:
            chip = blocks.label(methods, "method")
            chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            chip.setToolTip(self.tr("方法:看、数、问、测、查"))
            head.addWidget(chip)
        worth = self.tr("{points} 分").format(points=visit_words.points(view.points)) if view.points else self.tr("只记录")
        head.addWidget(blocks.label(worth, "meta"))
        evidence = visit_words.evidence(view.evidence)
        if evidence and view.evidence != "NP":
            head.addWidget(blocks.label(evidence, "meta"))
        if view.key:
            star = blocks.label(self.tr("★ 关键项"), "meta", tone="warning")
            star.setToolTip(self.tr("不合格则本表结论封顶“不合格”;须两人共同确认"))
            head.addWidget(star)
        head.addStretch(1)
        self._conflict = Pill(self.tr("两人不一致"), "tool-alert", f"{view.code}.conflict_open", icon="conflict", ink="failed")
        self._conflict.clicked.connect(self.conflict_wanted)
        head.addWidget(self._conflict)
        self._conflict.hide()
        for button in self._tools(view):
            head.addWidget(button)
        head.addSpacing(theme.S)
        self._lock = blocks.label(self.tr("亮证后开放"), "meta")
        self._mark = StateMark(size=18)
        self._state = blocks.label("", "state")
        for part in (self._lock, self._mark, self._state):
            head.addWidget(part)
        return head

    def _make_skipped(self, view: CardView) -> QWidget:
        self._why = blocks.label("", "caption", name=f"{view.code}.why_skipped")
        self._correct = Pill(self.tr("档案不对,更正"), "tool-quiet", f"{view.code}.correct")
        self._correct.clicked.connect(self._correct_record)
        frame = QWidget()
        frame.setProperty("role", "clear")
        frame.setLayout(blocks.row(self._why, self._correct, None))
        return frame

    def _tools(self, view: CardView) -> tuple[Pill, ...]:
        self._guide_button = Pill(self.tr("查法"), "tool-quiet", f"{view.code}.guide", icon="chevron-right")
        self._guide_button.setToolTip(self.tr("查法、计分规则和依据"))
        self._guide_button.clicked.connect(self._toggle_guidance)
        self._note_button = Pill(self.tr("备注"), "tool-quiet", f"{view.code}.note_button", icon="note")
        self._note_button.setToolTip(self.tr("备注(N)"))
        self._note_button.clicked.connect(self.open_note)
        forbidden = view.evidence == "NP"
        icon = "photo-off" if forbidden else "photo"
        words = self.tr("禁止拍摄") if forbidden else self.tr("照片")
        self._photo_button = Pill(words, "tool-quiet", f"{view.code}.photo_button", icon=icon)
        self._photo_button.setToolTip(self.tr("本项禁止拍摄,请用文字记录") if forbidden else self.tr("照片(P)"))
        self._photo_button.setEnabled(not forbidden)
        self._photo_button.clicked.connect(self.open_photos)
        return self._guide_button, self._note_button, self._photo_button

    # -- parts -----------------------------------------------------------------------------------------------------

    def _show_asked(self, view: CardView) -> None:
        wanted = {asked.name: asked for asked in view.unknown}
        for name in set(self._asked) - set(wanted):
            gone = self._asked.pop(name)
            gone.hide()
            gone.deleteLater()
        for name, asked in wanted.items():
            if name not in self._asked:
                self._ask(asked, self.tr("先问清:{label}"))

    def _show_skipped(self, view: CardView) -> None:
        """An item the form skips shows why, and a way to correct the school's record when it is out of date."""
        self._skipped.setVisible(view.skipped)
        facts = self.tr("、").join(f"{one.label} = {_shown(one)}" for one in view.skipped_by if one.value)
        self._why.setText(self.tr("学校档案:{facts}").format(facts=facts) if facts else view.reason)
        self._correct.setVisible(bool(view.skipped_by) and not self._read_only)
        theme.set_property(self._title, "tone", "na" if view.skipped else "")

    def _correct_record(self) -> None:
        for asked in self.view.skipped_by:
            if asked.name not in self._asked:
                self._ask(asked, self.tr("更正档案:{label}"))
        self.grown.emit()

    def _ask(self, asked: FieldView, words: str) -> None:
        field = AttributeField(self.view.code, asked, words)
        field.edited.connect(self._desk.attribute)
        self._asked[asked.name] = field
        self._asked_box.addWidget(field)

    def _show_rows(self, view: CardView) -> None:
        if view.rows is None:
            return
        if self.rows is not None:
            self.rows.setHidden(view.skipped)
        if view.skipped:
            return
        if self.rows is None:
            now = self._desk.sitting.ws.now()
            self.rows = RowsField(view.code, view.rows, now.date())
            repeat = view.rows.repeat
            self.rows.cell_edited.connect(self._answer_cell)
            self.rows.add_wanted.connect(lambda: self._desk.add_row(repeat))
            self.rows.duplicate_wanted.connect(self._desk.duplicate_row)
            self.rows.remove_wanted.connect(self._desk.remove_row)
            self.rows.block_pasted.connect(self._paste)
            self.rows.said.connect(self._say)
            self._rows_box.addWidget(self.rows)
        self.rows.set_read_only(view.locked or self._read_only)
        self.rows.show_rows(view.rows)

    def _show_reason(self, view: CardView) -> None:
        if self.reason is not None and view.verdict != "na":
            self.reason.hide()
        if view.verdict == "na" and view.na_reason and self.reason is not None:
            self.reason.hide()

    def _show_hint(self, view: CardView) -> None:
        words, tone = "", ""
        if view.state == "na" and view.na_reason:
            words = self.tr("不适用:{reason}").format(reason=view.na_reason)
        elif view.skipped:
            words = ""
        elif view.reason:
            words = view.reason
        elif view.state == "unchecked" and view.verdict and self._owed(view):
            words, tone = self.tr("还差:{labels}").format(labels=self._owed(view)), "warning"
        elif view.state in RAISING and view.evidence in ("P!", "P+") and not self._photo_count():
            words, tone = self.tr("不合格须拍照:还没有照片"), "fail"
        elif view.state == "pass" and view.evidence == "P+" and not self._photo_count():
            words, tone = self.tr("本项必拍:还没有照片"), "warning"
        self._say(words, tone)

    def _owed(self, view: CardView) -> str:
        return self.tr("、").join(field.label for field in view.fields if field.required and not field.value and not field.readonly)

    def _show_note(self, view: CardView) -> None:
        if view.note or self.note is not None:
            note = self._make_note()
            note.show_value(view.note)
            note.setVisible(bool(view.note) or note.editor.hasFocus() or note.isVisible())

    def _show_photos(self) -> None:
        if self.view.evidence == "NP":
            return
        photos = self._desk.sitting.photos(self.view.code)
        self._photo_button.setText(self.tr("照片 {count}").format(count=len(photos)) if photos else self.tr("照片"))
        if photos or self.photos is not None:
            strip = self._make_photos()
            strip.show_photos(photos)
            strip.setVisible(bool(photos) or strip.isVisible())

    def _photo_count(self) -> int:
        return len(self._desk.sitting.photos(self.view.code))

    def _show_finding(self, view: CardView, just_now: bool) -> None:
        finding = self._desk.sitting.finding(view.code) if view.state in RAISING else None
        if finding is None:
            if self.finding is not None:
                self.finding.hide()
            return
        fresh = self.finding is None or self.finding.isHidden()
        if self.finding is None:
            self.finding = FindingPanel(view.code, self._desk.sitting.ws.now)
            self.finding.edited.connect(self._save_finding)
            self._extra.addWidget(self.finding)
        self.finding.show_finding(finding)
        self.finding.set_read_only(self._read_only)
        self.finding.show()
        if fresh:
            self.finding.set_folded(finding.written and not just_now)
            self.grown.emit()

    def _fold_written(self) -> None:
        assert self.finding is not None
        finding = self._desk.sitting.finding(self.view.code)
        if finding is not None and finding.written and finding.facts:
            self.finding.set_folded(True)

    def _make_note(self) -> ParagraphField:
        if self.note is None:
            self.note = ParagraphField(f"{self.view.code}.note", self.tr("备注"), self.tr("备注"), 1)
            self.note.edited.connect(self._write_note)
            self.note.show_value(self.view.note)
            self._extra.insertWidget(0, self.note)
        return self.note

    def _make_photos(self) -> PhotosField:
        if self.photos is None:
            self.photos = PhotosField(self.view.code, self._desk.thumbnail, self._desk.sitting.ws.now)
            self.photos.set_read_only(self._read_only)
            self.photos.files_given.connect(lambda files: self._desk.attach(self.view.code, files))
            self.photos.removed.connect(lambda sha256: self._desk.remove_photo(self.view.code, sha256))
            self._extra.insertWidget(1 if self.note is not None else 0, self.photos)
        return self.photos

    def _toggle_guidance(self) -> None:
        if self._guidance is None:
            self._guidance = _guidance(self.view)
            self._extra.insertWidget(0, self._guidance)
            self._guidance.hide()
        opened = self._guidance.isHidden()
        self._guidance.setVisible(opened)
        self._guide_button.draw("chevron-down" if opened else "chevron-right")
        self.grown.emit()

    # -- acts ------------------------------------------------------------------------------------------------------

    def _answer(self, path: str, value: str) -> None:
        if not self._desk.answer(path, value):
            for box in self.fields.stops():
                if box.view.path == path and box.field is not None:
                    box.field.forget()
                    box.say(self.tr("没有保存"))

    def _answer_cell(self, path: str, value: str) -> None:
        self._desk.answer(path, value)

    def _paste(self, cells: list[tuple[int, int, str]]) -> None:
        if self.view.rows is not None:
            self._desk.paste(self.view.rows.repeat, [column.name for column in self.view.rows.columns], cells)

    def _chosen(self, verdict: str, reason: str) -> None:
        if verdict == "na" and not reason:
            self._ask_reason()
        elif not self._desk.verdict(self.view.code, verdict, reason):
            self.verdict.show_verdict(self.view.verdict, self.view.na_reason)

    def _ask_reason(self) -> None:
        if self.reason is None:
            self.reason = NaReason(self.view.code)
            self.reason.given.connect(lambda reason: self._desk.verdict(self.view.code, "na", reason))
            self.reason.cancelled.connect(self._drop_reason)
            self._column.insertWidget(self._column.count() - 1, self.reason)
        self.reason.show_reason(self.view.na_reason)
        self.reason.show()
        self.reason.first().setFocus(Qt.FocusReason.OtherFocusReason)
        self.grown.emit()

    def _drop_reason(self) -> None:
        if self.reason is not None:
            self.reason.hide()
        self.verdict.show_verdict(self.view.verdict, self.view.na_reason)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_note(self, text: str) -> None:
        if not self._desk.note(self.view.code, text) and self.note is not None:
            self.note.forget()

    def _save_finding(self, finding: object) -> None:
        if not self._desk.save_finding(self.view.code, finding) and self.finding is not None:  # type: ignore[arg-type]
            self.finding.forget()

    # -- moving ----------------------------------------------------------------------------------------------------

    def _step(self, by: int) -> None:
        stops = self.fields.stops()
        here = next((number for number, box in enumerate(stops) if box.has_focus()), None)
        if here is not None and 0 <= here + by < len(stops):
            stops[here + by].take_focus()
        elif here is not None and by < 0 and self.view.own:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.move_wanted.emit(by)

    def _enter(self) -> None:
        stops = self.fields.stops()
        here = next((number for number, box in enumerate(stops) if box.has_focus()), None)
        if here is not None and here + 1 < len(stops):
            stops[here + 1].take_focus()
        elif here is not None and self.view.own and not self.view.verdict:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif here is None and self.hasFocus() and not self._closed() and stops and not all(box.view.value for box in stops):
            next(box for box in stops if not box.view.value).take_focus()
        elif self.hasFocus() and self.rows is not None and not self._closed():
            self._enter_rows()
        else:
            self.move_wanted.emit(1)

    def _enter_rows(self) -> None:
        assert self.rows is not None and self.view.rows is not None
        if not self.view.rows.rows:
            self._desk.add_row(self.view.rows.repeat)
        self.rows.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _closed(self) -> bool:
        return self._read_only or self.view.locked

    def _say(self, words: str, tone: str = "") -> None:
        self._hint.setText(words)
        theme.set_property(self._hint, "tone", tone)
        self._hint.setVisible(bool(words))

    def _score_words(self, view: CardView) -> str:
        if view.points is None or view.earned is None:
            return ""
        return self.tr(" · {earned} / {points} 分").format(
            earned=visit_words.points(view.earned), points=visit_words.points(view.points)
        )


def _guidance(view: CardView) -> QFrame:
    """Return what to mind, on what basis, how sure the basis is."""
    frame = QFrame()
    frame.setProperty("role", "sunken")
    frame.setObjectName(f"{view.code}.guidance")
    column = QVBoxLayout(frame)
    column.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
    column.setSpacing(theme.XS)
    if view.guidance:
        column.addWidget(blocks.label(view.guidance, wrap=True))
    for basis in view.basis:
        column.addWidget(blocks.label(basis, "caption", wrap=True))
    if view.confidence:
        column.addWidget(blocks.label(view.confidence, "caption", wrap=True))
    if view.gloss:
        column.addWidget(blocks.label(view.gloss, "caption", wrap=True))
    return frame


def _shown(field: FieldView) -> str:
    return next((choice.label for choice in field.choices if choice.name == field.value), field.value)


def _typing() -> bool:
    return isinstance(QApplication.focusWidget(), (QLineEdit, QPlainTextEdit))


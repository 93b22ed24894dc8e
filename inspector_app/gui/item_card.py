"""One checklist item as a card: what to look at, what was found, the verdict, and below a failed one its finding."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.gui import blocks, theme, visit_words
from inspector_app.gui.card import Card
from inspector_app.gui.card_extras import CardExtras
from inspector_app.gui.card_fields import CardFields, FieldBox
from inspector_app.gui.card_head import CardHead
from inspector_app.gui.card_hint import RAISING, hint
from inspector_app.gui.card_school import CardSchool
from inspector_app.gui.desk import Desk
from inspector_app.gui.fields.rows import RowsField
from inspector_app.gui.fields.verdict import NaReason, VerdictField
from inspector_app.gui.marks import state_ink
from inspector_app.gui.models.reading import CardView

STRIPE = 4
VERDICT_KEYS = {Qt.Key.Key_1: "pass", Qt.Key.Key_2: "fail", Qt.Key.Key_3: "na"}
LETTERS = (Qt.Key.Key_F, Qt.Key.Key_N, Qt.Key.Key_P)
MODIFIERS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.AltModifier


class ItemCard(Card):
    """The card of one item."""

    view: CardView

    def __init__(
        self, view: CardView, desk: Desk, read_only: bool = False, conflict: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(view, parent)
        self._desk = desk
        self._read_only = read_only
        self.rows: RowsField | None = None
        self.reason: NaReason | None = None
        self.setObjectName(f"{view.code}.card")
        self.setProperty("role", "item")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(view.evidence != "NP")
        self._build(view)
        self.show_view(view, conflict)

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_view(self, view: CardView, conflict: bool) -> None:
        """Show the item as it stands now."""
        self.view = view
        self.setAccessibleName(f"{view.code} {view.title} {visit_words.state(view.state)[0]}")
        theme.set_property(self._title, "tone", "na" if view.skipped else "")
        self._school.show_view(view, self._read_only)
        self.fields.show_fields(() if view.skipped else view.fields)
        self._show_rows(view)
        self.verdict.show_verdict(view.verdict, view.na_reason)
        self.verdict.setHidden(view.skipped)
        if self.reason is not None and (view.verdict != "na" or view.na_reason):
            self.reason.hide()
        photos = self.extras.show_view(view)
        self.head.show_view(view, conflict, photos)
        self._say(*hint(view, photos))
        self.head.set_tools_enabled(not self.closed)
        self._body.setEnabled(not self.closed)
        self.update()

    def set_current(self, current: bool) -> None:
        """Mark this card as the one the keys act on."""
        if self._current and not current:
            self.extras.rest()
        super().set_current(current)

    def show_pending(self, count: int) -> None:
        """Say how many pictures are still being taken in."""
        self.extras.open_photos().show_pending(count)

    def flush(self) -> None:
        """Finish every edit under way."""
        self.fields.flush()
        self.extras.flush()
        if self.rows is not None:
            self.rows.flush()

    @property
    def closed(self) -> bool:
        """True while nothing in the card may be changed: before the card was shown, after the freeze."""
        return self._read_only or self.view.locked

    @property
    def finding(self) -> QWidget | None:
        """Return the finding panel once there is one."""
        return self.extras.finding

    # -- what the keys and buttons do ------------------------------------------------------------------------------

    def arrive(self, by: int) -> None:
        """Take the focus as arrows do: an item judged by its data gets the cursor into its first field, else the card."""
        stops = self.fields.stops()
        if not self.view.own and stops and self.view.state in ("unchecked", *RAISING) and not self.closed:
            stops[0 if by > 0 else -1].take_focus()
        else:
            self.setFocus(Qt.FocusReason.TabFocusReason)

    def give_verdict(self, verdict: str) -> None:
        """Give a verdict as a key does; an item judged by its data takes only 不适用."""
        if self.closed or self.view.skipped:
            return
        if self.view.own or verdict == "na":
            self.verdict.choose(verdict)
            return
        self._say(self.tr("本项由填写的数据判定，填数即可"), "")
        stops = self.fields.stops()
        if stops:
            stops[0].take_focus()

    def open_photos(self) -> None:
        """Open the photo strip; where pictures are forbidden say so."""
        if self.view.evidence == "NP":
            self._say(self.tr("本项禁止拍摄，请用文字记录"), "warning")
        elif not self.closed and not self.view.skipped:
            self.extras.open_photos().take_focus()

    # -- events ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on 1 2 3, F N P, arrows, Enter, Escape, paste; whatever a text field uses itself never comes here."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~MODIFIERS
        if event.matches(QKeySequence.StandardKey.Paste) and not self.closed and self.view.evidence != "NP":
            self.extras.open_photos().paste()
        elif key in VERDICT_KEYS and plain:
            self.give_verdict(VERDICT_KEYS[key])
        elif key in LETTERS and plain and not _typing():
            self._letter(key)
        elif key == Qt.Key.Key_Escape:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the card's ground makes it current."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Invite pictures anywhere on the card."""
        if not self.closed and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take dropped pictures in."""
        self.extras.open_photos().dropEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card's ground, the stripe of its state, the ring of the current card."""
        super().paintEvent(event)
        tokens = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line if self.view.state == "unchecked" else state_ink(self.view.state, tokens)))
        painter.drawRoundedRect(8, 14, STRIPE, self.height() - 28, 2, 2)
        if self._current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self, view: CardView) -> None:
        self.head = CardHead(view)
        self._title = blocks.label(view.title, "item-title", name=f"{view.code}.title", wrap=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._school = CardSchool(view.code)
        self.fields = CardFields(view.code, self._desk)
        self.verdict = VerdictField(view.code, view.own)
        self._hint = blocks.label("", "caption", name=f"{view.code}.hint", wrap=True)
        self.extras = CardExtras(view, self._desk, self._read_only)
        self._connect()
        asks = view.asks and view.rows is None
        line = blocks.row(spacing=theme.XL)
        line.addWidget(self.fields if asks else self._title, 1)
        line.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignBottom if asks else Qt.AlignmentFlag.AlignTop)
        self._body = QWidget()
        self._body.setProperty("role", "clear")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.M)
        self._rows_place = blocks.column()
        if asks:  # a title of its own width, the verdict beside the fields
            self._column.addWidget(self._title)
            self._column.addWidget(self._school)
            self._column.addLayout(line)
        else:
            self._column.addLayout(line)
            self._column.addWidget(self._school)
            self._column.addLayout(self._rows_place)
            self._column.addWidget(self.fields)
        self._column.addWidget(self._hint)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.XL, theme.S, theme.L, theme.L)
        outer.setSpacing(theme.XS)
        outer.addWidget(self.head)
        outer.addWidget(self._body)
        outer.addWidget(self.extras)

    def _connect(self) -> None:
        self.head.guide_wanted.connect(lambda: self.head.show_guidance(self.extras.toggle_guidance()))
        self.head.note_wanted.connect(self.extras.open_note)
        self.head.photos_wanted.connect(self.open_photos)
        self.head.conflict_wanted.connect(self.conflict_wanted)
        self._school.edited.connect(self._desk.attribute)
        self._school.grown.connect(self.grown)
        self.extras.grown.connect(self.grown)
        self.fields.edited.connect(self._answer)
        self.verdict.chosen.connect(self._chosen)

    def _show_rows(self, view: CardView) -> None:
        if view.rows is None:
            return
        if self.rows is None and not view.skipped:
            self.rows = self._make_rows(view.code)
            self._rows_place.addWidget(self.rows)
        if self.rows is not None:
            self.rows.setHidden(view.skipped)
            self.rows.set_read_only(self.closed)
            self.rows.show_rows(view.rows)

    def _make_rows(self, code: str) -> RowsField:
        assert self.view.rows is not None
        repeat = self.view.rows.repeat
        rows = RowsField(code, self.view.rows, self._desk.sitting.ws.now().date())
        rows.cell_edited.connect(self._desk.answer)
        rows.add_wanted.connect(lambda: self._desk.add_row(repeat))
        rows.duplicate_wanted.connect(self._desk.duplicate_row)
        rows.remove_wanted.connect(self._desk.remove_row)
        rows.block_pasted.connect(self._paste)
        rows.said.connect(lambda words: self._say(words, "warning"))
        return rows

    # -- acts ------------------------------------------------------------------------------------------------------

    def _answer(self, path: str, value: str) -> None:
        if not self._desk.answer(path, value):
            for box in self.fields.stops():
                if box.view.path == path:
                    box.not_kept()

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
            self.reason.given.connect(self._give_reason)
            self.reason.cancelled.connect(self._drop_reason)
            self._column.addWidget(self.reason)
        self.reason.show_reason(self.view.na_reason)
        self.reason.show()
        self.reason.first().setFocus(Qt.FocusReason.OtherFocusReason)
        self.grown.emit()

    def _give_reason(self, reason: str) -> None:
        if self._desk.verdict(self.view.code, "na", reason):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_reason(self) -> None:
        if self.reason is not None:
            self.reason.hide()
        self.verdict.show_verdict(self.view.verdict, self.view.na_reason)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- moving ----------------------------------------------------------------------------------------------------

    def _letter(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_P:
            self.open_photos()
        elif key == Qt.Key.Key_F:
            self.extras.open_finding()
        elif not self.closed and not self.view.skipped:
            self.extras.open_note()

    def _step(self, by: int) -> None:
        stops, here = self._stops()
        if here is not None and 0 <= here + by < len(stops):
            stops[here + by].take_focus()
        elif here is not None and by < 0 and self.view.own:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.move_wanted.emit(by)

    def _enter(self) -> None:
        stops, here = self._stops()
        empty = [box for box in stops if not box.view.value]
        open_card = self.hasFocus() and not self.closed
        if here is not None and here + 1 < len(stops):
            stops[here + 1].take_focus()
        elif here is not None and self.view.own and not self.view.verdict:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif open_card and empty:
            empty[0].take_focus()
        elif open_card and self.rows is not None and self.rows.isVisible():
            self._enter_rows()
        else:
            self.move_wanted.emit(1)

    def _enter_rows(self) -> None:
        if self.rows is not None and self.view.rows is not None:
            if not self.view.rows.rows:
                self._desk.add_row(self.view.rows.repeat)
            self.rows.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _stops(self) -> tuple[list[FieldBox], int | None]:
        stops = self.fields.stops()
        return stops, next((number for number, box in enumerate(stops) if box.has_focus()), None)

    def _say(self, words: str, tone: str) -> None:
        self._hint.setText(words)
        theme.set_property(self._hint, "tone", tone)
        self._hint.setVisible(bool(words))


def _typing() -> bool:
    return isinstance(QApplication.focusWidget(), (QLineEdit, QPlainTextEdit))

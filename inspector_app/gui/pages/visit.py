"""The Visit page: gate, route, sections and cards of one visit; it wires the parts and does nothing to the journal itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from inspector_app.actions import answering, leaks, visits
from inspector_app.actions.answering import Saved, Sitting
from inspector_app.errors import Problem
from inspector_app.gui import blocks, language, theme
from inspector_app.gui.card import Card
from inspector_app.gui.card_column import CardColumn
from inspector_app.gui.conflict_panel import ConflictPanel
from inspector_app.gui.desk import Desk
from inspector_app.gui.form_switch import FormTab
from inspector_app.gui.item_card import ItemCard
from inspector_app.gui.leak_dialog import LeakDialog
from inspector_app.gui.models import asked_rows, reading
from inspector_app.gui.models.section_tree import SectionTree
from inspector_app.gui.problem import Banner
from inspector_app.gui.runner import Runner
from inspector_app.gui.section_list import SectionList
from inspector_app.gui.survey_card import SurveyCard
from inspector_app.gui.table_card import TableCard
from inspector_app.gui.version_strip import VersionStrip
from inspector_app.gui.visit_header import Header, padded
from inspector_app.gui.visit_style import visit_style

SIDE = 300
TICK_MS = 15_000


class VisitPage(QWidget):
    """One visit being filled.

    Signals: `saved(datetime)` after each durable commit; `sign_requested(visit)` the person wants to go on to signing.
    """

    saved = Signal(object)
    sign_requested = Signal(str)

    def __init__(
        self,
        ws: Any,
        runner: Runner,
        parent: QWidget | None = None,
        *,
        open_sitting: Callable[[Any, str], Sitting] = answering.open_sitting,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("visit_page")
        self.setProperty("role", "page")
        self._ws, self._runner, self._open_sitting = ws, runner, open_sitting
        self._desk: Desk | None = None
        self._section = self._version = ""
        self._forms: dict[str, Sitting] = {}
        self._sections: dict[str, reading.SectionView] = {}
        self._disputed: frozenset[str] = frozenset()
        self._build()
        self._dress()

    # -- the window's side -----------------------------------------------------------------------------------------

    @property
    def visit(self) -> str:
        """Return the open visit, "" for none."""
        return self._desk.sitting.visit if self._desk is not None else ""

    @property
    def sitting(self) -> Sitting:
        """Return the sitting behind the page; only while a visit is open."""
        assert self._desk is not None
        return self._desk.sitting

    def open_visit(self, visit: str) -> None:
        """Show a visit; the one already open is taken up anew (another page may have written to it)."""
        if visit == self.visit:
            self.refresh()
            return
        self.leave()
        try:
            self._forms = {one.code: one for one in self._open_sitting(self._ws, visit).every()}
        except Problem as problem:
            self._forms = {}
            self.cards.forget()
            self._close(problem)
            return
        self._open(next(iter(self._forms.values())))

    def open_form(self, code: str) -> None:
        """Show another form of the visit."""
        if code == self.sitting.code or code not in self._forms:
            return
        self.leave()
        self._forms[code].reload()  # the other form may have written what both ask of the school
        self._open(self._forms[code])

    def show_question(self, form: str, path: str) -> None:
        """Go to a question that belongs to no item (the Sign page names what is still owed)."""
        self.open_form(form)
        code = asked_rows.code_at(self.sitting.form, path)
        if code:
            self._show_card_of(code)

    def _open(self, sitting: Sitting) -> None:
        self.cards.forget()
        if self._desk is not None:
            self._desk.deleteLater()
        desk = Desk(sitting, self._runner, self)
        desk.saved.connect(self._kept)
        desk.refused.connect(self._refuse)
        desk.photos_pending.connect(self._pending)
        self._desk = desk
        self._show_form()
        self._stack.setCurrentIndex(1)

    def refresh(self) -> None:
        """Take up what others wrote to the open visit (a merge, the Sign page)."""
        if self._desk is None:
            return
        frozen = self.sitting.read_only
        try:
            self.sitting.reload()
        except Problem as problem:
            self._close(problem)
            return
        if self._version != self.sitting.form.version:
            self._show_form()
            return
        self.list.take({line.code: line for line in reading.lines(self.sitting)})
        self._show_frame()
        if self.sitting.read_only != frozen:
            self.cards.forget()
            self._show_section(self._section)
        self._show_cards(self.cards.cards)

    def _close(self, problem: Problem) -> None:
        """Show why the visit cannot be opened here, and what to do; the journal is as it was."""
        if self._desk is not None:
            self._desk.deleteLater()
        self._desk, self._version = None, ""
        speech = language.current()
        blocks.empty(self._closed)
        self._closed.addWidget(blocks.EmptyState("visit", problem.what(speech), problem.remedy(speech)))
        self._stack.setCurrentIndex(2)

    def show_item(self, code: str) -> None:
        """Go to an item's card (the Sign page names what is still owed there), whatever form and filter hides it."""
        holding = (one.code for one in self._forms.values() if any(item.code == code for item in one.form.items))
        if not any(item.code == code for item in self.sitting.form.items):
            self.open_form(next(holding, self.sitting.code))
        self._show_card_of(code)

    def _show_card_of(self, code: str) -> None:
        assert self.list.model is not None
        section = reading.section_of(self.sitting, code)
        if code not in self._codes_of(section):
            self.list.clear_filters()
        if section != self._section:
            self._show_section(section)
        self._close_conflicts()
        self.cards.go(code)

    def leave(self) -> None:
        """Finish every edit under way, before another page or visit is shown."""
        self.cards.flush()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._build_head()
        self.header.forms.form_wanted.connect(self.open_form)
        self.list = SectionList()
        self.list.section_chosen.connect(self._show_section)
        self.list.item_chosen.connect(self._go_item)
        self.list.narrowed.connect(self._narrowed)
        self.cards: CardColumn = CardColumn(self._make_card)
        self.list.cards_wanted.connect(self._enter_cards)
        self.cards.left.connect(self._leave_section)
        self.conflicts = ConflictPanel()
        self.conflicts.settled.connect(self._settle)
        self.conflicts.closed.connect(self._close_conflicts)
        side = QWidget()
        side.setObjectName("section_side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(SIDE)
        side.setLayout(blocks.column(self.list))
        conflicts = QWidget()
        conflicts.setLayout(blocks.column(self.conflicts, margin=theme.XL))
        self._middle = QStackedWidget()
        self._middle.addWidget(self.cards)
        self._middle.addWidget(conflicts)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(side)
        body.addWidget(self._middle, 1)
        work = QWidget()
        column = blocks.column(self.header, padded(self.banner), self.version, spacing=0)
        column.addLayout(body, 1)
        work.setLayout(column)
        empty = blocks.EmptyState(
            "visit", self.tr("还没有打开检查"), self.tr("到“今天”页选一次检查，再回到这里逐项核对。")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(work)
        closed = QWidget()
        self._closed = blocks.column()
        closed.setLayout(self._closed)
        self._stack.addWidget(closed)
        self.setLayout(blocks.column(self._stack))
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_elapsed)
        self._tick.start()
        QShortcut("Ctrl+F", self, self._search)
        for keys, by in (("Ctrl+Tab", 1), ("Ctrl+PgDown", 1), ("Ctrl+Shift+Tab", -1), ("Ctrl+PgUp", -1)):
            QShortcut(keys, self, partial(self._turn_form, by))

    def _build_head(self) -> None:
        self.header = Header(self._ws.now)
        self.header.gate.gate_given.connect(self._arrive)
        self.header.gate.card_given.connect(self._show_card)
        self.header.gate.leak_wanted.connect(self._ask_leak)
        self.header.title.conflicts_wanted.connect(self._open_conflicts)
        self.header.title.sign_wanted.connect(self._sign)
        self.header.route.section_wanted.connect(self._go_section)
        self.header.route.sign_wanted.connect(self._sign)
        self.banner = Banner("visit_problem")
        self.version = VersionStrip(self._runner, self)
        self.version.changed.connect(self._move_on)
        self.version.refused.connect(self._refuse)

    def _dress(self) -> None:
        app = QApplication.instance()
        points = app.font().pointSizeF() if isinstance(app, QApplication) else theme.BASE_POINTS
        self.setStyleSheet(visit_style(theme.colours(), points))

    def changeEvent(self, event: QEvent) -> None:
        """Dress anew after a change of theme; the cards' icons carry its colours, so they are built again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            QTimer.singleShot(0, self, self._redress)

    def _redress(self) -> None:
        wanted = visit_style(theme.colours(), QApplication.font().pointSizeF())
        if wanted == self.styleSheet():
            return
        self.setStyleSheet(wanted)
        if self._desk is not None:
            self.leave()
            self.cards.forget()
            self._show_section(self._section)

    def _make_card(self, code: str) -> Card:
        assert self._desk is not None
        view, read_only, disputed = reading.card(self.sitting, code), self.sitting.read_only, code in self._disputed
        if isinstance(view, reading.AskedView):
            card: Card = SurveyCard(view, self._desk, read_only, disputed)
        else:
            kind = (
                TableCard if code in self._sections else ItemCard
            )  # a table that belongs to no item is its own section
            card = kind(view, self._desk, read_only, disputed)
        card.conflict_wanted.connect(self._open_conflicts)
        return card

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_form(self) -> None:
        """Build all that depends on the form: a visit was opened, or moved to another version."""
        sitting = self.sitting
        self._version = sitting.form.version
        self.cards.forget()
        self._sections = {section.code: section for section in reading.sections(sitting)}
        self.list.show_tree(SectionTree(list(self._sections.values()), reading.lines(sitting), self))
        self.header.route.show_route(reading.route(sitting))
        self._show_frame()
        here = self._section if self._section in self._sections else next(iter(self._sections))
        self._show_section(here, focus=True)

    def _show_frame(self) -> None:
        """Everything but the cards."""
        sitting = self.sitting
        summary = answering_summary(sitting)
        self.header.title.show_visit(summary[0], summary[1])
        self.header.gate.show_gate(sitting.gate_time, sitting.unlocked)
        self.header.frozen.setVisible(sitting.read_only)
        self.header.route.setVisible(bool(sitting.form.route) and sitting.unlocked and not sitting.read_only)
        self._show_elapsed()
        self.header.title.show_outcome(self.sitting.outcome())
        self.version.show_sitting(sitting)
        self.header.forms.show_forms([_tab(one) for one in self._forms.values()], sitting.code)
        self._show_conflicts()

    def _show_conflicts(self) -> None:
        views = self.sitting.conflicts()
        form = self.sitting.form
        self._disputed = frozenset(view.code or asked_rows.code_of_register(form, view.path) for view in views)
        self.header.title.show_conflicts(len(views))
        self.conflicts.show_conflicts(views, self._ws.device)
        if not views and self._middle.currentIndex() == 1:
            self._close_conflicts()

    def _show_elapsed(self) -> None:
        if self._desk is None:
            return
        now, gate = self._ws.now(), self.sitting.gate_time
        self.header.title.show_elapsed(gate, now)
        self.header.route.show_elapsed(None if gate is None else int((now - gate) / timedelta(minutes=1)))

    def _show_section(self, code: str, focus: bool = False, by: int = 1) -> None:
        if self._desk is None or self.list.model is None or code not in self.list.model.sections():
            return
        self._section = code
        codes = self._codes_of(code)
        self.cards.show_section(self._sections[code], codes, self._meta(code, codes))
        self.list.point_at(code)
        self._close_conflicts()
        if focus:
            self.cards.go_first(by)

    def _meta(self, code: str, shown: list[str]) -> str:
        section = self._sections[code]
        assert self.list.model is not None
        count = self.list.model.of_section(code)
        parts = [self.tr("{points} 分").format(points=section.points)] if section.points not in ("", "0") else []
        asked = code.startswith("g:")
        done = self.tr("已答 {done}/{total}") if asked else self.tr("已查 {done}/{total}")
        none = self.tr("均为选填") if asked else self.tr("本校不涉及")
        parts.append(done.format(done=count.done, total=count.total) if count.total else none)
        if len(shown) < len(section.codes):
            parts.append(self.tr("只列出其中 {shown} 项").format(shown=len(shown)))
        return " · ".join(parts)

    def _narrowed(self) -> None:
        assert self.list.model is not None
        sections = self.list.model.sections()
        if sections:
            self._show_section(self._section if self._section in sections else sections[0])

    def _show_cards(self, codes: Any) -> None:
        for code in list(codes):
            if code in self.cards.cards:
                self.cards.cards[code].show_view(reading.card(self.sitting, code), code in self._disputed)

    # -- moving ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take “/” for the search, and verdict keys for the current card while the focus is elsewhere on the page."""
        if event.text() == "/":
            self._search()
        elif event.key() == Qt.Key.Key_Escape and self._middle.currentIndex() == 1:
            self._close_conflicts()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.cards.current:
            self.cards.go(self.cards.current)
        else:
            super().keyPressEvent(event)

    def _search(self) -> None:
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()

    def _enter_cards(self) -> None:
        self.cards.go_first()

    def _go_section(self, code: str) -> None:
        if self.list.model is not None and code not in self.list.model.sections():
            self.list.clear_filters()
        self._show_section(code, focus=True)

    def _go_item(self, code: str) -> None:
        self.show_item(code)
        self.list.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_section(self, by: int) -> None:
        assert self.list.model is not None
        sections = self.list.model.sections()
        place = sections.index(self._section) + by if self._section in sections else -1
        if 0 <= place < len(sections):
            self._show_section(sections[place], focus=True, by=by)

    def _turn_form(self, by: int) -> None:
        codes = list(self._forms)
        if len(codes) > 1 and self._desk is not None:
            self.open_form(codes[(codes.index(self.sitting.code) + by) % len(codes)])

    def _sign(self) -> None:
        self.leave()
        self.sign_requested.emit(self.visit)

    # -- acts ------------------------------------------------------------------------------------------------------

    def _arrive(self, when: datetime) -> None:
        self._at_gate(partial(self.sitting.set_gate_time, when))

    def _show_card(self) -> None:
        self._at_gate(self.sitting.show_card)

    def _ask_leak(self) -> None:
        told = self.sitting.record.mapping(f"leak_suspected/{self._ws.person}")
        signs = told.get("signs")
        dialog = LeakDialog(
            [str(one) for one in signs] if isinstance(signs, list) else [], str(told.get("note", "")), self
        )
        dialog.told.connect(self._suspect_leak)
        dialog.open()

    def _suspect_leak(self, signs: list[str], note: str) -> None:
        try:
            self.saved.emit(leaks.suspect(self.sitting.record, signs, note))
        except Problem as problem:
            self._refuse(problem)

    def _at_gate(self, act: Callable[[], Saved]) -> None:
        try:
            saved = act()
        except Problem as problem:
            self._refuse(problem)
            return
        self._show_frame()
        self._show_cards(self.cards.cards)
        self.saved.emit(saved.at)
        if self.cards.current:
            self.cards.go(self.cards.current)

    def _move_on(self, at: datetime) -> None:
        """Go on in another version of the form."""
        self._show_form()
        self.saved.emit(at)

    def _kept(self, saved: Saved) -> None:
        if self._version != self.sitting.form.version:  # a settlement chose another version of the form
            self._move_on(saved.at)
            return
        codes = reading.touched(self.sitting, saved.items, saved.paths)
        self.list.take(reading.lines_of(self.sitting, codes))
        self.header.title.show_outcome(self.sitting.outcome())
        if len(self._forms) > 1:
            self.header.forms.show_counts(_tab(self.sitting))
        if self._disputed:  # only a merge brings conflicts, and refresh() looks for those
            self._show_conflicts()
        self._show_cards(codes)
        if self._section:
            self.cards.say_meta(self._meta(self._section, self._codes_of(self._section)))
        self.banner.clear()
        self.saved.emit(saved.at)

    def _codes_of(self, section: str) -> list[str]:
        model = self.list.model
        return model.codes(section) if model is not None and model.narrowed else list(self._sections[section].codes)

    def _refuse(self, problem: Problem) -> None:
        self.banner.show_problem(problem)

    def _pending(self, code: str, count: int) -> None:
        if code in self.cards.cards:
            self.cards.cards[code].show_pending(count)

    # -- conflicts -------------------------------------------------------------------------------------------------

    def _open_conflicts(self) -> None:
        self.cards.flush()
        self._middle.setCurrentIndex(1)
        self.conflicts.focus()

    def _close_conflicts(self) -> None:
        self._middle.setCurrentIndex(0)

    def _settle(self, path: str, dot: Any, reason: str) -> None:
        assert self._desk is not None
        self._desk.settle(path, dot, reason)


def _tab(sitting: Sitting) -> FormTab:
    counts = visits.progress(sitting)
    return FormTab(sitting.code, reading.words(sitting.form.title) or sitting.code, counts.checked, counts.total)


def answering_summary(sitting: Sitting) -> tuple[str, str]:
    """Return the school's name, and one line about the visit."""
    task = sitting.record.mapping("task")
    school = task.get("school")
    name = str(school.get("name", "")) if isinstance(school, dict) else ""
    return name, f"{reading.words(sitting.form.title)} · {task.get('number', '')}"

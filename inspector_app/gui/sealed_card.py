"""A sealed task on Today (R-17): meeting, what to bring, a direction if the bureau allows it, the countdown, nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from inspector_app.actions.clock_lock import ClockLock
from inspector_app.actions.sealed import SealedView
from inspector_app.gui import blocks, icons, theme, wording


class SealedCard(QFrame):
    """One sealed task; `on_open` is called when it is to be opened. Early too: the attempt is refused and recorded."""

    def __init__(self, view: SealedView, now: Callable[[], datetime], on_open: Callable[[SealedView], object]) -> None:
        super().__init__()
        self.setObjectName(f"sealed_{view.visit}")
        self.setProperty("role", "card")
        self._view, self._now = view, now
        self._left = blocks.label("", "chip", name="sealed_left")
        self._open = blocks.button(self.tr("启封"), "sealed_open", lambda: on_open(view), "", "lock")
        public = view.public
        title = blocks.row(
            blocks.picture("lock", theme.colours().accent, 28),
            blocks.label(self.tr("封存任务 {}").format(public.number), "heading"),
            self._left,
            None,
            self._open,
            spacing=theme.M,
        )
        facts = QGridLayout()
        facts.setHorizontalSpacing(theme.L)
        facts.setVerticalSpacing(theme.XS)
        facts.setColumnStretch(1, 1)
        meeting = f"{wording.moment(view.meet_at, now())} · {public.meet_place}"
        shown = (
            (self.tr("集合"), meeting, "sealed_meeting"),
            (self.tr("携带"), public.bring, "sealed_bring"),
            (self.tr("方向"), public.direction or self.tr("不公开"), "sealed_direction"),
            (self.tr("人数"), self.tr("{} 人").format(public.people), "sealed_people"),
        )
        for at, (what, words, name) in enumerate(shown):
            facts.addWidget(blocks.label(what, "muted"), at, 0)
            facts.addWidget(blocks.label(words, name=name, wrap=True), at, 1)
        told = self.tr("启封前不显示学校。到点才启封是工作规定；真正锁住校名的是两组口令，由督导室在出发当天给出。")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        inside.setSpacing(theme.M)
        inside.addLayout(title)
        inside.addLayout(facts)
        inside.addWidget(blocks.label(told, "caption", wrap=True))
        if view.attempts:
            tried = self.tr("本机已尝试 {} 次，都在日志里。").format(view.attempts)
            inside.addWidget(blocks.label(tried, "caption", "warning", "sealed_tried"))
        clock = QTimer(self, interval=10_000)
        clock.timeout.connect(self._tick)
        clock.start()
        self._tick()

    def _tick(self) -> None:
        left = self._view.not_before - self._now()
        if left <= timedelta(0):
            self._left.setText(self.tr("可以启封"))
            theme.set_tone(self._left, "pass")
            if self._open.property("kind") != "primary":  # until it is due, no button asks to be pressed
                theme.set_property(self._open, "kind", "primary")
                self._open.setIcon(icons.icon("lock", theme.colours().on_accent))
            return
        minutes = int(left / timedelta(minutes=1)) + 1
        days, hours = minutes // 1440, minutes % 1440 // 60
        if days:
            words = self.tr("还有 {} 天 {} 小时").format(days, hours)
        elif hours:
            words = self.tr("还有 {} 小时 {} 分").format(hours, minutes % 60)
        else:
            words = self.tr("还有 {} 分钟").format(minutes)
        self._left.setText(words)
        theme.set_tone(self._left, "accent")


class LockCard(QFrame):
    """The clock went back (R-16): what was noticed, and the way on by a call to the office."""

    def __init__(self, lock: ClockLock, on_unlock: Callable[[ClockLock], object]) -> None:
        super().__init__()
        self.setObjectName("clock_lock")
        self.setProperty("role", "banner")
        self.setProperty("tone", "warning")
        words = self.tr("上次记录的时刻是 {}，后来时钟走到了 {}。启封已锁定，进行中的检查照常。").format(
            wording.moment(lock.latest), wording.moment(lock.at)
        )
        line = blocks.row(spacing=theme.M)
        line.setContentsMargins(theme.L, theme.M, theme.M, theme.M)
        line.addWidget(blocks.picture("clock", theme.colours().warning, 26))
        told = blocks.column(
            blocks.label(self.tr("时钟往回走过"), "strong"), blocks.label(words, wrap=True), spacing=theme.XS
        )
        line.addLayout(told, 1)
        line.addWidget(blocks.button(self.tr("解锁"), "clock_unlock", lambda: on_unlock(lock), "", "lock"))
        self.setLayout(line)

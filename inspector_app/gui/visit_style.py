"""Looks that only the Visit page has, on top of the application's style sheet: item cards, verdicts, steps, tables."""

from dataclasses import fields
from string import Template

from inspector_app.gui.theme import Colours

_SHEET = Template("""
QLabel[role="item-title"] { font-size: ${t_item}pt; }
QLabel[role="code"], QLabel[role="meta"], QLabel[role="state"], QLabel[role="method"] { color: $muted; font-size: ${t_small}pt; }
QLabel[role="meta"][tone="warning"] { color: $warning; }
QLabel[role="state"][tone="pass"] { color: $passed; font-weight: 600; }
QLabel[role="state"][tone="fail"] { color: $failed; font-weight: 600; }
QLabel[role="state"][tone="warning"] { color: $warning; font-weight: 600; }
QLabel[role="state"][tone="na"] { color: $na; }
QLabel[role="method"] { background: $sunken; color: $text; border-radius: 5px; padding: 1px 7px; }
QLabel[role="letter"] { background: $accent; color: $on_accent; border-radius: 8px; font-weight: 600; font-size: ${t_head}pt;
  min-width: 34px; max-width: 34px; min-height: 34px; max-height: 34px; qproperty-alignment: AlignCenter; }
QLabel[role="caption"][tone="fail"] { color: $failed; }
QLabel[role="caption"][tone="warning"] { color: $warning; }

QFrame[role="item"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[role="question"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QListWidget[role="rank"] { background: $surface; border: 1px solid $line_strong; border-radius: 8px; padding: 2px; }
QListWidget[role="rank"]:focus { border: 2px solid $accent; padding: 1px; }
QListWidget[role="rank"]::item { min-height: 30px; padding: 2px 10px; border-radius: 6px; }
QListWidget[role="rank"]::item:selected { background: $accent_soft; color: $text; }
QFrame[role="finding"] { background: $background; border: 1px solid $line; border-radius: 8px; }
QFrame[role="side"] { background: $surface; border: 1px solid $line_strong; border-radius: 8px; }
QFrame[role="side"][tone="accent"] { background: $accent_soft; border: 2px solid $accent; }
QFrame[role="sunken"][tone="accent"] { background: $accent_soft; border: 2px dashed $accent; }
QWidget#section_side { background: $surface; border-right: 1px solid $line; }
QTreeView#section_tree { background: transparent; }
QWidget#section_side QPushButton[kind="segment"] { padding: 6px 4px; }
QWidget#section_side QPushButton[kind="segment"]:focus { padding: 5px 3px; }

QPushButton[kind="verdict-pass"], QPushButton[kind="verdict-fail"], QPushButton[kind="verdict-na"] {
  min-width: 74px; min-height: 28px; padding: 5px 12px; border: 1px solid $line_strong; border-radius: 8px; }
QPushButton[kind="verdict-pass"]:hover { background: $passed_soft; border-color: $passed; }
QPushButton[kind="verdict-fail"]:hover { background: $failed_soft; border-color: $failed; }
QPushButton[kind="verdict-na"]:hover { background: $na_soft; border-color: $na; }
QPushButton[kind="verdict-pass"]:checked { background: $passed; color: $surface; border-color: $passed; font-weight: 600; }
QPushButton[kind="verdict-fail"]:checked { background: $failed; color: $surface; border-color: $failed; font-weight: 600; }
QPushButton[kind="verdict-na"]:checked { background: $na; color: $surface; border-color: $na; font-weight: 600; }
QPushButton[kind="verdict-pass"]:focus, QPushButton[kind="verdict-fail"]:focus, QPushButton[kind="verdict-na"]:focus {
  border: 2px solid $accent; padding: 4px 11px; }
QPushButton[kind="verdict-pass"]:checked:focus, QPushButton[kind="verdict-fail"]:checked:focus,
QPushButton[kind="verdict-na"]:checked:focus { border: 2px solid $text; }
QPushButton[kind^="verdict"]:disabled { border-color: $line; background: transparent; color: $line_strong; }
QPushButton[kind="verdict-pass"]:checked:disabled { background: $passed_soft; color: $passed; }
QPushButton[kind="verdict-fail"]:checked:disabled { background: $failed_soft; color: $failed; }
QPushButton[kind="verdict-na"]:checked:disabled { background: $na_soft; color: $na; }

QPushButton[kind="choice"], QPushButton[kind="choice-many"] { min-height: 28px; padding: 5px 14px; border-radius: 8px;
  border: 1px solid $line_strong; }
QPushButton[kind="choice"]:checked, QPushButton[kind="choice-many"]:checked { background: $accent_soft; color: $accent;
  border: 2px solid $accent; padding: 4px 13px; }
QPushButton[kind="choice"]:focus, QPushButton[kind="choice-many"]:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton[kind="tool"] { min-height: 28px; padding: 5px 12px; border-radius: 8px; border: 1px solid $line_strong; }
QPushButton[kind="tool"]:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton[kind="tool-quiet"] { min-height: 28px; padding: 5px 10px; border-radius: 8px; border: 1px solid transparent;
  background: transparent; color: $muted; }
QPushButton[kind="tool-quiet"]:hover { background: $sunken; color: $text; }
QPushButton[kind="tool-quiet"]:focus { border: 2px solid $accent; padding: 4px 9px; }
QPushButton[kind="tool-quiet"]:disabled { color: $line_strong; background: transparent; }
QPushButton[kind="tool-alert"] { min-height: 28px; padding: 5px 12px; border-radius: 8px; border: 1px solid $failed;
  background: $failed_soft; color: $failed; font-weight: 600; }
QPushButton[kind="tool-alert"]:focus { border: 2px solid $failed; padding: 4px 11px; }
QPushButton[kind="step-minus"], QPushButton[kind="step-plus"] { min-height: 28px; padding: 5px 0;
  border: 1px solid $line_strong; }
QPushButton[kind="step-minus"] { border-top-right-radius: 0; border-bottom-right-radius: 0; border-right: none; }
QPushButton[kind="step-plus"] { border-top-left-radius: 0; border-bottom-left-radius: 0; border-left: none; }
QLineEdit[role="stepped"] { border-radius: 0; min-height: 28px; padding: 5px 6px; }
QLineEdit[role="stepped"]:focus { padding: 4px 5px; }
QLineEdit[role="number"] { min-height: 28px; padding: 5px 6px; }
QLineEdit[role="number"]:focus { padding: 4px 5px; }
QPushButton[kind="route"] { min-height: 30px; padding: 4px 10px; border-radius: 8px; border: 1px solid transparent;
  background: transparent; color: $muted; font-size: ${t_small}pt; }
QPushButton[kind="route"]:hover { background: $sunken; }
QPushButton[kind="route"]:focus { border: 2px solid $accent; padding: 3px 9px; }
QPushButton[kind="route"][tone="accent"] { background: $accent_soft; color: $accent; font-weight: 600; }

QTableView[role="rows"] { background: $surface; border: 1px solid $line; border-radius: 8px; gridline-color: $line; }
QTableView[role="rows"]:focus { border: 2px solid $accent; }
QTableView[role="rows"]::item { padding: 4px 8px; border: none; }
QTableView[role="rows"]::item:selected { background: $accent_soft; }
QTableView[role="rows"] QHeaderView { background: transparent; }
QTableView[role="rows"] QHeaderView::section { background: $sunken; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 5px 8px; font-size: ${t_small}pt; }
QTableView[role="rows"] QHeaderView::section:vertical { background: $sunken; border: none; padding: 0 4px; }
QTableView[role="rows"] QTableCornerButton::section { background: $sunken; border: none; border-bottom: 1px solid $line; }
QLineEdit[role="cell"], QComboBox[role="cell"] { border: 2px solid $accent; border-radius: 0; padding: 2px 6px; min-height: 0; }
QFrame[role="popup"] { background: $surface; border: 1px solid $line_strong; border-radius: 8px; }
""")


def visit_style(tokens: Colours, base_points: float) -> str:
    """Return the page's style sheet for these colours and text size."""
    values = {field.name: str(getattr(tokens, field.name)) for field in fields(tokens)}
    sizes = {"t_small": 0.88, "t_item": 1.14, "t_head": 1.16}
    return _SHEET.substitute(values, **{name: f"{base_points * ratio:.2f}" for name, ratio in sizes.items()})

"""What a form says and a form being filled: `load` a definition, fill it with a `Filling`. Knows no screen and no store."""

from inspector_app.form.definition import Choice, Form, Item, Question, Rectify, Section
from inspector_app.form.filling import Filling
from inspector_app.form.loading import load
from inspector_app.form.results import ItemResult, ItemView, Progress, Trouble

__all__ = [
    "Choice",
    "Filling",
    "Form",
    "Item",
    "ItemResult",
    "ItemView",
    "Progress",
    "Question",
    "Rectify",
    "Section",
    "Trouble",
    "load",
]

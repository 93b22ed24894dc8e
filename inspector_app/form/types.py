"""The question types a form can ask or record, as XLSForm names them; any other loads as inert text."""

from inspector_app.form.canonical import NUMERIC, POINTS, SELECTS

# What a device notes by itself: filled when the form is first opened, from its context (by type) or its clock.
METADATA = frozenset(
    {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "subscriberid", "simserial", "uid"}
)
MEDIA = frozenset({"image", "audio", "video", "file"})
TYPES = (
    frozenset({"text", "date", "time", "dateTime", "note", "calculate", "hidden", "acknowledge", "barcode"})
    | NUMERIC
    | POINTS
    | SELECTS
    | METADATA
    | MEDIA
)
# XForms' names of value types (`bind::type`) → the question type that holds such values.
VALUE_TYPES = {
    "int": "integer",
    "integer": "integer",
    "decimal": "decimal",
    "double": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "dateTime",
}

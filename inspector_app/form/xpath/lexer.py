"""Text of an expression to tokens, by the lexical rules of XPath 1.0 section 3.7 and XLSForm's `${name}`."""

import re
from typing import NamedTuple

from inspector_app.form.xpath.error import XPathError

_NAME = r"[^\W\d][\w.\-\u00b7\u203f\u2040]*"
_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    rf"""(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<text>"[^"]*"|'[^']*')
    |(?P<reference>\$\{{\s*[^}}\s]+\s*\}})
    |(?P<variable>\$\s*{_NAME}(?::{_NAME})?)
    |(?P<symbol>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*])
    |(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)""",
    re.VERBOSE,
)
# "1div2" is one operator between two numbers: where an operator must stand, nothing else can begin with its name.
_OPERATOR_NAME = re.compile(r"and|or|div|mod")


class Token(NamedTuple):
    """One token: its kind (number, text, reference, variable, name, operator, symbol, end), its text and its place."""

    kind: str
    text: str
    place: int


END = "end"


def tokens(source: str) -> list[Token]:
    """Return the tokens of `source`, ended by one of kind `end`; XPathError at the first character that fits nowhere."""
    found: list[Token] = []
    place = _skip(source, 0)
    while place < len(source):
        token = _operator(source, place) if _expects_operator(found) else None
        token = token or _token(source, place)
        found.append(token)
        place = _skip(source, place + len(token.text))
    found.append(Token(END, "", place))
    return found


def _skip(source: str, place: int) -> int:
    match = _SPACE.match(source, place)
    return match.end() if match else place


def _expects_operator(found: list[Token]) -> bool:
    if not found:
        return False
    last = found[-1]
    return last.kind not in ("symbol", "operator") or (
        last.kind == "symbol" and last.text in (")", "]", ".", "..", "*")
    )


def _operator(source: str, place: int) -> Token | None:
    match = _OPERATOR_NAME.match(source, place)
    if match:
        return Token("operator", match[0], place)
    return Token("operator", "*", place) if source[place] == "*" else None


def _token(source: str, place: int) -> Token:
    match = _TOKEN.match(source, place)
    if match is None or match.lastgroup is None:
        raise XPathError(f"unexpected {source[place]!r} at {place + 1} in {source!r}")
    return Token(match.lastgroup, match[0], place)

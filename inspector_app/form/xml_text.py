"""Reading a file's XML within bounds: no document type (so no entities), no giant, no abyss."""

import re
from pathlib import Path
from xml.etree import ElementTree

from inspector_app.errors import Problem

LARGEST = 20_000_000
_DEEPEST = 200
_MOST_ELEMENTS = 500_000
_PROLOG = re.compile(r"\ufeff?(?:\s|<\?.*?\?>|<!--.*?-->)*(<!)?", re.DOTALL)


def element_of(path: Path) -> ElementTree.Element:
    """Return the root element of a file; Problem form.unreadable when it is no such XML."""
    try:
        if path.stat().st_size > LARGEST:
            raise Problem("form.unreadable", path.name, reason=f"> {LARGEST} B")
        return parsed_element(path.read_bytes(), path.name)
    except OSError as error:
        raise Problem("form.unreadable", path.name, reason=error.strerror or str(error)) from error


def parsed_element(data: bytes, where: str) -> ElementTree.Element:
    """Return the root element of XML bytes (UTF-8 or UTF-16)."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        prolog = _PROLOG.match(text)
        if prolog is not None and prolog[1]:
            raise Problem("form.unreadable", where, reason="a document type is declared")
        # read as text, whatever encoding the declaration names: the bytes were UTF-8
        root = ElementTree.fromstring(text)  # noqa: S314 - no document type, so no entities
    except UnicodeDecodeError as error:
        raise Problem("form.unreadable", where, reason=f"not UTF-8 ({error.reason})") from error
    except ElementTree.ParseError as error:
        raise Problem("form.unreadable", f"{where}:{error.position[0]}", reason=str(error)) from error
    _bounded(root, where)
    return root


def _bounded(root: ElementTree.Element, where: str) -> None:
    count, level, depth = 0, [root], 0
    while level:
        count += len(level)
        depth += 1
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            raise Problem("form.unreadable", where, reason="nested too deeply" if depth > _DEEPEST else "too large")
        level = [child for element in level for child in element]


def local(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def plain_xml(element: ElementTree.Element) -> str:
    """Return an element as XML text without namespaces."""
    copy = ElementTree.Element(local(element), {k.rpartition("}")[2]: v for k, v in element.attrib.items()})
    waiting = [(element, copy)]
    while waiting:
        source, target = waiting.pop()
        target.text, target.tail = source.text, ""
        for child in source:
            made = ElementTree.SubElement(
                target, local(child), {k.rpartition("}")[2]: v for k, v in child.attrib.items()}
            )
            waiting.append((child, made))
    return ElementTree.tostring(copy, encoding="unicode")

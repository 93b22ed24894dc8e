"""Form versions are data that travels: every definition a task is bound to is a blob in the journal, named by its version.

So a visit opens under its exact version on any laptop that took in the task, whatever the program it runs came with.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from inspector_app.actions import county, enrolment
from inspector_app.actions.writing import Draft, write
from inspector_app.errors import Problem
from inspector_app.form import Form, load
from inspector_app.form.definition import Wording
from inspector_app.form.loading import defined
from inspector_app.journal import Value, fold
from inspector_app.packaged import data_folder
from inspector_app.settings import cache_folder
from inspector_app.workspace import Workspace

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_NUMBER = re.compile(r"(\d+)", re.ASCII)
_read: dict[str, Form] = {}  # by version: the hash of the very bytes, so one serves every workspace


class FormVersion(NamedTuple):
    """One version of a form that the bureau published; `effective` is the first day it is offered ("": at once).

    `shipped`: it came with the bureau's program; the bureau did not make it.
    """

    code: str
    version: str
    edition: str
    title: Wording
    effective: str
    shipped: bool


@lru_cache(maxsize=32)
def shipped_form(code: str) -> Form:
    """Return a form that comes with this version of the program."""
    return load(data_folder("forms") / f"{code}.yaml", kept_in=cache_folder() / "forms")


def shipped_or_none(code: str) -> Form | None:
    """Return the form that comes with this program under a code, None when it brings none."""
    return shipped_form(code) if (data_folder("forms") / f"{code}.yaml").is_file() else None


def is_code(code: str) -> bool:
    """Tell whether a form's id can stand in the journal."""
    return _CODE.fullmatch(code) is not None


def publish(bureau: Workspace, form: Form, *, effective: date | None = None) -> str:
    """Keep a form's definition in the bureau's journal, from where it goes to every laptop; return its version.

    A version that is there already is left as it is, except that another first day is noted.
    Problem form_versions.bad_code where the form's id cannot stand in the journal.
    """
    if not is_code(form.form_id):
        raise Problem("form_versions.bad_code", form.form_id)
    path = f"forms/{form.form_id}/{form.version}"
    standing = fold(bureau.store.entries(county.COUNTY_RECORD)).standing(county.COUNTY_RECORD, path)
    first = "" if effective is None else effective.isoformat()
    if standing and (effective is None or _texts(standing[-1].value).get("effective") == first):
        return form.version
    keep(bureau, form)
    title = dict(form.title) if isinstance(form.title, dict) else {"zh": form.title}
    value: dict[str, Value] = {
        "blob": form.version,
        "title": title,
        "edition": form.edition,
        "effective": first,
        "shipped": form == shipped_or_none(form.form_id),
    }
    dots = tuple(sorted(entry.dot for entry in standing))
    write(bureau, [Draft(county.COUNTY_RECORD, "form_version", path, value, dots)], author="bureau")
    return form.version


def keep(ws: Workspace, form: Form) -> None:
    """Keep a form's definition among the blobs, so that `find` has it whatever becomes of the file it was read from."""
    if not ws.store.has_blob(form.version) and ws.store.put_blob(form.definition()) != form.version:
        raise Problem("form_versions.missing", f"{form.form_id} {form.version[:8]}")


def known(ws: Workspace, code: str = "") -> list[FormVersion]:
    """Return every version the bureau published (of one form), in the order of their first days, then of publishing."""
    bureau = enrolment.bureau_devices(ws)
    folded = fold(ws.store.entries(county.COUNTY_RECORD))
    found = []
    for path, entries in folded.registers(county.COUNTY_RECORD).items():
        entry = entries[-1]
        if entry.kind == "form_version" and entry.device in bureau and isinstance(entry.value, Mapping):
            _, form, version = path.split("/")
            if code in ("", form):
                since = max(
                    entry.at[:10], _texts(entry.value).get("effective", "")
                )  # nothing is in force before it is known
                found.append((since, entry.clock, _published(form, version, entry.value)))
    return [one for _, _, one in sorted(found, key=lambda one: one[:2])]


def find(ws: Workspace, code: str, version: str) -> Form:
    """Return a form in exactly this version: the program's own where its hash is equal, else the definition kept here.

    Problem form_versions.missing when it is neither, or when what is kept is not that form.
    """
    shipped = shipped_or_none(code)
    if shipped is not None and shipped.version == version:
        return shipped
    if not ws.store.has_blob(version):
        raise Problem("form_versions.missing", f"{code} {version[:8]}")
    form = _read.get(version)
    if form is None:
        form = _read[version] = defined(ws.store.blob(version), kept_in=cache_folder() / "forms")
    if form.form_id != code:
        raise Problem("form_versions.missing", f"{code} {version[:8]}")
    return form


def current(ws: Workspace, code: str) -> Form:
    """Return the version that a new task is bound to: what the bureau made and has in force, else the program's own.

    Problem form_versions.missing when there is neither.
    """
    today = ws.now().date().isoformat()
    published = [one for one in known(ws, code) if one.effective <= today]
    shipped = shipped_or_none(code)
    if published and (shipped is None or not published[-1].shipped):
        return find(ws, code, published[-1].version)
    if shipped is None:
        raise Problem("form_versions.missing", code)
    return shipped


def newer(ws: Workspace, form: Form) -> Form | None:
    """Return the version a draft of `form` could move to: the last one published that is in force, or the program's own.

    The program's own counts as newer only when its edition says so: two programs may bring one edition spelt differently,
    and neither is then the later.
    """
    today = ws.now().date().isoformat()
    published = [one for one in known(ws, form.form_id) if one.effective <= today]
    place = next((number for number, one in enumerate(published) if one.version == form.version), -1)
    later = [one for one in published[place + 1 :] if ws.store.has_blob(one.version)]
    if place < 0:  # never published here (an old task): only a later edition is known to be newer
        later = [one for one in later if _order(one.edition) > _order(form.edition)]
    if later:
        return find(ws, form.form_id, later[-1].version)
    shipped = shipped_or_none(form.form_id)
    return shipped if shipped is not None and _order(shipped.edition) > _order(form.edition) else None


def _published(code: str, version: str, value: Mapping[str, Value]) -> FormVersion:
    title = value.get("title")
    words = {str(language): str(text) for language, text in title.items()} if isinstance(title, Mapping) else {}
    texts = _texts(value)
    return FormVersion(
        code, version, texts.get("edition", ""), words, texts.get("effective", ""), bool(value.get("shipped"))
    )


def _texts(value: Value) -> dict[str, str]:
    return {str(name): part for name, part in value.items() if isinstance(part, str)} if isinstance(value, dict) else {}


def _order(edition: str) -> list[tuple[int, str]]:
    """Return an edition as people count: 2026.10 comes after 2026.9."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in _NUMBER.split(edition) if part]

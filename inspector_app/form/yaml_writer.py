"""A form as YAML text that `load` reads back equal, laid out as the shipped forms are: small mappings on one line."""

from typing import Any

import msgspec
import yaml

from inspector_app.errors import Problem
from inspector_app.form.definition import Form
from inspector_app.form.yaml_form import LARGEST

_WIDTH = 120
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def written(form: Form) -> str:
    """Return a form as YAML; Problem form.too_large where it is more than the reader takes."""
    tree = msgspec.to_builtins(form)
    text: str = yaml.dump(
        tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=None
    )
    if len(text.encode()) > LARGEST:
        raise Problem("form.too_large", form.form_id, size=len(text.encode()), largest=LARGEST)
    return text

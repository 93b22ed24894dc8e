"""The house rules, held by the test run: imports, lint, types, wording in two languages, clean files, a complete wheel."""

import ast
import re
import string
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest
import yaml

import dev
from inspector_app.text import LANGUAGES, catalogue, full_width

ROOT = Path(__file__).resolve().parent.parent
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"
# Where this was written and where its packages came from is nobody's business; each pattern must not match itself.
ADDRESSES = re.compile(r"(?<![\w.~-])/(?:work|tmp|root)(?![\w-])|py[p]i\.org|pythonhoste[d]|npmj[s]\.org")


@pytest.mark.parametrize(
    "tool",
    [
        pytest.param(["-c", LINT_IMPORTS], id="imports"),
        pytest.param(["-m", "ruff", "check"], id="lint"),
        pytest.param(["-m", "ruff", "format", "--check"], id="format"),
        pytest.param(["-m", "mypy"], id="types"),
    ],
)
def test_tool_is_content(tool: list[str]) -> None:
    """Imports go one way, the linter is silent, the formatter changes nothing, types hold (pyproject.toml says how)."""
    done = subprocess.run([sys.executable, *tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_languages_have_the_same_codes() -> None:
    """Every wording exists in Chinese and in English, with the same fields to fill in."""
    zh, en = (catalogue(language) for language in LANGUAGES)
    assert sorted(zh) == sorted(en)
    assert [] == [code for code in zh if _fields(zh[code]) != _fields(en[code])]
    assert [] == [code for language in LANGUAGES for code, words in catalogue(language).items() if not words.strip()]


def test_chinese_wording_has_full_width_marks() -> None:
    """No half-width comma, colon or bracket stands beside a Chinese character, but in quotes: those say what to type."""
    said = {code: re.sub("“[^”]*”", "“”", words) for code, words in catalogue("zh").items()}
    assert [] == [code for code, words in said.items() if full_width(words) != words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_hides_another(language: str) -> None:
    """No key stands twice in a catalogue: YAML would silently keep the last one only."""
    path = ROOT / "resources" / f"text.{language}.yaml"
    codes = list(_codes("", yaml.compose(path.read_text("utf-8"))))
    assert [] == sorted({code for code in codes if codes.count(code) > 1})


def test_every_problem_says_what_happened_and_what_to_do() -> None:
    """Each Problem raised in the source has both sentences, and is raised with every field that they name."""
    faults = []
    for place, code, given in _problems_raised():
        for part in ("what", "remedy"):
            words = catalogue("zh").get(f"problems.{code}.{part}")
            if words is None:
                faults.append(f"{place}: problems.{code}.{part} is missing")
            elif given is not None and _fields(words) - given:
                faults.append(f"{place}: problems.{code}.{part} needs {_fields(words) - given}")
    assert [] == faults


def test_no_wording_is_orphaned() -> None:
    """Each code in the catalogue is named in the source, as it stands or by a pattern such as f"states.{state}"."""
    exact, patterns = _named_in_source()

    def named(code: str) -> bool:
        bare = re.sub(r"^problems\.(.*)\.(what|remedy)$", r"\1", code)
        return bool({code, bare} & exact) or any(p.fullmatch(c) for p in patterns for c in (code, bare))

    assert [] == [code for code in catalogue("zh") if not named(code)]


def test_no_address_is_committed() -> None:
    """No tracked file names a folder of the machine it was written on or a package registry; the lock names no address."""
    found = []
    for path in _tracked():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture
        found += [f"{path.name}:{n}: {line.strip()[:100]}" for n, line in enumerate(lines, 1) if ADDRESSES.search(line)]
    assert [] == found
    assert "://" not in (ROOT / "requirements.lock").read_text("utf-8")


def test_every_module_says_what_it_does() -> None:
    """Each module of the program opens with a docstring (an empty __init__ needs none)."""
    silent = [name for name, tree in _sources().items() if tree.body and ast.get_docstring(tree) is None]
    assert [] == silent


def test_the_wheel_carries_forms_and_resources(tmp_path: Path) -> None:
    """Data at the top of the checkout travels inside the package, where inspector_app.packaged looks for it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    data = {
        p.relative_to(ROOT).as_posix() for p in _tracked() if p.relative_to(ROOT).parts[0] in {"forms", "resources"}
    }
    assert {f"inspector_app/{name}" for name in data} <= inside
    assert not {name for name in inside if name.startswith(("tests/", "forms/", "resources/"))}


def test_every_link_leads_somewhere() -> None:
    """What the documents point at inside the project exists, pictures included; a decision takes at most 40 lines."""
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = []
    for document in documents:
        targets = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text("utf-8"))
        broken += [f"{document.name}: {t}" for t in targets if "://" not in t and not (document.parent / t).exists()]
    assert [] == broken
    assert [] == [
        p.name for p in (ROOT / "docs" / "decisions").iterdir() if len(p.read_text("utf-8").splitlines()) > 40
    ]


def test_readmes_name_only_commands_that_exist() -> None:
    """Each `dev.py X` in the two READMEs is a command of dev.py, and both READMEs name the same ones."""
    named = [
        set(re.findall(r"dev\.py (\w+)", (ROOT / name).read_text("utf-8"))) for name in ("README.md", "README.zh.md")
    ]
    assert named[0] == named[1]
    assert {"run", "test", "build"} <= named[0] <= set(re.findall(r"python3 dev\.py (\w+)", dev.__doc__ or ""))


def _fields(words: str) -> set[str]:
    names = (name for _, name, _, _ in string.Formatter().parse(words) if name is not None)
    return {re.split(r"[.\[]", name)[0] for name in names}  # {at.year} is a use of `at`


def _codes(prefix: str, node: yaml.Node | None) -> Iterator[str]:
    if not isinstance(node, yaml.MappingNode):
        yield prefix
        return
    for key, value in node.value:
        yield from _codes(f"{prefix}.{key.value}" if prefix else str(key.value), value)


class _Words(ast.Constant):
    value: str


@cache
def _sources() -> dict[str, ast.Module]:
    paths = sorted((ROOT / "inspector_app").rglob("*.py"))
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"), str(path)) for path in paths}


def _problems_raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield (place, code, names of the fields given or None when they are passed on as **fields)."""
    for name, tree in _sources().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            if isinstance(node.func, ast.Name | ast.Attribute) and _last(node.func) == "Problem":
                names = [keyword.arg for keyword in node.keywords]
                given = None if None in names else {arg for arg in names if arg is not None}
                yield f"{name}:{node.lineno}", str(node.args[0].value), given


def _last(function: ast.Name | ast.Attribute) -> str:
    return function.id if isinstance(function, ast.Name) else function.attr


def _named_in_source() -> tuple[set[str], list[re.Pattern[str]]]:
    exact: set[str] = set()
    patterns = []
    for tree in _sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                exact.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(part.value) if _is_words(part) else ".+" for part in node.values]
                if re.match(r"[a-z_]+\\\.", parts[0]):  # begins with a literal area: f"states.{…}", never f"{anything}"
                    patterns.append(re.compile("".join(parts)))
    return exact, patterns


def _is_words(part: ast.expr) -> TypeGuard[_Words]:
    return isinstance(part, ast.Constant) and isinstance(part.value, str)


def _tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: nothing says which files are the project's")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]

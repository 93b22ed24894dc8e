"""The command line: parse, call one action, print. Exit 0 on success, 1 on a Problem, 2 on wrong usage, 3 unknown_here."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app import __version__
from inspector_app.durable import io_problems
from inspector_app.errors import Problem
from inspector_app.settings import default_workspace_folder
from inspector_app.settings import load as load_settings
from inspector_app.text import text
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.actions.taking_in import TakenIn

_EXIT = {"valid": 0, "unknown_here": 3, "invalid": 1}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.command(arguments))
    except Problem as problem:
        print(*problem.lines(load_settings().language), sep="\n", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="inspector-app", description="督查通 Inspector: school inspections, offline.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--smoke", action="store_true", help="open the window offscreen, paint it once and leave")
    _workspace_options(parser, default=None)
    parser.set_defaults(command=_window)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    demo = commands.add_parser("demo", help="play one whole inspection and leave its results in a folder")
    demo.add_argument("--to", type=Path, required=True, metavar="DIR")
    demo.set_defaults(command=_demo)

    form = commands.add_parser("form", help="work on forms").add_subparsers(required=True, metavar="ACT")
    check = form.add_parser("check", help="list every mistake of a form")
    check.add_argument("files", type=Path, nargs="+", metavar="FILE")
    check.set_defaults(command=_form_check)
    read = form.add_parser("import", help="make a YAML form of an Excel form (XLSForm) or an XForm")
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("-o", "--output", type=Path, required=True, metavar="YAML")
    read.set_defaults(command=_form_import)
    adopt = form.add_parser(
        "publish", help="put a form into the county of a bureau's workspace: visits can be sent with it"
    )
    adopt.add_argument("file", type=Path, metavar="FILE")
    adopt.set_defaults(command=_form_publish)
    write = form.add_parser("export", help="make an Excel workbook (XLSForm) of a form")
    write.add_argument("form", type=Path, metavar="FORM", help="a form's file, or the code of one that comes along")
    write.add_argument("-o", "--output", type=Path, required=True, metavar="XLSX")
    write.set_defaults(command=_form_export)

    pack = commands.add_parser("pack", help="seal what is not delivered and copy it to a folder or stick")
    pack.add_argument("--to", type=Path, required=True, metavar="DIR")
    pack.add_argument("--for", dest="destination", choices=("bureau", "team"), default="bureau")
    pack.set_defaults(command=_pack)

    take_in = commands.add_parser("take-in", help="take in bundles, receipts and enrolments from files or folders")
    take_in.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    take_in.set_defaults(command=_take_in)

    serve, send, enrol = _network_parsers(commands)

    verify = commands.add_parser("verify", help="check a signed PDF or a whole workspace")
    verify.add_argument("targets", type=Path, nargs="+", metavar="FILE|WORKSPACE")
    verify.add_argument("--json", action="store_true", help='print {"status", "reasons"}, one line a target')
    verify.set_defaults(command=_verify)

    draw = _draw_parser(commands)
    backup = commands.add_parser(
        "backup", help="back the workspace up into one file that is tried out before it counts"
    )
    backup.add_argument("--to", type=Path, required=True, metavar="DIR")
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="make the workspace in a backup anew, in an empty folder")
    restore.add_argument("--from", dest="file", type=Path, required=True, metavar="FILE")
    restore.add_argument("--to", type=Path, required=True, metavar="DIR")
    restore.set_defaults(command=_restore)

    for command in (pack, take_in, serve, send, enrol, verify, draw, adopt, backup, restore):
        _workspace_options(command, default=argparse.SUPPRESS)
    return parser


def _network_parsers(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> tuple[argparse.ArgumentParser, ...]:
    serve = commands.add_parser("serve", help="receive bundles over the network, for the bureau (docs/format.md §12)")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine alone)")
    serve.add_argument("--port", type=int, default=8765, help="0 takes any free one")
    serve.add_argument("--certificate", type=Path, metavar="PEM", help="speak TLS with this certificate")
    serve.add_argument("--key", type=Path, metavar="PEM", help="the certificate's key")
    serve.set_defaults(command=_serve, usage=serve.error)
    send = commands.add_parser("send", help="send what is not delivered to the bureau and fetch what it has; resumes")
    send.add_argument("--to", default="", metavar="URL", help="the bureau's address (default: the last one)")
    enrol = commands.add_parser("enrol", help="enrol this laptop with the bureau by a one-time code")
    enrol.add_argument("--at", required=True, metavar="URL", help="the bureau's address")
    enrol.add_argument("--code", required=True, help="the 25 digits that `serve` shows")
    enrol.add_argument("--person", default="", metavar="ID", help="make the workspace for this person if there is none")
    for command, act in ((send, _send), (enrol, _enrol)):
        command.add_argument("--authority", type=Path, metavar="PEM", help="trust this certificate for TLS")
        command.set_defaults(command=act)
    return serve, send, enrol


def _draw_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    draw = commands.add_parser("draw", help="draw schools, or publish the draw of a finished batch (docs/draw.md)")
    what = draw.add_mutually_exclusive_group(required=True)
    what.add_argument("--plan", type=Path, metavar="FILE", help="quota, strata, named schools… as YAML or JSON")
    what.add_argument("--quota", type=int, metavar="N", help="how many schools")
    what.add_argument("--close", action="store_true", help="the batch is finished: publish seed, salt and schools")
    draw.add_argument("--seed", help="the draw's seed, kept secret until the batch is finished")
    draw.add_argument("--salt", default="", help="mixed into the commitment (default: random)")
    draw.add_argument("--draw-id", metavar="ID", help="the draw's number; no number twice")
    draw.add_argument("--as-of", type=_day, required=True, metavar="DATE", help="the day of the draw or of its closing")
    draw.add_argument("--on", type=_day, metavar="DATE", help="the day of the visits (default: that of the draw)")
    draw.add_argument("--ends", type=_day, metavar="DATE", help="the batch's last day (default: 60 days on)")
    draw.add_argument("--roster", type=Path, metavar="CSV", help="the schools (default: the workspace's)")
    draw.add_argument("--calendar", type=Path, metavar="CSV", help="holidays (default: the workspace's)")
    draw.add_argument("--type", dest="types", action="append", default=[], metavar="TYPE", help="this school type only")
    draw.add_argument("--over", nargs="+", default=[], metavar="SCHOOL", help="visits signed, broken off or replaced")
    draw.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    draw.set_defaults(command=_draw, usage=draw.error)
    return draw


def _day(text: str) -> date:
    return date.fromisoformat(text)  # a ValueError is argparse's "invalid value"


def _workspace_options(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument("--workspace", type=Path, default=default, metavar="DIR", help="the data folder")
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        default=default,
        metavar="FILE",
        help="read the passphrase from FILE (else INSPECTOR_PASSPHRASE, a demo's file `passphrase`, the keyboard)",
    )


def _window(arguments: argparse.Namespace) -> int:
    if arguments.smoke:
        from inspector_app.gui.smoke import smoke

        return smoke()
    from inspector_app.gui.app import run

    return run(arguments.workspace)


def _demo(arguments: argparse.Namespace) -> int:
    from inspector_app.demo import play

    folder = play(arguments.to)
    print((folder / "summary.json").resolve())
    return 0


def _form_check(arguments: argparse.Namespace) -> int:
    from inspector_app.actions.forms import mistakes

    found = [line for file in arguments.files for line in mistakes(file, load_settings().language)]
    if found:
        print(*found, sep="\n", file=sys.stderr)
        return 1
    print(text("cli.form_good", load_settings().language))
    return 0


def _form_import(arguments: argparse.Namespace) -> int:
    from inspector_app.actions.forms import to_yaml

    for line in to_yaml(arguments.file, arguments.output, load_settings().language):
        print(line, file=sys.stderr)
    print(arguments.output)
    return 0


def _form_publish(arguments: argparse.Namespace) -> int:
    from inspector_app.actions.forms import adopt, mistakes

    found = mistakes(arguments.file, load_settings().language)
    if found:
        print(*found, sep="\n", file=sys.stderr)
        return 1
    with _open(arguments) as ws:
        form, warnings = adopt(ws, arguments.file, ws.settings.language)
    print(*warnings, sep="\n" if warnings else "", end="\n" if warnings else "", file=sys.stderr)
    print(form.form_id, form.version)
    return 0


def _form_export(arguments: argparse.Namespace) -> int:
    from inspector_app.actions.forms import to_excel

    to_excel(arguments.form, arguments.output)
    print(arguments.output)
    return 0


def _draw(arguments: argparse.Namespace) -> int:
    from inspector_app.actions import draw_files, drawing_schools

    language = load_settings().language
    with ExitStack() as stack:
        ws = stack.enter_context(_open(arguments)) if arguments.workspace else None
        if arguments.close:
            print(drawing_schools.close(arguments.output, arguments.as_of, arguments.over, ws))
            return 0
        if not (arguments.seed and arguments.draw_id and (arguments.roster or ws)):
            arguments.usage("--seed, --draw-id and --roster (or --workspace) are needed to draw")
        given = draw_files.read_plan(arguments.plan) if arguments.plan else draw_files.PlanFile(arguments.quota)
        plan = draw_files.overruled(given, on=arguments.on, ends=arguments.ends, school_types=arguments.types)
        asked = drawing_schools.Asked(arguments.seed, arguments.draw_id, arguments.as_of, plan, arguments.salt)
        if arguments.roster:
            known = drawing_schools.from_files(arguments.roster, arguments.calendar)
        else:
            assert ws is not None
            known = drawing_schools.from_journal(ws)
        result = drawing_schools.draw_to(arguments.output, asked, known, ws)
    print(text("cli.drawn", language, schools=" ".join(result.drawn), excluded=len(result.excluded)))
    if result.too_little_random:
        print(text("cli.too_little_random", language, share=f"{result.random_share:.2f}"), file=sys.stderr)
    return 0


def _pack(arguments: argparse.Namespace) -> int:
    from inspector_app.actions import syncing

    with _open(arguments) as ws:
        bundle = syncing.pack(ws, arguments.to, arguments.destination)
        print(text("cli.packed", ws.settings.language, path=arguments.to / bundle.name, entries=bundle.entries))
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from inspector_app.actions import backup

    with _open(arguments) as ws:
        made = backup.make(ws, arguments.to)
        words = text("cli.backed_up", ws.settings.language, path=made.path, entries=made.entries, blobs=made.blobs)
    print(words)
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from inspector_app.actions import backup

    language = load_settings().language
    done = backup.restore(arguments.file, arguments.to, _passphrase(arguments, arguments.file))
    print(text("cli.restored", language, path=done.folder, device=done.device[:8]))
    if done.request:
        print(text("cli.ask", language, path=done.request))
    return 0


def _take_in(arguments: argparse.Namespace) -> int:
    from inspector_app.actions import taking_in

    with _open(arguments) as ws:
        taken = taking_in.take_in(ws, arguments.paths)
    return _print_taken(taken)


def _serve(arguments: argparse.Namespace) -> int:
    from inspector_app.actions import serve, setup

    if arguments.key and not arguments.certificate:
        arguments.usage("--key needs --certificate")
    folder = arguments.workspace or default_workspace_folder()
    if not setup.is_workspace(folder):
        setup.create_bureau(folder, _passphrase(arguments, folder)).close()
        print(text("cli.bureau_made", load_settings().language, folder=folder))
    with _open(arguments) as ws:
        language = ws.settings.language

        def tell_code(device: str = "") -> None:
            if device:
                print(text("cli.enrolled_device", language, device=device[:8]))
            print(text("cli.code", language, digits=serve.new_code(ws)), flush=True)

        address = serve.Address(arguments.host, arguments.port, arguments.certificate, arguments.key)
        listener = serve.listener(ws, address, on_enrolled=tell_code)
        scheme = "https" if listener.secure else "http"
        print(text("cli.serving", language, address=f"{scheme}://{arguments.host}:{listener.port}"))
        if not listener.secure:
            print(text("cli.no_tls", language), file=sys.stderr)
        tell_code()
        listener.run()
    return 0


def _send(arguments: argparse.Namespace) -> int:
    from inspector_app.actions import sending

    with _open(arguments) as ws:
        language = ws.settings.language
        sent = sending.send(ws, arguments.to, authority=arguments.authority, progress=_progress())
    if sent.restored:
        print(text("cli.sent_again", language, again=len(sent.again)))
    for bundle in sent.delivered:
        print(text("cli.delivered", language, name=bundle.name, entries=bundle.entries))
    if not sent.delivered:
        print(text("cli.all_delivered", language))
    return _print_taken(sent.fetched)


def _enrol(arguments: argparse.Namespace) -> int:
    from inspector_app.actions import sending, setup

    folder = arguments.workspace or default_workspace_folder()
    if arguments.person and not setup.is_workspace(folder):
        setup.create_laptop(folder, _passphrase(arguments, folder), arguments.person).close()
    with _open(arguments) as ws:
        taken = sending.enrol(ws, arguments.at, arguments.code, authority=arguments.authority)
        print(text("sync.enrolled", ws.settings.language))
    return _print_taken(taken)


def _progress() -> Callable[[int, int], None]:
    """Percent on stderr: in place on a terminal, else a line for each tenth."""
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if sys.stderr.isatty():
            print(f"\r{percent:3d} %", end="\n" if done == total else "", file=sys.stderr, flush=True)
        elif percent // 10 != shown:
            shown = percent // 10
            print(f"{percent} %", file=sys.stderr, flush=True)

    return show


def _print_taken(taken: "Sequence[TakenIn]") -> int:
    for one in taken:
        answer = f" → {one.receipt}" if one.receipt else ""
        print(f"{one.path.name}: {one.text}{answer}", one.reason, sep="\n  " if one.reason else "")
    return 1 if any(one.outcome == "quarantined" for one in taken) else 0


def _verify(arguments: argparse.Namespace) -> int:
    from inspector_app.actions import setup, verifying

    worst = 0
    folder = arguments.workspace or default_workspace_folder()
    here = _open(arguments) if arguments.workspace or setup.is_workspace(folder) else None
    for target in arguments.targets:
        if here and setup.is_workspace(target) and target.samefile(folder):
            verdict = verifying.verify_workspace(here)
        elif setup.is_workspace(target):
            with setup.unlock(target, _passphrase(arguments, target)) as ws:
                verdict = verifying.verify_workspace(ws)
        else:
            verdict = verifying.verify_pdf(here, target)
        if arguments.json:
            print(json.dumps({"status": verdict.status, "reasons": list(verdict.reasons)}, ensure_ascii=False))
        else:
            print(f"{target}: {verdict.status}", *verdict.reasons, sep="\n  ")
        worst = max(worst, _EXIT[verdict.status], key=lambda code: (code == 1, code))
    if here:
        here.close()
    return worst


def _open(arguments: argparse.Namespace) -> Workspace:
    from inspector_app.actions import setup

    folder = arguments.workspace or default_workspace_folder()
    if not setup.is_workspace(folder):
        raise Problem("cli.no_workspace", folder)
    return setup.unlock(folder, _passphrase(arguments, folder))


def _passphrase(arguments: argparse.Namespace, folder: Path) -> str:
    """A demo's workspaces lie beside a file `passphrase`; a person's own never do."""
    beside = folder.parent / "passphrase"
    named = arguments.passphrase_file or (beside if beside.is_file() else None)
    if named:
        with io_problems(named):
            return str(named.read_bytes().decode("utf-8", "replace")).strip()
    given = os.environ.get("INSPECTOR_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        raise Problem("cli.no_passphrase", folder)
    return getpass.getpass(text("cli.passphrase", load_settings().language))

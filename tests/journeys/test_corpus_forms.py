"""Other people's field forms (shared corpora, not committed) through the product: published, sent, filled, signed, taken in."""

from datetime import timedelta
from pathlib import Path

from inspector_app.actions import context, dispatching, forms, history, issuing, registers, setup, signing
from inspector_app.actions.answering import Sitting, open_sitting
from inspector_app.actions.printable import unprintable
from inspector_app.actions.process import Process
from inspector_app.errors import Problem
from inspector_app.form import Filling
from tests.actions.county import LEADER, PASSPHRASE, SCHOOL, SECOND, County, at_work, copied, ink
from tests.form import answerer, corpora, played
from tests.form.printed import tell

LEAST = 0.8
LATER = timedelta(days=1, hours=1, minutes=1, seconds=1)


def sent(county: County, name: str, folder: Path) -> Sitting:
    """Publish a workbook at the bureau, send a visit with it, open it at the gate on the leader's laptop."""
    form, _ = forms.adopt(county.bureau, folder / name)
    visit = dispatching.dispatch(county.bureau, SCHOOL, [LEADER, SECOND], [form.form_id])
    setup.send_county(county.bureau, county.leader)
    return at_work(county.leader, visit)


def sample(sitting: Sitting) -> tuple[Filling, list[str]]:
    """Return the form filled beside the visit, the best of a few tries, and what keeps it from being done."""
    tries = []
    for seed in range(played.SEEDS):
        filling = context.fill(sitting.record, sitting.form)
        answerer.fill(filling, seed)
        tries.append((filling, answerer.unanswered(filling)))
        if not tries[-1][1]:
            break
    return min(tries, key=lambda one: len(one[1]))


def seen(filling: Filling) -> dict[str, tuple[str, bool, str]]:
    """Return what is seen of every question: its value, whether it is asked, what is wrong with it."""
    return {
        one.path: (filling.value(one.path), filling.relevant(one.path), filling.violation(one.path))
        for one in answerer.asked(filling)
    }


def signed(sitting: Sitting) -> str:
    """Do what signing asks, freeze, sign and issue; return "" or why its paper cannot be made: then it stays unsigned."""
    ws, visit = sitting.ws, sitting.visit
    signing.save_process(ws, visit, Process(leave_time=ws.now().isoformat(timespec="seconds"), recusal_declared=True))
    signing.save_feedback(ws, visit)
    signing.save_reply(ws, visit, None)
    try:
        signing.freeze(ws, visit)
    except Problem as problem:
        if problem.code != "fonts.no_glyph":
            raise
        assert unprintable(sitting.form), "the bureau was not told before it published"
        return problem.what("en")
    ink(ws, visit, LEADER, SECOND, "head")
    issuing.issue(ws, visit, {LEADER: PASSPHRASE, SECOND: PASSPHRASE})
    return ""


def different(before: Filling, after: Filling, sitting: Sitting) -> list[str]:
    """Return what another reader sees otherwise, but for what chance and the moment make different at every opening."""
    shown, read = seen(before), seen(after)
    record, form = sitting.record, sitting.form
    answers = registers.answers(record, form)
    given = {**answers, "questions": context.noted(record, form) | answers["questions"]}
    chance = seen(Filling(form, answers=given, context=context.facts(record, form), now=sitting.ws.now() + LATER))
    wrong = [path for path, one in shown.items() if read.get(path) != one and chance.get(path) == read.get(path)]
    return [f"{path}: {read.get(path)} for {shown[path]}" for path in wrong] + sorted(read.keys() - shown.keys())


def journey(county: County, name: str, folder: Path, unsigned: dict[str, str]) -> list[str]:
    """Take one workbook the whole way; return what went wrong on it; `unsigned` takes what cannot be printed."""
    sitting = sent(county, name, folder)
    made, owed = sample(sitting)
    if owed:
        return owed
    left = played.fill(sitting, made)
    if left:
        return [f"through the sitting: {one}" for one in left]
    reopened = open_sitting(sitting.ws, sitting.visit).filling
    wrong = different(sitting.filling, reopened, sitting)
    unsigned[name] = signed(sitting)
    frozen = open_sitting(sitting.ws, sitting.visit).filling
    assert "merged" == county.carry(county.leader, county.bureau, "bureau").outcome
    there = open_sitting(county.bureau, sitting.visit)
    wrong += [f"at the bureau {one}" for one in different(frozen, there.filling, there)]
    wrong += ["answers"] if frozen.answers() != there.filling.answers() else []
    assert history.digest(county.leader, sitting.visit) == history.digest(county.bureau, sitting.visit)
    return wrong


@corpora.needs(corpora.WORKBOOKS)
def test_field_forms_go_the_whole_way(tmp_path: Path) -> None:
    """At least 80 % of those that pyxform converts: filled through the sitting, frozen, signed, sealed, read back equal."""
    field = [one for one in corpora.outcomes() if one.field and (one.converts or corpora.WHOLE)]
    field = field if corpora.WHOLE else field[::2]
    failed: dict[str, str] = {}
    unsigned: dict[str, str] = {}
    with copied(tmp_path / "county") as county:
        for number, one in enumerate(field):
            folder = tmp_path / str(number)
            folder.mkdir()
            loads = corpora.with_files(one, folder) is not None
            here = folder if (folder / one.name).exists() else corpora.WORKBOOKS
            wrong = journey(county, one.name, here, unsigned) if loads else ["refused"]
            if wrong:
                failed[one.name] = "; ".join(wrong[:3])
    counts = {yes: [one.name not in failed for one in field if one.converts is yes] for yes in (True, False)}
    tell(
        "field forms published, sent, filled through a sitting, signed, sealed and read back equal at the bureau",
        *(
            f"{sum(some)}/{len(some)} ({'pyxform converts them' if yes else 'the others'})"
            for yes, some in counts.items()
        ),
        *(f"{name}: read back equal but not signed: {why}" for name, why in unsigned.items() if why),
        *(f"{name}: {why}" for name, why in failed.items() if why != "refused"),
    )
    assert sum(counts[True]) >= LEAST * len(counts[True]), "\n".join(f"{name}: {why}" for name, why in failed.items())

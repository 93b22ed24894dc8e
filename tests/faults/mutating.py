"""Open mutated bundles in a process of its own, whose memory can be watched.

    python -m tests.faults.mutating FOLDER ROUNDS SEED MODE     MODE: checked, or unchecked (no signature counts: the control)

Prints one JSON object.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from inspector_app import keys
from inspector_app.bundle import read_header
from inspector_app.errors import Problem
from tests.bundle.builders import World
from tests.bundle.test_unseal import EVIL

SECONDS, MEGABYTES = 20.0, 200  # the goal is 2 s on an idle machine; a hang is what must be told from a busy one


def mutants(world: World, good: bytes, room: Path, chance: random.Random, count: int) -> Iterator[tuple[str, bytes]]:
    """Give named mutants: bytes of the outside, the inside rightly signed, every archive made to harm, forgeries."""
    header, plain = read_header(room / "good.bundle"), world.plain(room / "good.bundle")
    for name, evil in EVIL.items():
        yield name, world.envelop(evil(plain), header, room / "x").read_bytes()
    stranger = World()
    stranger.bureau, stranger.spare = world.bureau, world.spare
    forged = stranger.seal(room / "forged").path.read_bytes()
    (room / "forged").unlink()
    yield "a stranger in another's name", forged
    for number in range(count - len(EVIL) - 1):
        if number % 3 == 0:  # what only an enrolled laptop could send
            data = mutated(plain, chance)
            yield f"inside {number}", world.envelop(data, header, room / "x").read_bytes()
        else:
            yield f"outside {number}", mutated(good, chance)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One to three flips, cuts, insertions, repetitions or swaps; never the same bytes."""
    changed = bytearray(data)
    while changed == data:
        for _ in range(chance.choice((1, 1, 2, 3))):
            at = chance.randrange(min(len(changed), 1200) if chance.random() < 0.5 else len(changed))
            size = chance.randint(1, 64)
            match chance.randrange(5):
                case 0:
                    changed[at] ^= 1 << chance.randrange(8)
                case 1:
                    del changed[at : at + size]
                case 2:
                    changed[at:at] = chance.randbytes(size)
                case 3:
                    changed[at : at + size] = chance.randbytes(len(changed[at : at + size]))
                case _:
                    changed[at:at] = changed[at : at + size]
    return bytes(changed)


def play(room: Path, count: int, seed: int, mode: str) -> dict[str, object]:
    world, chance, found = World(), random.Random(seed), list[str]()
    scratch = room / "scratch"
    scratch.mkdir()
    good = world.seal(room / "good.bundle").path.read_bytes()
    world.open(room / "good.bundle", scratch).discard()
    if mode == "unchecked":
        keys.verify = lambda *_: True
    before, slowest, played = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0.0, 0
    for name, data in mutants(world, good, room, chance, count):
        (room / "x").write_bytes(data)
        started = time.monotonic()
        try:
            world.open(room / "x", scratch).discard()
            found.append(f"accepted: {name}")
        except Problem as problem:
            if not problem.code.startswith("bundle."):
                found.append(f"{problem.code}: {name}")
        except Exception as error:
            found.append(f"crash {error!r}: {name}")
        slowest, played = max(slowest, time.monotonic() - started), played + 1
        if list(scratch.iterdir()) or {"scratch", "good.bundle", "x"} != {path.name for path in room.iterdir()}:
            found.append(f"files left: {name}")
            break
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    if slowest > SECONDS or grown > MEGABYTES:
        found.append(f"{slowest:.1f} s, {grown} MB")
    return {"rounds": played, "losses": found, "seconds": slowest, "megabytes": grown}


if __name__ == "__main__":
    print(json.dumps(play(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))

"""A process that appends for ever and prints each seq that it acknowledges; its parent kills it.

python -m tests.store.writer FOLDER MODE    MODE: honest, early (acknowledges before the commit: the negative control)
"""

import sys
from pathlib import Path

from inspector_app.store import Store
from tests.store.journals import KEY, LAPTOP, author, written


def main(folder: str, mode: str, identity: str) -> None:
    store = Store.open(Path(folder), KEY, identity)
    pen = author(LAPTOP, store.heads().get(LAPTOP))
    while True:
        entries = written(pen, 1, value="x" * 300)
        if mode == "early":
            print(entries[-1].seq, flush=True)
            store.append(entries)
        else:
            store.append(entries)
            store.put_blob(b"%d" % entries[-1].seq)
            print(entries[-1].seq, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""`python -m inspector_app` and the start of a built folder: a child's work first, else the command line."""

import sys

from inspector_app.child import answer_if_child

if __name__ == "__main__":
    answer_if_child()

    from inspector_app.cli import main

    sys.exit(main())

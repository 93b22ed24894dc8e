"""A file that only holds room: given up when the disk is full, so that the edit under way can still be saved."""

import os
import shutil
from pathlib import Path

SIZE = 8 << 20
_TOO_LITTLE = 1 << 18


class Reserve:
    """Room on the disk, kept while there is plenty and spent once.

    Attributes: `file`. Not having it is no error: it is a help, never a condition.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def lay_by(self, plenty: int = 64 * SIZE) -> None:
        """Take the room when the disk has `plenty` of it and this has none yet (or lost it in an earlier emergency)."""
        allocate = getattr(os, "posix_fallocate", None)
        if allocate is None or self.file.exists():
            return
        try:
            space = os.statvfs(self.file.parent)
            if space.f_bavail * space.f_frsize >= plenty:
                with self.file.open("xb") as stream:
                    allocate(stream.fileno(), 0, SIZE)
        except OSError:
            self.file.unlink(missing_ok=True)

    def spend(self) -> bool:
        """Give the room back to the disk; return whether there was any."""
        try:
            self.file.unlink()
        except OSError:
            return False
        return True


def is_full(folder: Path) -> bool:
    """Return whether the disk of `folder` has no room worth the name."""
    try:
        return shutil.disk_usage(folder).free < _TOO_LITTLE
    except OSError:
        return False

"""Foreign eyes on our PDFs: poppler's tools (skipped with a word when absent) and pdfplumber."""

import io
import shutil
import subprocess
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.page import Page


def poppler(tool: str, *arguments: str | Path) -> str:
    """Return what a poppler tool prints."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not here: apt-get install poppler-utils")
    made = subprocess.run([tool, *map(str, arguments)], capture_output=True, check=True)
    return made.stdout.decode()


def squeezed(text: str) -> str:
    """Return `text` without white space: lines are broken where the paper needs it."""
    return "".join(text.split())


def words(pdf: bytes, folder: Path, *options: str) -> str:
    """Return the text pdftotext finds, squeezed."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    return squeezed(poppler("pdftotext", *options, path, "-"))


def pages(pdf: bytes) -> list[Page]:
    """Return the pages as pdfplumber sees them."""
    return list(pdfplumber.open(io.BytesIO(pdf)).pages)

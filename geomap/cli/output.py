"""The output is where a command's data goes: standard output, or a file written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from geomap.errors import InputError
from geomap.writing import check_writable, open_atomically


def check_output(path: str, inputs: Iterable[str]) -> None:
    """Raises InputError or RenderError, before the work, when ``path`` cannot take the result."""
    if path == "-":
        return
    for name in inputs:
        if name != "-" and os.path.realpath(name) == os.path.realpath(path):
            raise InputError(
                f"the output {path} is one of the inputs and would replace it: give another path"
            )
    check_writable(path)


@contextmanager
def open_output(path: str) -> Iterator[Callable[[str], object]]:
    """A function that writes text to ``path``, or to standard output when it is ``-``."""
    if path == "-":
        yield sys.stdout.write
        return
    with open_atomically(path) as file:
        yield lambda text: file.write(text.encode("utf-8"))


def print_json(value: object, *, indent: int | None = None) -> None:
    """``value`` as JSON on standard output, on one line unless indented."""
    import json

    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, default=str)
    sys.stdout.write(text + "\n")

"""Talk is what a command says to the person at the terminal: notes, warnings, errors, progress.

It goes to standard error. Colours and progress bars appear only on a terminal; NO_COLOR takes the
colours away. Text of strangers is made harmless: a report cannot send codes to the terminal.
"""

from __future__ import annotations

import os
import sys
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

_RED, _YELLOW, _BOLD, _OFF = "\x1b[31m", "\x1b[33m", "\x1b[1m", "\x1b[0m"
#: Work shorter than this shows no bar: it would only flicker.
_BAR_AFTER_S = 0.4
_BAR_EVERY_S = 0.1
_BAR_CELLS = 28

Progress = Callable[[int, int | None], None]


class Talk:
    """The commands' voice. ``quiet`` leaves only errors."""

    def __init__(self, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self.quiet = quiet
        self._stream = stream if stream is not None else sys.stderr
        self._terminal = self._stream is not None and self._stream.isatty()
        self._bar_shown = False

    def note(self, text: str) -> None:
        """Say something that is good to know."""
        if not self.quiet:
            self._say("geomap: ", "", text)

    def warn(self, text: str) -> None:
        """Say something that may need an act."""
        if not self.quiet:
            self._say("geomap: warning: ", _YELLOW, text)

    def error(self, text: str) -> None:
        """Say what went wrong, on one line."""
        self._say("geomap: error: ", _RED, text)

    @contextmanager
    def progress(self, label: str) -> Iterator[Progress]:
        """A function that takes the work done and the whole (``None``: unknown) and shows them."""
        begun = last = time.monotonic()

        def show(done: int, total: int | None) -> None:
            nonlocal last
            now = time.monotonic()
            if self.quiet or not self._terminal or now - begun < _BAR_AFTER_S or now - last < _BAR_EVERY_S:
                return
            last = now
            self._bar_shown = True
            self._stream.write(f"\r\x1b[K{_bar(label, done, total, now - begun)}")
            self._stream.flush()

        try:
            yield show
        finally:
            self.close()

    @contextmanager
    def showing_warnings(self) -> Iterator[None]:
        """Python's warnings of geomap become a line of talk; others stay as they are set to be."""
        with warnings.catch_warnings():
            usual = warnings.showwarning

            def show(message, category, filename, lineno, file=None, line=None):  # type: ignore[no-untyped-def]
                if issubclass(category, UserWarning):
                    self.warn(str(message))
                else:
                    usual(message, category, filename, lineno, file, line)

            warnings.showwarning = show
            yield

    def close(self) -> None:
        """Take the bar away."""
        if self._bar_shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._bar_shown = False

    def _say(self, prefix: str, colour: str, text: str) -> None:
        if self._stream is None:  # a process without a standard error
            return
        self.close()
        if colour and colours_on(self._stream):
            prefix = f"{colour}{prefix}{_OFF}"
        line = f"{prefix}{printable(text)}\n"
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        self._stream.write(line.encode(encoding, "backslashreplace").decode(encoding))
        self._stream.flush()


def colours_on(stream: TextIO) -> bool:
    """True on a terminal, unless NO_COLOR is set or the terminal is a dumb one."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str, stream: TextIO) -> str:
    """``text`` in bold where the stream shows colours."""
    return f"{_BOLD}{text}{_OFF}" if colours_on(stream) else text


def printable(text: str) -> str:
    """``text`` on one line, without the characters that steer a terminal or turn its writing direction."""
    return "".join(_visible(letter) for letter in text)


def _visible(letter: str) -> str:
    if letter in "\n\r\t\v\f\x85\u2028\u2029":
        return " "
    if letter.isprintable() or unicodedata.category(letter) in ("Zs", "Mn", "Mc"):
        return letter
    # ZWNJ and ZWJ are spelling in Persian and the Indic scripts, not control.
    return letter if letter in "\u200c\u200d" else "\ufffd"


def width(text: str) -> int:
    """The columns that ``text`` takes on a terminal."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def table(rows: list[tuple[str, ...]], *, indent: str = "") -> str:
    """``rows`` as columns, two spaces apart, each line ended; the last column is not padded."""
    rows = [tuple(printable(cell) for cell in row) for row in rows]
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        padded = [cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)]
        lines.append(f"{indent}{'  '.join(padded)}".rstrip() + "\n")
    return "".join(lines)


def _bar(label: str, done: int, total: int | None, elapsed_s: float) -> str:
    if not total:
        return f"{label}  {done:,}"
    share = min(1.0, done / total)
    cells = round(share * _BAR_CELLS)
    left = f"{elapsed_s / share * (1 - share):.0f} s left" if share > 0.02 else ""
    return f"{label}  [{'#' * cells}{'.' * (_BAR_CELLS - cells)}] {share:4.0%}  {left}"

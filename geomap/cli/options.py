"""Options that several commands share, and the exit codes of all."""

from __future__ import annotations

import argparse
from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """What the command tells the shell."""

    FINE = 0
    UNEXPECTED = 1
    BAD_INPUT = 2
    INTERRUPTED = 130
    PIPE_CLOSED = 141


EXIT_CODES = """\
exit codes:
  0    fine
  1    unexpected: a defect of geomap
  2    bad input: an input, option, output path or gazetteer that cannot be used
  130  interrupted
  141  the reader of the output went away"""


def add_command(
    commands: Any, name: str, *, summary: str, example: str, description: str | None = None
) -> argparse.ArgumentParser:
    """The parser of the command ``name``, with the options that every command has.

    ``example`` is one or more command lines that run in a checkout; a test runs them.
    """
    lines = "\n".join(f"  {line}" for line in example.splitlines())
    parser = commands.add_parser(
        name,
        help=summary,
        description=description or f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"{EXIT_CODES}\n\nexample:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    return parser


def add_gazetteer_options(parser: argparse.ArgumentParser) -> None:
    """``--gazetteer`` and ``--cache-dir``, wherever a gazetteer is opened."""
    parser.add_argument(
        "--gazetteer",
        action="append",
        metavar="NAME",
        help="where to look places up: embedded, geonames, the name of your own places or a .sqlite file; may be"
        " given several times, the first one wins (default: your own places over the embedded one)",
    )
    parser.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="folder for the unpacked gazetteer (default: $GEOMAP_CACHE_DIR, or the user's cache folder)",
    )


def add_language_option(parser: argparse.ArgumentParser) -> None:
    """``--ui-language``, wherever something is made for readers."""
    from geomap.words import LANGUAGES

    parser.add_argument(
        "--ui-language",
        choices=LANGUAGES,
        default="en",
        help="language of labels, legend, dates and messages; the reports stay as they are (default: en)",
    )


def add_recognizer_option(parser: argparse.ArgumentParser) -> None:
    """``--recognizer``, wherever a text is geoparsed."""
    parser.add_argument(
        "--recognizer",
        metavar="NAME",
        default="auto",
        help="what finds the names: auto (trained for English, gazetteer names for other languages), trained, rules,"
        " gazetteer, or spacy:MODEL with an installed spaCy pipeline or its folder (default: auto)",
    )


def add_home_options(parser: Any, *, several: bool = True) -> None:
    """``--near``, ``--country`` and ``--learn-homes``: where the reports' sources are at home."""
    parser.add_argument(
        "--near",
        metavar="PLACE",
        type=_text,
        help="where the source is at home: a town and what contains it ('Paris, Texas'), a place's id, or"
        " 'latitude, longitude'; settles names that the text leaves open",
    )
    parser.add_argument("--country", metavar="CODE", type=_text, help="the source's country: its code or its name")
    if several:
        parser.add_argument(
            "--learn-homes",
            action="store_true",
            help="read all reports first and learn from each source's other reports where it is at home",
        )


def add_input_options(parser: argparse.ArgumentParser, *, several: bool = True) -> None:
    """The reports to read and what they do not say of themselves."""
    if several:
        parser.add_argument(
            "inputs",
            nargs="+",
            metavar="REPORT",
            help="text file, file of JSON lines (.jsonl), or - for stdin",
        )
    else:
        parser.add_argument("inputs", nargs=1, metavar="REPORT", help="text file, or - for stdin")
    said = parser.add_argument_group("what a text file does not say")
    said.add_argument(
        "--title", type=_text, help="title of the report, or of the map when there are several reports"
    )
    said.add_argument("--date", metavar="YYYY-MM-DD", type=_date, help="when the report was published")
    said.add_argument("--source", type=_text, help="who published it: a name or a link")
    said.add_argument(
        "--language",
        metavar="CODE",
        type=_language,
        help="language of the reports, such as ar or uk (default: found out)",
    )
    add_home_options(said, several=several)
    said.add_argument("--encoding", metavar="NAME", help="encoding of the text files (default: found out)")
    if several:
        said.add_argument(
            "--input-format",
            choices=("text", "jsonl"),
            help="what the inputs hold (default: by their names; stdin is text)",
        )
    add_recognizer_option(parser)
    parser.add_argument(
        "--decisions",
        action="append",
        metavar="FILE",
        help="apply what a person decided: a decisions.json from a map page; may be given several times",
    )


def _text(word: str) -> str:
    """The word in UTF-8, whatever encoding the locale told Python to read the command line in."""
    import os

    return os.fsencode(word).decode("utf-8", errors="replace")


def _language(text: str) -> str:
    """An ISO 639 code."""
    from geomap.errors import InputError
    from geomap.recognize.choosing import language_code

    try:
        return language_code(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _date(text: str) -> str:
    """An ISO 8601 date or date and time, or a month or year alone, as it was written."""
    from geomap.reading.dates import iso_date

    if iso_date(text) != text:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write it like 2026-09-14 or 2026-09")
    return text

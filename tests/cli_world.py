"""What the tests of the commands share: a report, a process, and the parser's commands."""

from __future__ import annotations

import subprocess
import sys

from geomap.cli import build_parser

REPORT = "Rain flooded the town of Qayyarah, south of Mosul in Nineveh province, Iraqi officials said.\n"


def process(*argv: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geomap", *argv], capture_output=True, text=True, encoding="utf-8", **options
    )


def commands() -> list[list[str]]:
    """Every command that the parser knows, actions of commands included."""
    found = [[]]
    for words in found:
        parser = parser_of(words)
        for action in parser._subparsers._group_actions if parser._subparsers else ():
            found.extend([*words, name] for name in action.choices)
    return found


def parser_of(words: list[str]):
    parser = build_parser()
    for word in words:
        (action,) = parser._subparsers._group_actions
        parser = action.choices[word]
    return parser

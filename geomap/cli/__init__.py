"""The command line: one verb a module, data to standard output, talk to standard error.

Nothing heavy is imported before a command runs, so that ``geomap --help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from geomap import __version__
from geomap.cli import (
    command_embed,
    command_evaluate,
    command_explain,
    command_export,
    command_gazetteer,
    command_lookup,
    command_map,
    command_parse,
    command_picture,
    command_report,
)
from geomap.cli.options import EXIT_CODES, ExitCode
from geomap.cli.talk import Talk
from geomap.errors import GeomapError

__all__ = ["build_parser", "main"]

_COMMANDS = (
    command_map,
    command_picture,
    command_report,
    command_embed,
    command_parse,
    command_export,
    command_lookup,
    command_explain,
    command_gazetteer,
    command_evaluate,
)


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="geomap",
        description="A report goes in, a map of the places that it reports comes out. Works offline.",
        epilog=f"{EXIT_CODES}\n\nexample:\n  geomap map tests/cases/sample-report.txt -o output/report.html",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"geomap {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for module in _COMMANDS:
        module.add_to(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` spells and return its exit code."""
    args = build_parser().parse_args(argv)
    talk = Talk(quiet=args.quiet)
    # GeoJSON, names and texts are UTF-8 whatever the terminal's locale says.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        with talk.showing_warnings():
            code = args.run(args, talk)
        sys.stdout.flush()
        return code
    except GeomapError as error:
        talk.error(str(error))
        return ExitCode.BAD_INPUT
    except BrokenPipeError:
        # The reader (head, say) has seen enough. Python would complain once more while it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.PIPE_CLOSED
    except KeyboardInterrupt:
        talk.error("interrupted; nothing was left half-written")
        return ExitCode.INTERRUPTED
    except Exception as error:
        if os.environ.get("GEOMAP_DEBUG"):
            raise
        talk.error(
            f"unexpected {type(error).__name__}: {error}; this is a defect of geomap, "
            "set GEOMAP_DEBUG=1 to see where and report it"
        )
        return ExitCode.UNEXPECTED
    finally:
        talk.close()

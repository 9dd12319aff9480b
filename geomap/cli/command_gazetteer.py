"""``geomap gazetteer info``: what the gazetteer holds and where it stands."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from geomap.cli.batch import open_gazetteer
from geomap.cli.options import ExitCode, add_command, add_gazetteer_options
from geomap.cli.talk import Talk, table


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "gazetteer",
        summary="show what the gazetteer holds",
        example="geomap gazetteer info",
    )
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    info = add_command(
        actions,
        "info",
        summary="show the gazetteer's sources, counts and file",
        example="geomap gazetteer info",
    )
    info.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    add_gazetteer_options(info)
    info.set_defaults(run=run_info)


def run_info(args: argparse.Namespace, talk: Talk) -> int:
    with open_gazetteer(args, talk) as gazetteer:
        info = gazetteer.info()
    if args.format == "json":
        sys.stdout.write(json.dumps(info, ensure_ascii=False, indent=2, default=str) + "\n")
    else:
        sys.stdout.write(table(list(_rows(info))))
    return ExitCode.FINE


def _rows(values: dict[str, Any], prefix: str = "") -> Any:
    """Every value on a row of its own, nested names joined by a space."""
    for name, value in values.items():
        label = f"{prefix}{name}".replace("_", " ")
        if isinstance(value, dict):
            yield from _rows(value, f"{label} ")
        elif isinstance(value, list | tuple):
            for part in value:
                if isinstance(part, dict):
                    yield from _rows(part, f"{label} ")
                else:
                    yield label, str(part)
        else:
            yield label, f"{value:,}" if isinstance(value, int) else str(value)

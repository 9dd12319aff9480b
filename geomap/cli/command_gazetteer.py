"""``geomap gazetteer info``: what the gazetteer holds and where it stands."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from geomap.cli.batch import open_gazetteer
from geomap.cli.options import ExitCode, add_command, add_gazetteer_options
from geomap.cli.output import print_json
from geomap.cli.talk import Talk, table

#: GeoNames feature codes shown with their counts; the rest is summed up.
_SHOWN_CODES = 12


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
    from dataclasses import asdict

    with open_gazetteer(args, talk) as gazetteer:
        info = gazetteer.info()
    if args.format == "json":
        print_json(asdict(info), indent=2)
        return ExitCode.FINE
    rows = [
        ("file", str(info.path)),
        ("size", f"{info.path.stat().st_size / 1e6:,.0f} MB"),
        ("made", info.date),
        ("places", f"{info.places:,}"),
        ("names", f"{info.names:,}"),
        ("shapes", f"{info.shapes:,}"),
    ]
    counts = sorted(info.by_code.items(), key=lambda pair: (-pair[1], pair[0]))
    rows += [(f"  {code}", f"{count:,}") for code, count in counts[:_SHOWN_CODES]]
    if len(counts) > _SHOWN_CODES:
        rest = sum(count for _, count in counts[_SHOWN_CODES:])
        rows.append(("  others", f"{rest:,} of {len(counts) - _SHOWN_CODES} kinds"))
    rows += [("sources" if not number else "", part) for number, part in enumerate(info.sources.split("; "))]
    sys.stdout.write(table(rows))
    return ExitCode.FINE

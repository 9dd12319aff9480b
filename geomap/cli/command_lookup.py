"""``geomap lookup``: the places that a name may mean, or those whose names are most like it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from geomap.cli.batch import open_gazetteer
from geomap.cli.options import ExitCode, add_command, add_gazetteer_options
from geomap.cli.output import print_json
from geomap.cli.places import candidate_rows
from geomap.cli.talk import Talk, table
from geomap.errors import InputError


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "lookup",
        summary="list the places that a name may mean, or are called much the same",
        example="geomap lookup Tripoli --limit 5",
    )
    parser.add_argument("name", nargs="+", metavar="NAME", help="a place name; it may have several words")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="how many at most (default: 10)")
    add_gazetteer_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, talk: Talk) -> int:
    name = " ".join(args.name)
    if not name.strip():
        raise InputError("the name is empty: write a place name, for example Mosul")
    if args.limit < 1:
        raise InputError(f"--limit is {args.limit}: it must be 1 or more")
    with open_gazetteer(args, talk) as gazetteer:
        candidates = gazetteer.candidates([name], limit=args.limit).get(name, ())
        known = bool(candidates)
        if not known:
            with talk.progress("indexing names by their sound, this once") as show:
                candidates = gazetteer.similar(
                    name, limit=args.limit, progress=lambda _, done, total: show(done, total)
                )
        if args.format == "json":
            from geomap.export.json_lines import candidate_dict

            found = [candidate_dict(each) | {"similarity": each.similarity} for each in candidates]
            print_json({"name": name, "candidates": found})
        elif candidates:
            sys.stdout.write(table(candidate_rows(candidates, gazetteer)))
    if not known:
        like = "; these names are most like it" if candidates else ", nor one that sounds like it"
        talk.note(f"the gazetteer has no place called {name!r}{like}")
    return ExitCode.FINE

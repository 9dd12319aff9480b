"""``geomap export``: the places of reports as a file for map software, spreadsheets, archives, annotators."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from geomap.cli.batch import Batch, open_geoparser
from geomap.cli.options import add_command, add_gazetteer_options, add_input_options
from geomap.cli.output import check_output
from geomap.cli.places import summary
from geomap.cli.talk import Talk

#: The names of `geomap.export.FORMATS`, written out so that ``--help`` imports nothing; a test compares them.
FORMATS = (
    "geojson", "csv-mentions", "csv-places", "csv-relations", "kml", "gpkg", "geoparquet", "fgb", "tei", "lpf", "w3c",
    "timemap", "gpx", "brat", "conll", "training",
)  # fmt: skip


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "export",
        summary="write the places of reports for other programs",
        description=(
            "Write the places of reports for other programs: map software (geojson, gpkg, kml, geoparquet, fgb,\n"
            "gpx), spreadsheets (csv-mentions, csv-places, csv-relations), archives and scholars (tei, lpf, w3c),\n"
            "investigators (timemap), annotators (brat, conll), evaluation and training (training: what\n"
            "--decisions ruled). geoparquet and fgb need the extra 'exports'."
        ),
        example="geomap export tests/cases/sample-report.txt -o output/places.gpkg\n"
        "geomap export tests/cases/sample-report.txt --format csv-places --fields place_id,name,confidence\n"
        "geomap export tests/cases/sample-report.txt --decisions tests/cases/sample-decisions.json --format training",
    )
    add_input_options(parser)
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", help=f"{', '.join(FORMATS)}; default: by FILE")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="default: - (standard output)")
    parser.add_argument(
        "--fields",
        metavar="NAME,…",
        help="only these fields, in this order (geojson, csv, kml, gpkg, geoparquet, fgb); a wrong one lists all",
    )
    parser.add_argument(
        "--min-confidence",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="leave out mentions whose place is less probable, 0 to 1 (default: 0)",
    )
    add_gazetteer_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, talk: Talk) -> int:
    check_output(args.output, args.inputs)
    from geomap.export import export, format_of
    from geomap.export.rows import confident

    kind = args.format or ("geojson" if args.output == "-" else format_of(args.output))
    confident((), args.min_confidence)  # a wrong number is told before the work
    batch = Batch(args, talk)
    if not batch.begin():
        return batch.finish()
    with open_geoparser(args, talk) as geoparser:
        atlas = batch.atlas(geoparser)
        if atlas is not None:
            fields = None if args.fields is None else [each.strip() for each in args.fields.split(",") if each.strip()]
            made = export(
                atlas,
                kind,
                gazetteer=geoparser.gazetteer,
                fields=fields,
                min_confidence=args.min_confidence,
            )
            _write(args.output, made)
            if args.output != "-" and not args.min_confidence:
                talk.note(summary(args.output, atlas))
            if kind == "training" and not made:
                talk.warn("no name was ruled on, so there is nothing to train with: give --decisions")
    return batch.finish()


def _write(path: str, made: bytes) -> None:
    if path == "-":
        sys.stdout.flush()
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.buffer.write(made)
        else:
            sys.stdout.write(made.decode("utf-8"))
        return
    from geomap.writing import write_atomically

    write_atomically(path, made)

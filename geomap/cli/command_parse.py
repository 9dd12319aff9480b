"""``geomap parse``: the mentions and places of reports as JSON lines, GeoJSON or CSV."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from geomap.cli.batch import Batch, open_geoparser
from geomap.cli.options import add_command, add_gazetteer_options, add_input_options
from geomap.cli.output import check_output, open_output
from geomap.cli.talk import Talk

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.model import GeoparsedDocument

FORMATS = ("json", "geojson", "csv")


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "parse",
        summary="print the places of reports as data",
        description=(
            "Print the places of reports as data. json: one object a document and line; geojson: one\n"
            "feature a place, for map software; csv: one row a mention, for spreadsheets."
        ),
        example="geomap parse tests/cases/sample-report.txt --format csv",
    )
    add_input_options(parser)
    parser.add_argument("--format", choices=FORMATS, default="json", help="default: json")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="default: - (standard output)")
    add_gazetteer_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, talk: Talk) -> int:
    check_output(args.output, args.inputs)
    batch = Batch(args, talk)
    if not batch.begin():
        return batch.finish()
    with open_geoparser(args, talk) as geoparser:
        documents = batch.parsed(geoparser)
        first = next(documents, None)
        if first is not None:
            with open_output(args.output) as write:
                for text in _texts(args.format, itertools.chain([first], documents), geoparser.gazetteer):
                    write(text)
    return batch.finish()


def _texts(kind: str, documents: Iterator[GeoparsedDocument], gazetteer: Gazetteer) -> Iterator[str]:
    """The output in pieces, so that many documents need no more memory than one, and a long one little."""
    import json

    from geomap import export

    if kind == "json":
        for parsed in documents:
            yield from export.json_pieces(parsed)
            yield "\n"
    elif kind == "csv":
        yield from export.csv_lines(documents)
    else:
        from geomap.collect import collect

        collection = export.to_geojson(collect(documents), gazetteer=gazetteer)
        yield json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n"

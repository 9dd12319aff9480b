"""``geomap picture``: the map of reports as a still picture, SVG, PNG or PDF."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geomap.cli.batch import Batch, open_geoparser
from geomap.cli.options import add_command, add_gazetteer_options, add_input_options, add_language_option
from geomap.cli.output import check_output
from geomap.cli.places import summary
from geomap.cli.talk import Talk
from geomap.errors import InputError

ENDINGS = (".svg", ".png", ".pdf")


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "picture",
        summary="draw the places of reports as a picture",
        description=(
            "Draw the places of reports as a picture for print, slides and mail: SVG, or PNG and PDF with the\n"
            "extra 'reports'. No browser and no network is needed."
        ),
        example="geomap picture tests/cases/sample-report.txt -o output/map.svg --size 1200x800",
    )
    add_input_options(parser)
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=".svg, .png or .pdf; - for SVG on standard output"
    )
    parser.add_argument("--size", default="1200x800", metavar="WxH", help="pixels (default: 1200x800)")
    parser.add_argument("--scale", type=float, default=1.0, metavar="N", help="PNG: pixels a pixel (default: 1)")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="default: light")
    parser.add_argument("--subtitle", metavar="TEXT", help="the line below the title")
    parser.add_argument("--no-legend", action="store_true", help="leave the legend out")
    add_language_option(parser)
    add_gazetteer_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, talk: Talk) -> int:
    ending = ".svg" if args.output == "-" else Path(args.output).suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"{args.output!r} is no picture: let its name end in {', '.join(ENDINGS)}")
    from geomap.picture import PictureOptions, draw_svg, svg_to_pdf, svg_to_png
    from geomap.picture.options import size_of

    check_output(args.output, args.inputs)
    width_px, height_px = size_of(args.size)
    options = PictureOptions(
        width_px=width_px,
        height_px=height_px,
        title=args.title,
        subtitle=args.subtitle,
        theme=args.theme,
        legend=not args.no_legend,
        ui_language=args.ui_language,
    )
    batch = Batch(args, talk)
    if not batch.begin():
        return batch.finish()
    with open_geoparser(args, talk) as geoparser:
        atlas = batch.atlas(geoparser)
        if atlas is not None:
            svg = draw_svg(atlas, options, gazetteer=geoparser.gazetteer)
            if args.output == "-":
                sys.stdout.write(svg)
                return batch.finish()
            from geomap.writing import write_atomically

            made: str | bytes = svg
            if ending != ".svg":
                made = svg_to_png(svg, scale=args.scale) if ending == ".png" else svg_to_pdf(svg)
            write_atomically(args.output, made)
            talk.note(summary(args.output, atlas))
    return batch.finish()

"""``geomap report``: a whole report with map, table and marked text, as HTML, PDF, Word or Markdown."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geomap.cli.batch import Batch, open_geoparser
from geomap.cli.options import add_command, add_gazetteer_options, add_input_options, add_language_option
from geomap.cli.output import check_output
from geomap.cli.places import summary
from geomap.cli.talk import Talk
from geomap.errors import InputError

ENDINGS = (".html", ".pdf", ".docx", ".md")


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "report",
        summary="write a report with the map in it",
        description=(
            "Write a report: title, map, table of places, the text with its places marked, what could not be\n"
            "placed, method and credits. The map is live in HTML and a picture elsewhere. PDF and Word need the\n"
            "extra 'reports'; Markdown gets its picture as an SVG beside it."
        ),
        example="geomap report tests/cases/sample-report.txt -o output/report.html",
    )
    add_input_options(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=".html, .pdf, .docx or .md")
    add_language_option(parser)
    add_gazetteer_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, talk: Talk) -> int:
    ending = Path(args.output).suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"{args.output!r} is no report: let its name end in {', '.join(ENDINGS)}")
    check_output(args.output, args.inputs)
    picture_path = Path(args.output).with_suffix(".svg")
    if ending == ".md":
        check_output(str(picture_path), args.inputs)
    batch = Batch(args, talk)
    if not batch.begin():
        return batch.finish()
    with open_geoparser(args, talk) as geoparser:
        atlas = batch.atlas(geoparser)
        if atlas is not None:
            from geomap.writing import write_atomically

            made = _made(ending, atlas, geoparser.gazetteer, args, picture_path, batch.decisions)
            write_atomically(args.output, made)
            talk.note(summary(args.output, atlas))
            if ending == ".md":
                talk.note(f"{picture_path} is the picture that it shows")
    return batch.finish()


def _made(
    ending: str, atlas: Any, gazetteer: Any, args: argparse.Namespace, picture_path: Path, decisions: Any
) -> str | bytes:
    from geomap import report
    from geomap.picture import PictureOptions, draw_svg, svg_to_png
    from geomap.writing import write_atomically

    content = report.gather(atlas, gazetteer=gazetteer, title=args.title, ui_language=args.ui_language)
    if ending == ".html":
        from geomap.render import MapOptions, build_map

        options = MapOptions(title=content.title, text=False, ui_language=args.ui_language)
        live = build_map(atlas, options, gazetteer=gazetteer, decisions=decisions)
        return report.report_html(content, live.to_iframe())
    # On a page's width of 16 cm the labels of a smaller picture are large enough to read.
    width_px, height_px = (900, 600) if ending in (".pdf", ".docx") else (1200, 800)
    look = PictureOptions(
        title=content.title, ui_language=args.ui_language, width_px=width_px, height_px=height_px
    )
    svg = draw_svg(atlas, look, gazetteer=gazetteer)
    if ending == ".md":
        write_atomically(picture_path, svg)
        return report.report_markdown(content, picture=picture_path.name)
    if ending == ".pdf":
        return report.report_pdf(content, svg)
    png = svg_to_png(svg, scale=2.5, made_for="a Word file", instead="write .html or .md, which need nothing")
    return report.report_docx(content, png)

"""``geomap embed``: what to paste so that the map stands in a page, a document or a mail."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geomap.cli.batch import Batch, open_geoparser
from geomap.cli.options import add_command, add_gazetteer_options, add_input_options, add_language_option
from geomap.cli.talk import Talk
from geomap.errors import InputError

TARGETS = ("html", "iframe", "wordpress", "markdown", "quarto", "sphinx", "email")


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "embed",
        summary="print what to paste to show the map elsewhere",
        description=(
            "Print what to paste to show the map elsewhere. html is the whole map as a <figure> and needs no file;\n"
            "email is a message with the picture inside (extra 'reports'). The others refer to a page and a\n"
            "picture, which are written into --folder, to be put where --base-url says; the page in a frame tells\n"
            "its height to a few lines of script that are printed with the frame.\n"
            "With --fences the input is a Markdown page, for pandoc, MkDocs or Quarto: each block that opens with\n"
            "```geomap becomes a map of the report in it (or of the file that it names, beside the page)."
        ),
        example="geomap embed tests/cases/sample-report.txt --for markdown --folder output\n"
        "geomap embed --fences tests/cases/sample-page.md -o output/page.md --as picture",
    )
    add_input_options(parser)
    parser.add_argument("--for", dest="target", choices=TARGETS, default="html", help="default: html")
    parser.add_argument("--folder", default=".", metavar="DIR", help="where page and picture are written (default: .)")
    parser.add_argument("--base-url", default="", metavar="URL", help="where they will stand (default: beside)")
    parser.add_argument("--height", type=int, default=640, metavar="PX", help="of the frame (default: 640)")
    pages = parser.add_argument_group("maps in a Markdown page")
    pages.add_argument("--fences", action="store_true", help="the input is a page with ```geomap blocks")
    pages.add_argument("-o", "--output", default="-", metavar="FILE", help="the page made (default: standard output)")
    pages.add_argument(
        "--as",
        dest="form",
        choices=("live", "picture", "image"),
        default="live",
        help="for blocks that do not say: live and picture are HTML in the page, image an SVG beside it, for PDF"
        " and Word (default: live)",
    )
    add_language_option(parser)
    add_gazetteer_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, talk: Talk) -> int:
    if args.fences:
        from geomap.cli.fences import run_fences

        return run_fences(args, talk)
    from geomap.render import MapOptions

    options = MapOptions(title=args.title, height_px=args.height, ui_language=args.ui_language)
    batch = Batch(args, talk)
    if not batch.begin():
        return batch.finish()
    with open_geoparser(args, talk) as geoparser:
        atlas = batch.atlas(geoparser)
        if atlas is not None:
            sys.stdout.write(_pasted(args, talk, atlas, options, geoparser.gazetteer, batch.decisions))
    return batch.finish()


def _pasted(args: argparse.Namespace, talk: Talk, atlas: Any, options: Any, gazetteer: Any, decisions: Any) -> str:
    from urllib.parse import quote

    from geomap.picture import PictureOptions, draw_svg, svg_to_png
    from geomap.picture.words import description_of
    from geomap.render import build_map
    from geomap.report import email_message, frame
    from geomap.words import words_of
    from geomap.writing import write_atomically

    live = build_map(atlas, options, gazetteer=gazetteer, decisions=decisions)
    if args.target == "html":
        return live.to_fragment()
    svg = draw_svg(atlas, PictureOptions(title=live.title, ui_language=args.ui_language), gazetteer=gazetteer)
    base = _base(args.base_url)
    name = Path(args.inputs[0]).stem if len(args.inputs) == 1 and args.inputs[0] != "-" else "map"
    page, picture = f"{base}{quote(name)}.html", f"{base}{quote(name)}.svg"
    if args.target == "email":
        message = email_message(
            title=live.title,
            description=description_of(atlas, words_of(args.ui_language)),
            page=page if base else None,
            png=svg_to_png(svg, scale=1, made_for="a mail", instead="take --for html, which needs nothing"),
        )
        return message.decode("ascii", "replace")
    for ending, made in ((".html", live.to_embed()), (".svg", svg)):
        path = write_atomically(Path(args.folder) / f"{name}{ending}", made)
        talk.note(f"{path} is what the text below refers to")
    return frame(args.target, title=live.title, page=page, picture=picture, height_px=args.height)


def _base(url: str) -> str:
    """The address that page and picture stand under, ended by a slash; what would run or break out is refused."""
    from urllib.parse import quote, urlsplit

    if not url:
        return ""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = "unreadable"
    if scheme not in ("", "http", "https"):
        raise InputError(f"--base-url is {url!r}: give an address that begins with https://, or a folder of the site")
    return quote(url.rstrip("/"), safe="/:?#[]@!$&'()*+,;=%~") + "/"

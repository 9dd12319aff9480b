"""``geomap embed --fences``: a Markdown page in, the same page with its maps out, for any program that reads it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geomap.cli.batch import open_geoparser, read_decisions_of
from geomap.cli.options import ExitCode
from geomap.cli.output import check_output, open_output
from geomap.cli.talk import Talk
from geomap.errors import InputError

if TYPE_CHECKING:
    from geomap.model import Document, GeoparsedDocument


def run_fences(args: argparse.Namespace, talk: Talk) -> int:
    """Write the page; files that fences name, and images, stand beside it (or images in --folder)."""
    if len(args.inputs) != 1:
        raise InputError(f"--fences takes one page at a time, not {len(args.inputs)}: run it for each")
    (name,) = args.inputs
    check_output(args.output, args.inputs)
    page = _page(name, args.encoding)
    folder = Path.cwd() if name == "-" else Path(name).parent
    decisions = read_decisions_of(args)
    count = 0
    with open_geoparser(args, talk) as geoparser:
        from geomap.report.fences import Fence, replace_fences
        from geomap.report.insert import fence_map

        def made(fence: Fence) -> str:
            nonlocal count
            count += 1
            return fence_map(
                fence,
                folder=folder,
                form=args.form,
                ui_language=args.ui_language,
                geoparser=_Deciding(geoparser, decisions, talk) if decisions else geoparser,
                save_image=lambda number, svg: _saved(args, number, svg),
                number=count,
            )

        try:
            text = replace_fences(page, made)
        except InputError as error:
            raise InputError(f"{name}, {error}") from error
    with open_output(args.output) as write:
        write(text)
    talk.note(f"{count} map{'' if count == 1 else 's'} in {name}")
    return ExitCode.FINE


def _page(name: str, encoding: str | None) -> str:
    from geomap.reading import read

    return next(read(name, encoding=encoding, lines=False, stdin=sys.stdin.buffer if name == "-" else None)).text


def _saved(args: argparse.Namespace, number: int, svg: str) -> str:
    """The address of a picture written beside the page, or into --folder."""
    from geomap.writing import write_atomically

    stem = "page" if args.output == "-" else Path(args.output).stem
    folder = Path(args.folder) if args.folder != "." or args.output == "-" else Path(args.output).parent
    path = write_atomically(folder / f"{stem}-map-{number}.svg", svg)
    if args.base_url:
        return f"{args.base_url.rstrip('/')}/{quote(path.name)}"
    beside = Path.cwd() if args.output == "-" else Path(args.output).parent
    return quote(Path(os.path.relpath(path, beside)).as_posix())


class _Deciding:
    """A geoparser whose results follow a person's decisions."""

    def __init__(self, geoparser: Any, decisions: Any, talk: Talk) -> None:
        from geomap.decisions import Decider

        self.gazetteer = geoparser.gazetteer
        self._geoparser = geoparser
        self._decider = Decider(decisions, geoparser.gazetteer, notify=talk.warn)

    def parse(self, document: Document) -> GeoparsedDocument:
        return self._decider.apply(self._geoparser.parse(document))

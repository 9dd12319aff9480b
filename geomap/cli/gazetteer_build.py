"""``geomap gazetteer build``: a gazetteer of GeoNames' full data."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geomap.cli.options import ExitCode, add_command
from geomap.cli.talk import Talk, table
from geomap.errors import InputError


def add_to(actions: Any) -> None:
    build = add_command(
        actions,
        "build",
        summary="make a gazetteer of GeoNames' full data",
        description=(
            "Make a gazetteer of GeoNames' full data, for some countries or for the world: 13 million places.\n"
            "The rest of the world and all outlines stay as geomap brings them. Use the result with\n"
            "--gazetteer geonames, or --gazetteer FILE where -o named another place."
        ),
        example="geomap gazetteer build --geonames ZZ --from tests/cases/dump -o output/full.sqlite",
    )
    build.add_argument(
        "--geonames", nargs="+", required=True, metavar="CC", help="countries by ISO code, such as IQ SY, or all"
    )
    build.add_argument(
        "--from",
        dest="folder",
        metavar="DIR",
        help="read the dump's files from this folder (default: download them, and keep them for the next time)",
    )
    build.add_argument("--mirror", metavar="URL", help="download from this address instead of GeoNames' own")
    build.add_argument(
        "-o", "--output", metavar="FILE", help="the gazetteer's file (default: geonames.sqlite in your data folder)"
    )
    build.add_argument("--cache-dir", metavar="DIR", help="folder for the downloads (default: the user's cache folder)")
    build.set_defaults(run=run_build)


def run_build(args: argparse.Namespace, talk: Talk) -> int:
    from geomap.gazetteer import geonames_build, geonames_files, opening

    countries = geonames_files.country_codes(args.geonames)
    target = Path(args.output) if args.output else opening.geonames_path()
    if target.is_dir():
        raise InputError(f"{target} is a folder: give the path of a file to -o")
    folder = Path(args.folder) if args.folder else _downloaded(args, countries, talk)
    dump = geonames_files.find_dump(folder, countries)
    report = None
    with talk.progress("building") as show:
        report = geonames_build.build(dump, target, progress=lambda _, done, total: show(done, total or None))
    for sentence in report.skipped.lines():
        talk.warn(sentence)
    rows = [
        ("file", str(report.path)),
        ("size", f"{report.path.stat().st_size / 1e6:,.1f} MB"),
        ("places", f"{report.places:,}, {report.places - report.own:,} from the dump"),
        ("names", f"{report.names:,}"),
        ("skipped", f"{report.skipped.total:,} lines"),
    ]
    sys.stdout.write(table(rows))
    talk.note(f"use it with --gazetteer {args.output or opening.GEONAMES}")
    return ExitCode.FINE


def _downloaded(args: argparse.Namespace, countries: tuple[str, ...], talk: Talk) -> Path:
    from geomap.gazetteer import geonames_download
    from geomap.gazetteer.unpacking import default_cache_dir

    folder = (Path(args.cache_dir) if args.cache_dir else default_cache_dir()) / "geonames"
    talk.note(f"downloading GeoNames' files into {folder}")
    with talk.progress("downloading") as show:
        return geonames_download.download(
            countries,
            folder,
            server=args.mirror or geonames_download.SERVER,
            progress=lambda _, done, total: show(done, total or None),
            notify=talk.note,
        )

"""``geomap gazetteer``: show, check and build gazetteers, and add places of one's own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.cli.batch import open_gazetteer
from geomap.cli.options import ExitCode, add_command, add_gazetteer_options
from geomap.cli.output import print_json
from geomap.cli.talk import Talk, table
from geomap.errors import GazetteerError, InputError

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: GeoNames feature codes shown with their counts; the rest is summed up.
_SHOWN_CODES = 12
#: Rows of a file of own places whose faults are shown.
_SHOWN_FAULTS = 20


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "gazetteer",
        summary="show, check and build gazetteers, add your own places",
        example="geomap gazetteer info",
    )
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    _add_info(actions)
    _add_verify(actions)
    _add_build(actions)
    _add_add(actions)
    _add_remove(actions)


def _add_info(actions: Any) -> None:
    info = add_command(
        actions,
        "info",
        summary="show the gazetteer's sources, licences, counts and file",
        example="geomap gazetteer info",
    )
    info.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    add_gazetteer_options(info)
    info.set_defaults(run=run_info)


def _add_verify(actions: Any) -> None:
    verify = add_command(
        actions,
        "verify",
        summary="check that the gazetteer's file is whole",
        description="Check that the gazetteer's file is whole. Exit code 2 when it is not.",
        example="geomap gazetteer verify",
    )
    verify.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    add_gazetteer_options(verify)
    verify.set_defaults(run=run_verify)


def _add_build(actions: Any) -> None:
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


def _add_add(actions: Any) -> None:
    add = add_command(
        actions,
        "add",
        summary="add your own places from a CSV, GeoJSON or KML file",
        description=(
            "Add your own places. A CSV file needs a first line that names its columns: name, and latitude and\n"
            "longitude or geometry (WKT); aliases (parted by |), type, parent, key, country and population may be\n"
            "there. GeoJSON properties and KML data have the same names. Places added under a name replace\n"
            "those that were there. They are used from then on, unless --gazetteer says otherwise."
        ),
        example=(
            "geomap gazetteer add tests/cases/own-places.csv --name sample\n"
            "geomap lookup Blue Barn Camp\n"
            "geomap gazetteer remove sample"
        ),
    )
    add.add_argument("file", metavar="FILE", help="places.csv, places.geojson or places.kml")
    add.add_argument("--name", metavar="NAME", help="what to call them (default: like the file)")
    add.add_argument("--skip-bad", action="store_true", help="add the good rows when others cannot be used")
    add.add_argument("--credit", default="", metavar="TEXT", help="credit that maps and exports shall carry")
    add.add_argument("--date", metavar="YYYY-MM-DD", help="date of the data (default: that of the file)")
    add.add_argument("--cache-dir", metavar="DIR", help="folder for the unpacked gazetteer")
    add.set_defaults(run=run_add)


def _add_remove(actions: Any) -> None:
    remove = add_command(
        actions,
        "remove",
        summary="remove your own places of one name",
        example=(
            "geomap gazetteer add tests/cases/own-places.csv --name sample\n"
            "geomap gazetteer remove sample"
        ),
    )
    remove.add_argument("name", metavar="NAME", help="the name that they were added under")
    remove.set_defaults(run=run_remove)


def run_info(args: argparse.Namespace, talk: Talk) -> int:
    from dataclasses import asdict

    from geomap.gazetteer.verify import sources_of

    with open_gazetteer(args, talk) as gazetteer:
        described = [
            asdict(member.info()) | {"label": member.label, "credit": member.attribution, "from": sources_of(member)}
            for member in _members(gazetteer)
        ]
        attribution = gazetteer.attribution
    if args.format == "json":
        print_json({**described[-1], "attribution": attribution, "gazetteers": described}, indent=2)
        return ExitCode.FINE
    for number, info in enumerate(described):
        sys.stdout.write(("\n" if number else "") + table(_info_rows(info)))
        sources = [("source", "version", "licence", "credit")]
        sources += [(each["name"], each["version"], each["licence"], each["attribution"]) for each in info["from"]]
        sys.stdout.write("\n" + table(sources))
    sys.stdout.write(f"\n{attribution}\n")
    return ExitCode.FINE


def _members(gazetteer: Any) -> Sequence[Gazetteer]:
    return getattr(gazetteer, "members", (gazetteer,))


def _info_rows(info: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [
        ("file", str(info["path"])),
        ("size", f"{Path(info['path']).stat().st_size / 1e6:,.1f} MB"),
        ("data", info["label"]),
        ("places", f"{info['places']:,}"),
        ("names", f"{info['names']:,}"),
        ("shapes", f"{info['shapes']:,}"),
    ]
    counts = sorted(info["by_code"].items(), key=lambda pair: (-pair[1], pair[0]))
    rows += [(f"  {code}", f"{count:,}") for code, count in counts[:_SHOWN_CODES]]
    if len(counts) > _SHOWN_CODES:
        rest = sum(count for _, count in counts[_SHOWN_CODES:])
        rows.append(("  others", f"{rest:,} of {len(counts) - _SHOWN_CODES} kinds"))
    return rows


def run_verify(args: argparse.Namespace, talk: Talk) -> int:
    from geomap.gazetteer import verify

    with open_gazetteer(args, talk) as gazetteer:
        paths = [member.path for member in _members(gazetteer)]
    results = []
    for path in paths:
        with talk.progress(f"checking {path.name}") as show:
            checks = []
            for check in verify.verify(path):
                checks.append(check)
                show(len(checks), len(verify.RULES))
        results.append((path, checks))
    whole = all(check.holds for _, checks in results for check in checks)
    if args.format == "json":
        from dataclasses import asdict

        files = [
            {"path": path, "sha256": verify.digest(path), "checks": list(map(asdict, checks))}
            for path, checks in results
        ]
        print_json({"whole": whole, "files": files}, indent=2)
    else:
        for path, checks in results:
            rows = [("ok" if check.holds else "WRONG", check.rule, check.detail) for check in checks]
            sys.stdout.write(f"{path}\n{table(rows, indent='  ')}  sha256  {verify.digest(path)}\n")
    if whole:
        return ExitCode.FINE
    talk.error("the gazetteer's file is damaged: delete it, and it is made again or can be built again")
    return ExitCode.BAD_INPUT


def run_build(args: argparse.Namespace, talk: Talk) -> int:
    from geomap.gazetteer import geonames_build, geonames_files, stack

    countries = geonames_files.country_codes(args.geonames)
    target = Path(args.output) if args.output else stack.geonames_path()
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
    talk.note(f"use it with --gazetteer {args.output or stack.GEONAMES}")
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


def run_add(args: argparse.Namespace, talk: Talk) -> int:
    from datetime import date

    from geomap.gazetteer import own_places
    from geomap.gazetteer.stack import EMBEDDED

    path = Path(args.file)
    name = own_places.checked_name(args.name) if args.name else own_places.name_from(path)
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; check the path")
    dated = args.date or date.fromtimestamp(path.stat().st_mtime).isoformat()
    args.gazetteer = [EMBEDDED]
    with open_gazetteer(args, talk) as base:
        loaded = own_places.load(path, name, base=base)
    for fault in loaded.refused[:_SHOWN_FAULTS]:
        (talk.warn if args.skip_bad else talk.error)(fault)
    more = len(loaded.refused) - _SHOWN_FAULTS
    if more > 0:
        talk.warn(f"and {more:,} more rows like these")
    if loaded.refused and not args.skip_bad:
        rows = len(loaded.refused) + len(loaded.places)
        raise InputError(
            f"{path.name}: {len(loaded.refused):,} of {rows:,} rows cannot be used, so none was added; "
            "mend them, or add the others with --skip-bad"
        )
    if not loaded.places:
        raise InputError(f"{path.name}: no row can be used, so nothing was added")
    target = own_places.own_path(name)
    replaced = target.exists()
    own_places.write(loaded.places, target, name=name, date=dated, source=path.name, credit=args.credit)
    verb = "replaced by" if replaced else "added:"
    count = len(loaded.places)
    sys.stdout.write(f"own-{name} {verb} {count:,} place{'' if count == 1 else 's'}, {target}\n")
    return ExitCode.FINE


def run_remove(args: argparse.Namespace, talk: Talk) -> int:
    from geomap.gazetteer import own_places

    try:
        path = own_places.remove(args.name)
    except OSError as error:
        raise GazetteerError(f"the places called {args.name!r} cannot be removed: {error}") from error
    sys.stdout.write(f"own-{args.name} removed, {path}\n")
    return ExitCode.FINE

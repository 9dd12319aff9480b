"""``geomap gazetteer add`` and ``remove``: places of one's own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from geomap.cli.batch import open_gazetteer
from geomap.cli.options import ExitCode, add_command
from geomap.cli.talk import Talk
from geomap.errors import GazetteerError, InputError

#: Rows of a file of own places whose faults are shown.
_SHOWN_FAULTS = 20


def add_to(actions: Any) -> None:
    _add_add(actions)
    _add_remove(actions)


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


def run_add(args: argparse.Namespace, talk: Talk) -> int:
    from datetime import date

    from geomap.gazetteer import own_places
    from geomap.gazetteer.opening import EMBEDDED

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

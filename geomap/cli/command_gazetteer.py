"""``geomap gazetteer``: show and check gazetteers; building and adding have modules of their own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.cli import gazetteer_build, gazetteer_own
from geomap.cli.batch import open_gazetteer
from geomap.cli.options import ExitCode, add_command, add_gazetteer_options
from geomap.cli.output import print_json
from geomap.cli.talk import Talk, table

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: GeoNames feature codes shown with their counts; the rest is summed up.
_SHOWN_CODES = 12


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
    gazetteer_build.add_to(actions)
    gazetteer_own.add_to(actions)


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

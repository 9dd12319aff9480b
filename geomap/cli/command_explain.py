"""``geomap explain``: why a name in a report was taken to mean a place, in words for its reader."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from geomap.cli.batch import Batch, open_geoparser
from geomap.cli.options import add_command, add_gazetteer_options, add_input_options
from geomap.cli.output import print_json
from geomap.cli.places import candidate_rows, kind, share, within
from geomap.cli.talk import Talk, bold, printable, table
from geomap.errors import InputError

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.model import Document, GeoparsedDocument, Resolution

#: Characters of the text shown on each side of a mention.
_CONTEXT = 60
#: Mentions of one sense that are shown with their surroundings.
_SHOWN_MENTIONS = 3


def add_to(commands: Any) -> None:
    parser = add_command(
        commands,
        "explain",
        summary="tell why a name in a report was taken to mean a place",
        example="geomap explain tests/cases/sample-report.txt Mosul",
    )
    add_input_options(parser, several=False)
    parser.add_argument("name", nargs="+", metavar="NAME", help="the name as the report writes it")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    add_gazetteer_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, talk: Talk) -> int:
    name = " ".join(args.name)
    batch = Batch(args, talk)
    if not batch.begin():
        return batch.finish()
    with open_geoparser(args, talk) as geoparser:
        for parsed in batch.parsed(geoparser):
            resolutions = _about(parsed, name)
            if args.format == "json":
                _print_json(parsed, resolutions)
            elif resolutions:
                for sense in _senses(resolutions):
                    sys.stdout.write(_explanation(parsed.document, sense, geoparser.gazetteer))
            else:
                _explain_absence(parsed, name, geoparser.gazetteer)
    return batch.finish()


def _about(parsed: GeoparsedDocument, name: str) -> list[Resolution]:
    """The resolutions of mentions called ``name``, or else of those whose place is."""
    from geomap.names import fold

    key = fold(name)
    called = [
        each
        for each in parsed.resolutions
        if key in (fold(each.mention.text), fold(each.mention.name or each.mention.text))
    ]
    return called or [each for each in parsed.resolutions if each.place and fold(each.place.name) == key]


def _senses(resolutions: Iterable[Resolution]) -> list[list[Resolution]]:
    """The resolutions grouped by what they mean, the surest of each group first."""
    senses: dict[object, list[Resolution]] = {}
    for resolution in resolutions:
        senses.setdefault((resolution.place and resolution.place.id, resolution.status), []).append(
            resolution
        )
    return [sorted(sense, key=lambda each: -(each.confidence or 0)) for sense in senses.values()]


def _explanation(document: Document, sense: list[Resolution], gazetteer: Gazetteer) -> str:
    first = sense[0]
    parts = [f"{bold(printable(first.mention.text), sys.stdout)}: {_verdict(first, gazetteer)}\n"]
    times = "once" if len(sense) == 1 else f"{len(sense)} times"
    parts.append(f"\nIn the report, {times}:\n")
    in_order = sorted(sense, key=lambda each: each.mention.start)
    parts += [f"  {_context(document, resolution)}\n" for resolution in in_order[:_SHOWN_MENTIONS]]
    if len(sense) > _SHOWN_MENTIONS:
        parts.append(f"  and {len(sense) - _SHOWN_MENTIONS} more\n")
    reasons = _reasons(sense)
    if reasons:
        parts.append("\nWhat tipped it, strongest first:\n")
        parts += [f"  - {printable(reason)}\n" for reason in reasons]
    if first.candidates:
        parts.append("\nThe places that it could mean:\n")
        parts.append(table(candidate_rows(first.candidates, gazetteer), indent="  "))
    return "".join(parts) + "\n"


def _reasons(sense: Iterable[Resolution]) -> list[str]:
    """The evidence of all mentions, each reason once, by the strength that it had where it was strongest."""
    strengths: dict[str, float] = {}
    for resolution in sense:
        for evidence in resolution.evidence:
            strength = abs(evidence.value * evidence.weight)
            strengths[evidence.because] = max(strength, strengths.get(evidence.because, 0.0))
    return sorted(strengths, key=lambda because: -strengths[because])


def _verdict(resolution: Resolution, gazetteer: Gazetteer) -> str:
    place = resolution.place
    if place is None:
        return "taken for a place name, but no place in the gazetteer fits"
    around = within(place, gazetteer)
    where = f"{place.name}, {kind(place)}{f' in {around}' if around else ''} ({place.id})"
    sure = "" if resolution.confidence is None else f", {share(resolution.confidence)} sure"
    if resolution.mention.kind == "demonym":
        where = f"the people or things of {where}"
    if resolution.status == "ambiguous":
        return printable(f"perhaps {where}{sure}; others come close")
    return printable(f"{where}{sure}")


def _context(document: Document, resolution: Resolution) -> str:
    """The mention with the text of its paragraph around it, on one line, cut at words."""
    mention, text = resolution.mention, document.text
    before = text[: mention.start].rpartition("\n")[2]
    after = text[mention.end :].partition("\n")[0]
    if len(before) > _CONTEXT:
        before = "… " + before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rpartition(" ")[0] + " …"
    marked = f"[{printable(mention.text)}]"
    return f"{printable(before)}{bold(marked, sys.stdout)}{printable(after)}".strip()


def _explain_absence(parsed: GeoparsedDocument, name: str, gazetteer: Gazetteer) -> None:
    """Say why there is nothing to explain; raises InputError when the text does not hold the name."""
    from geomap.recognize.scripts import script_of

    text = parsed.document.text
    # A Latin name must stand as a word; other scripts have letters joined to it, or no spaces.
    edges = ("(?<!\\w)", "(?!\\w)") if script_of(name) == "latin" else ("", "")
    count = len(re.findall(edges[0] + re.escape(name) + edges[1], text, re.IGNORECASE))
    if not count:
        found = sorted({mention.text for mention in parsed.mentions})
        names = ", ".join(found[:12]) + (" …" if len(found) > 12 else "")
        advice = f"its places are {names}" if found else "no place was found in it"
        raise InputError(f"{name!r} does not stand in {parsed.document.id}: {advice}")
    times = "once" if count == 1 else f"{count} times"
    sys.stdout.write(
        f"{printable(name)}: stands in the report {times}, but was not taken for a place name there\n"
    )
    candidates = gazetteer.candidates([name], limit=5).get(name, ())
    if candidates:
        sys.stdout.write("\nPlaces of that name in the gazetteer:\n")
        sys.stdout.write(table(candidate_rows(candidates, gazetteer), indent="  "))


def _print_json(parsed: GeoparsedDocument, resolutions: list[Resolution]) -> None:
    from dataclasses import replace

    from geomap.export import to_dict

    print_json(to_dict(replace(parsed, resolutions=tuple(resolutions))))

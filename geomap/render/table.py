"""What a page shows without its script: the map as a picture, and all places in a table."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from typing import Any

from geomap.model import PlaceId
from geomap.render.mentions import placed_mentions
from geomap.words import Words


def without_script(payload: Mapping[str, Any], words: Words, picture: str) -> str:
    """The still ``picture`` (SVG) and the table, with the style that they need; text of reports is escaped."""
    style = files("geomap.render").joinpath("assets", "noscript.css").read_text("utf-8")
    note = escape(words.say("without_script"))
    return f"<style>{style}</style>{picture}<p>{note}</p>{place_table(payload, words)}"


def place_table(payload: Mapping[str, Any], words: Words) -> str:
    """All places with kind, area, coordinates and number of mentions, and the names not placed."""
    counts: dict[int, int] = {}
    unresolved: dict[str, int] = {}
    for mention in placed_mentions(payload):
        if mention.place >= 0:
            counts[mention.place] = counts.get(mention.place, 0) + 1
        else:
            unresolved[mention.text] = unresolved.get(mention.text, 0) + 1
    rows = []  # without end tags, which HTML does not ask for: they would be a quarter of the table
    for number, place in enumerate(payload["places"]):
        position = f"{place['y']}, {place['x']}" if "x" in place else ""
        kind = words.kind_of(place["kind"], PlaceId.parse(place["id"]).own)
        cells = (place["n"], kind, place["where"], position, words.number(counts.get(number, 0)))
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells))
    columns = (words.say(f"head_{key}") for key in ("place", "kind", "in", "position", "mentions"))
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    if not rows:
        table = f"<p>{words.say('none_found')}</p>"
    if unresolved:
        table += f"<p>{escape(words.say('not_placed_list', names=', '.join(unresolved)))}</p>"
    return table

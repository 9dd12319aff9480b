"""The table lists all places as plain HTML, for a page that is read without its script."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from geomap.render.mentions import placed_mentions


def place_table(payload: Mapping[str, Any]) -> str:
    """All places with kind, area, coordinates and number of mentions, and the names not placed."""
    counts: dict[int, int] = {}
    unresolved: dict[str, int] = {}
    for mention in placed_mentions(payload):
        if mention.place >= 0:
            counts[mention.place] = counts.get(mention.place, 0) + 1
        else:
            unresolved[mention.text] = unresolved.get(mention.text, 0) + 1
    rows = []
    for number, place in enumerate(payload["places"]):
        position = f"{place['y']}, {place['x']}" if "x" in place else ""
        cells = (place["n"], place["kind"], place["where"], position, str(counts.get(number, 0)))
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    head = "".join(f"<th>{cell}</th>" for cell in ("Place", "Kind", "In", "Latitude, longitude", "Mentions"))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>" if rows else ""
    if not rows:
        table = "<p>No places were found.</p>"
    if unresolved:
        table += f"<p>Not placed: {escape(', '.join(unresolved))}</p>"
    return table

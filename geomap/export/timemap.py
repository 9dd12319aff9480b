"""TimeMap events: a place named in a dated report, as the TimeMap viewers of investigators take them.

The fields are those of TimeMap's schema for events, all of them text; what it has no field for (place id,
precision, confidence, offsets, credit) stands in ``comments`` and ``tags``.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from geomap.export.rows import mention_rows
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas


def to_timemap(atlas: Atlas) -> list[dict[str, Any]]:
    """One event for each place that a report names, described by the first sentence that names it.

    Areas without a known location are left out, as TimeMap draws points. Undated reports give events
    without a date, which TimeMap shows on the map only.
    """
    events: dict[tuple[int, str], dict[str, Any]] = {}
    for number, parsed in enumerate(atlas.documents):
        pairs = zip(parsed.resolutions, mention_rows([parsed]), strict=True)
        for resolution, row in pairs:
            place = resolution.place
            if place is None or row["latitude"] is None or (place.is_area and resolution.location is None):
                continue
            key = (number, row["place_id"])
            if key in events:
                events[key]["comments"] += f"; {row['start']}-{row['end']}"
            else:
                events[key] = _event(row)
            if row["phrases"]:
                events[key]["comments"] += f", in the phrase: {row['phrases']}"
    credit = credit_of(atlas.documents)
    for event in events.values():
        event["comments"] += f". {credit}"
    return list(events.values())


def _event(row: dict[str, Any]) -> dict[str, Any]:
    event: dict[str, Any] = {
        "id": hashlib.sha256(repr((row["document"], row["place_id"])).encode()).hexdigest()[:16],
        "description": row["sentence"],
        "location": row["name"],
        "latitude": str(row["latitude"]),
        "longitude": str(row["longitude"]),
        "category": row["status"],
        "type": row["precision"],
        "sources": [row["source"] or row["title"] or row["document"]],
        "tags": [row["place_id"], row["precision"]],
        "comments": f"{row['place_id']}, confidence {row['confidence']}, {row['document']} at "
        f"{row['start']}-{row['end']}",
    }
    return event | _when(row["published"])


def _when(published: str | None) -> dict[str, str]:
    """TimeMap's date, time and timestamp; nothing for a date that is not a whole day."""
    if not published:
        return {}
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return {}
    return {
        "date": moment.strftime("%m/%d/%Y"),
        "time": moment.strftime("%H:%M"),
        "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%S"),
    }

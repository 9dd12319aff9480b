"""Training data is what a person decided, as annotated documents: what ``geomap evaluate`` and the trainers read.

Only mentions that were ruled on in their own text count. A document is ``complete`` when every name in it was:
then it is gold for recognition too, else for resolution alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from geomap.decisions.ruling import is_ruled
from geomap.gazetteer.credit import credit_of
from geomap.gazetteer.points import POINT_SOURCE
from geomap.model import GeoparsedDocument, Resolution

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def to_training(documents: Iterable[GeoparsedDocument]) -> str:
    """A JSON line for each document in which a person decided something, in order."""
    return "".join(_encode(_record(parsed)) + "\n" for parsed in documents if any(map(is_ruled, parsed.resolutions)))


def _record(parsed: GeoparsedDocument) -> dict[str, Any]:
    document = parsed.document
    return {
        "id": document.id,
        "source": document.source or document.id,
        "title": document.title,
        "published": document.published,
        "complete": all(map(is_ruled, parsed.resolutions)),
        "text": document.text,
        "mentions": [_mention(each) for each in parsed.resolutions if is_ruled(each)],
        "attribution": credit_of([parsed]),
    }


def _mention(resolution: Resolution) -> dict[str, Any]:
    mention, place = resolution.mention, resolution.place
    record: dict[str, Any] = {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": str(mention.kind),
        "role": None if mention.role is None else str(mention.role),
    }
    if place is None:
        return record
    is_point = place.id.source == POINT_SOURCE
    record |= {
        "place_id": None if is_point else str(place.id),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "feature_code": place.feature_code or None,
        "country_code": place.country_code,
    }
    if place.id.source == "geonames" and place.id.key.isdecimal():
        record["geonameid"] = int(place.id.key)
    return record

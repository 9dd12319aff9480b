"""Linked forms: places and mentions as JSON-LD, for gazetteers (Linked Places) and annotation tools (W3C).

A place's address is GeoNames' own; places of other sources have a URN, as they have no page.
"""

from __future__ import annotations

import hashlib
from typing import Any

from geomap.export.geojson import TOLERANCE_DEG, Geometries
from geomap.export.layers import geometry_of
from geomap.export.relation_rows import relation_rows
from geomap.export.rows import mention_rows, place_rows, precision_at, sentence_finder
from geomap.export.values import geometry_dict, rounded
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas, AtlasPlace, Document, GeoparsedDocument, PlaceId

_LINKED_PLACES = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
_ANNOTATIONS = "http://www.w3.org/ns/anno.jsonld"
#: Letters of context on each side of a quote: enough to find it again in a text that has changed.
_CONTEXT = 32


def uri_of(place_id: PlaceId) -> str:
    """The place's address: a GeoNames page's, or a URN.

    >>> uri_of(PlaceId.parse("geonames:99072"))
    'https://sws.geonames.org/99072/'
    """
    if place_id.source == "geonames":
        return f"https://sws.geonames.org/{place_id.key}/"
    return f"urn:geomap:{place_id}"


def to_linked_places(
    atlas: Atlas, *, gazetteer: Geometries | None = None, tolerance_deg: float = TOLERANCE_DEG
) -> dict[str, Any]:
    """The places in Linked Places Format 1.1: names as the texts write them, with each mention cited."""
    sentences = {id(parsed.document): sentence_finder(parsed.document) for parsed in atlas.documents}
    return {
        "type": "FeatureCollection",
        "@context": _LINKED_PLACES,
        "attribution": credit_of(atlas.documents),
        "features": [
            _linked_place(found, gazetteer, tolerance_deg, sentences, row["phrases"])
            for found, row in zip(atlas.places, place_rows(atlas), strict=True)
        ],
    }


def _linked_place(
    found: AtlasPlace, gazetteer, tolerance_deg: float, sentences, phrases: str | None
) -> dict[str, Any]:
    place = found.place
    names: dict[str, list[dict[str, Any]]] = {}
    for each in found.mentions:
        mention, document = each.resolution.mention, each.document
        citation = {
            "label": document.title or document.id,
            "@id": document_uri(document),
            "source": document.source,
            "date": document.published,
            "start": mention.start,
            "end": mention.end,
            "confidence": each.resolution.confidence,
            "sentence": sentences[id(document)](each.resolution),
        }
        names.setdefault(mention.text, []).append(
            {name: value for name, value in citation.items() if value is not None}
        )
    days = sorted({each.document.published for each in found.mentions if each.document.published})
    feature: dict[str, Any] = {
        "@id": uri_of(place.id),
        "type": "Feature",
        "properties": {
            "title": place.name,
            "ccodes": [place.country_code] if place.country_code else [],
            "fclasses": [place.feature_class],
            "place_id": str(place.id),
            "confidence": rounded(found.confidence),
            "precision": str(precision_at(place, found.mentions[0].resolution)),
            "status": str(found.status),
        },
        "names": [{"toponym": text, "citations": citations} for text, citations in names.items()],
        "types": [{"identifier": f"gn:{place.feature_class}.{place.feature_code}", "label": place.feature_code}],
        "geometry": geometry_dict(geometry_of(place, gazetteer, tolerance_deg=tolerance_deg)),
    }
    if place.id.source == "geonames":
        feature["links"] = [{"type": "exactMatch", "identifier": f"gn:{place.id.key}"}]
    if days:
        spans = {"start": {"earliest": days[0]}, "end": {"latest": days[-1]}}
        feature["when"] = {"timespans": [spans], "label": "when the reports were published"}
    if place.population is not None:
        feature["properties"]["population"] = place.population
    if phrases:
        feature["descriptions"] = [{"value": phrases, "lang": "und"}]
    return feature


def to_annotations(atlas: Atlas) -> dict[str, Any]:
    """The mentions as a page of W3C Web Annotations: where each stands, and the place that it identifies.

    Spatial phrases follow each document's mentions; their body is the ground that they mean, as GeoJSON.
    Positions are code points of the text as it was read, as the Web Annotation model asks.
    """
    items = []
    for parsed in atlas.documents:
        pairs = zip(parsed.resolutions, mention_rows([parsed]), strict=True)
        for number, (resolution, row) in enumerate(pairs):
            if resolution.place is None:
                continue
            items.append(_annotation(parsed, number, row, resolution.place.id))
        items += [_phrase(parsed, number, *pair) for number, pair in enumerate(relation_rows([parsed]))]
    return {
        "@context": _ANNOTATIONS,
        "id": f"urn:geomap:page:{_digest(''.join(item['id'] for item in items))}",
        "type": "AnnotationPage",
        "rights": "https://creativecommons.org/licenses/by/4.0/",
        "creator": {"type": "Software", "name": "geomap"},
        "label": credit_of(atlas.documents),
        "items": items,
    }


def _annotation(parsed: GeoparsedDocument, number: int, row: dict[str, Any], place_id: PlaceId) -> dict[str, Any]:
    document = parsed.document
    start, end = row["start"], row["end"]
    body: dict[str, Any] = {
        "type": "SpecificResource",
        "purpose": "identifying",
        "source": uri_of(place_id),
        "label": row["name"],
    }
    details = ("place_id", "status", "confidence", "precision", "latitude", "longitude", "feature_code", "sentence")
    body |= {f"geomap:{name}": row[name] for name in details if row[name] is not None}
    annotation: dict[str, Any] = {
        "id": f"{_urn(document)}:{number}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": body,
    }
    return annotation | _target(document, start, end)


def _phrase(parsed: GeoparsedDocument, number: int, row: dict[str, Any], shape: Any) -> dict[str, Any]:
    """The annotation of a spatial phrase."""
    body: dict[str, Any] = {"type": "TextualBody", "purpose": "describing", "value": row["method"] or row["text"]}
    details = ("kind", "subject", "anchors", "anchor_ids", "distance_m", "bearing_deg", "precision", "uncertainty_m")
    body |= {f"geomap:{name}": row[name] for name in details if row[name] is not None}
    if shape is not None:
        body["geomap:geometry"] = geometry_dict(shape)
    annotation: dict[str, Any] = {
        "id": f"{_urn(parsed.document)}:phrase:{number}",
        "type": "Annotation",
        "motivation": "describing",
        "body": body,
    }
    return annotation | _target(parsed.document, row["start"], row["end"])


def _target(document: Document, start: int, end: int) -> dict[str, Any]:
    """Where an annotation stands, and when and by whom the report was published."""
    target: dict[str, Any] = {
        "target": {
            "source": document_uri(document),
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": document.text[start:end],
                    "prefix": document.text[max(0, start - _CONTEXT) : start],
                    "suffix": document.text[end : end + _CONTEXT],
                },
            ],
        },
    }
    if document.published:
        target["geomap:published"] = document.published
    if document.source:
        target["geomap:source"] = document.source
    return target


def document_uri(document: Document) -> str:
    """The report's own address when its source is one, else a URN made from its id and text."""
    if document.source and document.source.startswith(("https://", "http://")) and " " not in document.source:
        return document.source
    return _urn(document)


def _urn(document: Document) -> str:
    return f"urn:geomap:document:{_digest(repr((document.id, document.text)))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

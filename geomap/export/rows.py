"""A row is one mention, or one place, as flat fields: what tables, layers and spreadsheets share.

Every row carries the place's id, the confidence, how finely the place is known, the sentence, the source,
the date, the offsets and the credit, so that it can stand alone when it is copied out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from geomap.errors import InputError
from geomap.export.relation_rows import phrases_about
from geomap.export.values import rounded
from geomap.gazetteer.codes import precision_of
from geomap.gazetteer.credit import credit_of
from geomap.model import (
    Atlas,
    AtlasMention,
    AtlasPlace,
    Document,
    GeoparsedDocument,
    Place,
    Precision,
    Resolution,
    SpatialRelation,
)
from geomap.relations import FAILS
from geomap.relations.precision_codes import acled_geo_precision, ucdp_where_prec
from geomap.snippets import Snippets

#: The fields of a mention, in order. Distances are metres, coordinates WGS 84 degrees, offsets code points.
#: ``phrases`` are the spatial phrases that place it or measure from it, ``contradiction`` says where one of them
#: puts it elsewhere than the gazetteer.
MENTION_FIELDS = (
    "document",
    "title",
    "source",
    "published",
    "start",
    "end",
    "text",
    "kind",
    "role",
    "status",
    "confidence",
    "place_id",
    "name",
    "latitude",
    "longitude",
    "precision",
    "uncertainty_m",
    "feature_class",
    "feature_code",
    "country_code",
    "admin",
    "population",
    "ucdp_where_prec",
    "acled_geo_precision",
    "phrases",
    "contradiction",
    "sentence",
    "attribution",
)
#: The fields of a place. ``confidence`` is the mean of its mentions'; ``sentence``, ``source`` and
#: ``published`` are the first mention's; ``offsets`` lists all mentions as DOCUMENT:START-END.
PLACE_FIELDS = (
    "place_id",
    "name",
    "status",
    "confidence",
    "latitude",
    "longitude",
    "precision",
    "uncertainty_m",
    "feature_class",
    "feature_code",
    "country_code",
    "admin",
    "admin_ids",
    "bounds",
    "population",
    "mention_count",
    "document_count",
    "names_in_text",
    "phrases",
    "sentence",
    "source",
    "published",
    "offsets",
    "attribution",
)


def confident(documents: Iterable[GeoparsedDocument], min_confidence: float) -> tuple[GeoparsedDocument, ...]:
    """The documents with only those mentions whose place has at least this confidence, 0 to 1.

    With 0 all stay, those without a place too. Raises InputError for a number outside 0 to 1.
    """
    if not 0 <= min_confidence <= 1:
        raise InputError(f"the least confidence is {min_confidence}: give a number from 0 to 1")
    if min_confidence == 0:
        return tuple(documents)
    return tuple(
        replace(
            parsed,
            resolutions=tuple(
                each
                for each in parsed.resolutions
                if each.place is not None and each.confidence is not None and each.confidence >= min_confidence
            ),
        )
        for parsed in documents
    )


def chosen(fields: Sequence[str] | None, known: Sequence[str]) -> tuple[str, ...]:
    """``fields``, or all that are known; raises InputError for one that is not."""
    if fields is None:
        return tuple(known)
    for field in fields:
        if field not in known:
            raise InputError(f"there is no field {field!r}: choose from {', '.join(known)}")
    return tuple(dict.fromkeys(fields))


def precision_at(place: Place, resolution: Resolution | None = None) -> Precision:
    """How finely the place is known: what its location says, else what follows from its kind."""
    if resolution is not None and resolution.location is not None:
        return resolution.location.precision
    return precision_of(place)


def mention_rows(documents: Iterable[GeoparsedDocument]) -> Iterator[dict[str, Any]]:
    """A row for each mention, resolved or not, in the order of documents and offsets."""
    for parsed in documents:
        sentence = sentence_finder(parsed.document)
        credit = credit_of([parsed])
        for resolution in parsed.resolutions:
            row = _mention_row(parsed.document, resolution, sentence, credit)
            about = phrases_about(parsed.relations, resolution.mention)
            yield row | {"phrases": _listed(about), "contradiction": contradiction_of(resolution)}


def place_rows(atlas: Atlas) -> Iterator[dict[str, Any]]:
    """A row for each place, in the order of the atlas."""
    credit = credit_of(atlas.documents)
    finders: dict[int, Callable[[Resolution], str]] = {}
    relations = {id(parsed.document): parsed.relations for parsed in atlas.documents}
    for found in atlas.places:
        first = found.mentions[0]
        about = [
            relation
            for each in found.mentions
            for relation in phrases_about(relations.get(id(each.document), ()), each.resolution.mention)
        ]
        finder = finders.setdefault(id(first.document), sentence_finder(first.document))
        yield _place_row(found, finder(first.resolution), credit) | {"phrases": _listed(about)}


def contradiction_of(resolution: Resolution) -> str | None:
    """What a phrase says of the mention's place and the gazetteer denies, in a sentence; ``None`` for nothing."""
    said = [each.because for each in resolution.evidence if each.name == FAILS]
    return "; ".join(said) or None


def _listed(relations: Iterable[SpatialRelation]) -> str | None:
    return " / ".join(dict.fromkeys(" ".join(each.text.split()) for each in relations)) or None


def sentence_finder(document: Document) -> Callable[[Resolution], str]:
    """A function that gives the sentence around a mention of ``document``, on one line."""
    snippets = Snippets(document.text)

    def sentence(resolution: Resolution) -> str:
        first, last = snippets.around(resolution.mention.start, resolution.mention.end)
        return " ".join(document.text[first:last].split())

    return sentence


def _mention_row(
    document: Document, resolution: Resolution, sentence: Callable[[Resolution], str], credit: str
) -> dict[str, Any]:
    mention, place, location = resolution.mention, resolution.place, resolution.location
    point = location or place
    row: dict[str, Any] = dict.fromkeys(MENTION_FIELDS)
    row |= {
        "document": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": str(mention.kind),
        "role": None if mention.role is None else str(mention.role),
        "status": str(resolution.status),
        "confidence": rounded(resolution.confidence),
        "sentence": sentence(resolution),
    }
    if point is not None:
        row |= {"latitude": point.latitude, "longitude": point.longitude, "attribution": credit}
    if location is not None:
        row |= {
            "precision": str(location.precision),
            "uncertainty_m": location.uncertainty_m,
            "ucdp_where_prec": ucdp_where_prec(location),
            "acled_geo_precision": acled_geo_precision(location),
        }
    if place is not None:
        row |= {
            "place_id": str(place.id),
            "name": place.name,
            "precision": str(precision_at(place, resolution)),
            "feature_class": place.feature_class,
            "feature_code": place.feature_code,
            "country_code": place.country_code,
            "admin": " / ".join(place.admin),
            "population": place.population,
            "attribution": credit,
        }
    return row


def _place_row(found: AtlasPlace, sentence: str, credit: str) -> dict[str, Any]:
    place, mentions = found.place, found.mentions
    first = mentions[0]
    doubts = [each.resolution.location.uncertainty_m for each in mentions if each.resolution.location]
    return {
        "place_id": str(place.id),
        "name": place.name,
        "status": str(found.status),
        "confidence": rounded(found.confidence),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": str(precision_at(place, first.resolution)),
        "uncertainty_m": max((doubt for doubt in doubts if doubt is not None), default=None),
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "country_code": place.country_code,
        "admin": " / ".join(place.admin),
        "admin_ids": " ".join(map(str, place.admin_ids)),
        "bounds": None if place.bounds is None else " ".join(map(repr, map(float, place.bounds))),
        "population": place.population,
        "mention_count": len(mentions),
        "document_count": len({each.document.id for each in mentions}),
        "names_in_text": " / ".join(dict.fromkeys(each.resolution.mention.text for each in mentions)),
        "sentence": sentence,
        "source": first.document.source,
        "published": first.document.published,
        "offsets": " ".join(offset(each) for each in mentions),
        "attribution": credit,
    }


def offset(mention: AtlasMention) -> str:
    """Where a mention stands: DOCUMENT:START-END, the document's id without spaces."""
    spot = mention.resolution.mention
    return f"{'_'.join(mention.document.id.split())}:{spot.start}-{spot.end}"

"""A payload is all that a page is told, as one JSON object: reports, mentions, places, view, words and basemap."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.credit import credit_of, own_part
from geomap.model import Atlas, GeoparsedDocument, Provenance
from geomap.render.basemap import basemap, country_codes
from geomap.render.mentions import documents_and_mentions, ordered
from geomap.render.options import MapOptions
from geomap.render.outline import outline_path
from geomap.render.places import CHOICES_UP_TO_PLACES, drawn_place
from geomap.render.view import Extent, View, first_view
from geomap.words import words_of

if TYPE_CHECKING:
    from geomap.decisions import Decisions

#: Bytes of a page besides data and basemap: Leaflet, its plugin and the page's own code and style.
_CODE_BYTES = 300_000
#: The least that the basemap gets, however much the reports take.
_BASEMAP_LEAST_BYTES = 150_000

#: Lists of other candidates among a place's fields, and the order of a candidate's own fields on the page.
_OTHERS = {"alt", "more"}
_COLUMNS = ("id", "n", "where", "kind", "pr", "y", "x", "area")
#: What the page takes for granted.
_USUAL = {"state": "sure", "draw": "point"}


def payload_of(atlas: Atlas, options: MapOptions, gazetteer: Any, decisions: Decisions | None) -> dict[str, Any]:
    """The payload of a page about ``atlas``; equal atlases and options give equal ones.

    Raises GazetteerError when the gazetteer cannot be read.
    """
    # The picture draws places as the page does: it imports this room.
    from geomap.picture.words import title_of

    documents, words = ordered(atlas.documents), words_of(options.ui_language)
    numbers = {str(each.place.id): number for number, each in enumerate(atlas.places)}
    countries = _countries(atlas, gazetteer)
    drawn = [
        drawn_place(
            each,
            gazetteer,
            countries,
            in_basemap=options.basemap != "none",
            with_choices=len(atlas.places) <= CHOICES_UP_TO_PLACES,
        )
        for each in atlas.places
    ]
    view = _view([each.extent for each in drawn if each.extent is not None], options)
    for each in drawn:
        if each.geometry is not None:
            each.fields["g"] = outline_path(each.geometry, view)
    reasons = _shared_reasons(drawn)
    for each in drawn:
        each.fields.update({name: [_row(other) for other in each.fields[name]] for name in _OTHERS & set(each.fields)})
    texts, mentions = documents_and_mentions(
        documents, {each.place.id: number for number, each in enumerate(atlas.places)}, whole=options.text
    )
    payload: dict[str, Any] = {
        "documents": texts,
        "mentions": mentions,
        "places": [_without_usual(each.fields) for each in drawn],
        "reasons": reasons,
        "view": {"bounds": list(view.bounds), "all": list(view.everything), "empty": view.is_empty},
        "title": options.title or title_of(atlas, words),
        "ui": {"language": words.language, "words": words.texts},
        "options": {"theme": options.theme, "height": options.height_px, "sort": options.sort},
        "made": _made(atlas, documents, options),
    }
    if decisions is not None:
        payload["decisions"] = {
            "seen": list(decisions.seen),
            "decisions": [each.as_dict() for each in decisions.decisions],
        }
    own_credit = own_part(credit_of(documents))
    if own_credit:
        payload["ownCredit"] = own_credit
    for name in ("subtitle", "sources", "credit"):
        if getattr(options, name):
            payload[name] = getattr(options, name)
    budget = max(_BASEMAP_LEAST_BYTES, options.page_bytes - _CODE_BYTES - _rough_size(texts, len(mentions["s"]), drawn))
    if words.language != "en":
        named = country_codes(gazetteer) if options.basemap != "none" else {}
        payload["ui"]["countries"] = named | {name: code for code, name in countries.items()}
    payload["base"] = basemap(
        view,
        gazetteer,
        mode=options.basemap,
        place_numbers=numbers,
        budget_bytes=budget,
        cities=options.cities,
    )
    return payload


def _countries(atlas: Atlas, gazetteer: Any) -> dict[str, str]:
    """The names of all countries that places and candidates lie in, by ISO code."""
    codes = {each.place.country_code for each in atlas.places}
    for each in atlas.places:
        codes.update(
            candidate.place.country_code for mention in each.mentions for candidate in mention.resolution.candidates
        )
    return {code: gazetteer.country_name(code) for code in codes if code}


def _view(extents: Sequence[Extent], options: MapOptions) -> View:
    """What the page shows first: the options' box, else what holds most of the places."""
    view = first_view(extents)
    if options.bounds is None:
        return view
    chosen = options.bounds
    if chosen.west > chosen.east:
        chosen = chosen._replace(east=chosen.east + 360)
    return View(bounds=chosen, everything=view.everything, is_empty=view.is_empty)


def _without_usual(fields: dict[str, Any]) -> dict[str, Any]:
    """A place's fields without what most places have."""
    return {name: value for name, value in fields.items() if _USUAL.get(name) != value}


def _row(other: dict[str, Any]) -> list[Any]:
    """Another candidate as the page gets it: what it is, in the order of `_COLUMNS`."""
    row = [other.get(name) for name in _COLUMNS]
    return row if row[-1] else row[:-1]


def _shared_reasons(drawn) -> list[str]:
    """All places' reasons, each once: on the page a place has their numbers."""
    numbers: dict[str, int] = {}
    for each in drawn:
        if "why" in each.fields:
            each.fields["why"] = [numbers.setdefault(reason, len(numbers)) for reason in each.fields["why"]]
    return list(numbers)


def _rough_size(texts, mentions: int, drawn) -> int:
    """About how many bytes reports, mentions and places take on the page."""
    return (
        sum(len(each["text"].encode("utf-8", "replace")) + 150 for each in texts)
        + mentions * 22
        + sum(len(each.fields.get("g", "")) + 500 for each in drawn)
    )


def _made(atlas: Atlas, documents: list[GeoparsedDocument], options: MapOptions) -> dict[str, Any]:
    """What the map was made with and from: enough to make it again."""
    from importlib.metadata import PackageNotFoundError, version

    provenance: Provenance | None = atlas.provenance or next(
        (each.provenance for each in documents if each.provenance), None
    )
    digest = hashlib.sha256()
    for each in documents:
        document = each.document
        for part in (document.id, document.title, document.source, document.published, document.text):
            digest.update(repr(part).encode("utf-8", "surrogatepass"))
    made: dict[str, Any] = {"input": digest.hexdigest()[:16], "options": options.as_dict()}
    if provenance is not None:
        made |= {
            "version": provenance.geomap_version,
            "gazetteer": provenance.gazetteer,
            "recognizer": provenance.recognizer,
            "resolver": provenance.resolver,
        }
        parsed = {name: value for name, value in provenance.options.items() if name != "decisions"}
        if parsed:
            made["parsed"] = parsed
        if "decisions" in provenance.options:
            made["decisions"] = provenance.options["decisions"]
    else:
        try:
            made["version"] = version("geomap-reports")
        except PackageNotFoundError:
            made["version"] = ""
    return made

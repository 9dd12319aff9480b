"""A map is a finished page about places, to be saved, framed, pasted or shown in a notebook."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.credit import credit_of, own_part
from geomap.model import Atlas, GeoparsedDocument, Provenance
from geomap.render.basemap import basemap, country_codes
from geomap.render.mentions import documents_and_mentions, ordered
from geomap.render.options import MapOptions
from geomap.render.outline import outline_path
from geomap.render.page import fragment, iframe, json_block, page
from geomap.render.places import CHOICES_UP_TO_PLACES, drawn_place
from geomap.render.shell import folium_map, shell_of
from geomap.render.table import without_script
from geomap.render.view import View, first_view
from geomap.words import Words, words_of

if TYPE_CHECKING:
    import folium

    from geomap.decisions import Decisions

#: Bytes of a page besides data and basemap: Leaflet, its plugin and the page's own code and style.
_CODE_BYTES = 300_000
#: The picture for a page without script: letters, and the most places that it draws.
_STILL_BYTES, _STILL_PLACES = 65_000, 100
#: The least that the basemap gets, however much the reports take.
_BASEMAP_LEAST_BYTES = 150_000


def build_map(
    documents: Atlas | Iterable[GeoparsedDocument],
    options: MapOptions | None = None,
    *,
    gazetteer: Any = None,
    decisions: Decisions | None = None,
) -> Map:
    """The map of ``documents`` (or of an atlas already collected).

    Outlines and the basemap come from ``gazetteer``; without one the default gazetteer is opened
    for the time of the call. ``decisions`` are those that were applied to the documents: the page exports
    them together with what is corrected in it. Equal documents give equal bytes, in whatever order they come.
    Raises GazetteerError when the gazetteer cannot be read.
    """
    if not isinstance(documents, Atlas):
        from geomap.collect import collect

        documents = collect(documents)
    options = options or MapOptions()
    if gazetteer is not None:
        return Map(_payload(documents, options, gazetteer, decisions), options, atlas=documents, gazetteer=gazetteer)
    from geomap.gazetteer import Gazetteer

    with Gazetteer.open() as opened:
        return Map(_payload(documents, options, opened, decisions), options, atlas=documents)


class Map:
    """A map page. Get one from `build_map`."""

    def __init__(
        self, payload: dict[str, Any], options: MapOptions, *, atlas: Atlas | None = None, gazetteer: Any = None
    ) -> None:
        self.options = options
        self._atlas = atlas
        self._gazetteer = gazetteer
        self._payload = payload
        self._words = words_of(options.ui_language)
        self._data = json_block(payload)
        self._key = hashlib.sha256(self._data.encode("utf-8")).hexdigest()[:16]

    @property
    def title(self) -> str:
        """The title that the page carries."""
        return self._payload["title"]

    @cached_property
    def folium(self) -> folium.Map:
        """The folium map inside, to add layers of your own to: tiles, GeoJson, plugins.

        What you add is rendered by folium, which treats strings as code: never give it text that
        you did not write. A page with such layers has no Content-Security-Policy and may load
        files from the network.
        """
        return folium_map(self._key, self._leaflet_options())

    @cached_property
    def _without_script(self) -> str:
        picture = self._svg(width_px=1000, height_px=620, svg_bytes=_STILL_BYTES, most_places=_STILL_PLACES)
        return without_script(self._payload, self._words, picture)

    def to_html(self) -> str:
        """A whole HTML page that loads nothing from anywhere."""
        return page(
            shell_of(self.folium),
            self._data,
            title=self.title,
            words=self._words,
            table=self._without_script,
        )

    def to_embed(self) -> str:
        """A page to stand in a frame of another page, which it tells its height by ``postMessage``.

        `geomap.report.frame` has the lines for the page around it. Without them the frame keeps its height.
        """
        return page(
            shell_of(self.folium),
            self._data,
            title=self.title,
            words=self._words,
            table=self._without_script,
            embed_height_px=self.options.height_px,
        )

    def save(self, path: str | os.PathLike[str]) -> Path:
        """The path, with the page written there whole; raises RenderError and leaves the old file."""
        from geomap.writing import write_atomically

        return write_atomically(path, self.to_html())

    def to_iframe(self, *, height_px: int | None = None) -> str:
        """An ``<iframe>`` that holds the whole page, to paste into another page."""
        return iframe(self.to_html(), title=self.title, height_px=height_px or self.options.height_px)

    def to_fragment(self) -> str:
        """A ``<figure>`` to paste into another page; its styles and the page's do not touch each other."""
        return fragment(
            shell_of(self.folium),
            self._data,
            key=self._key,
            title=self.title,
            words=self._words,
            table=self._without_script,
        )

    def to_svg(self, *, width_px: int = 1200, height_px: int = 800) -> str:
        """The map standing still, as SVG: for print, slides and what runs no script.

        Raises GazetteerError when the gazetteer is closed and the default one cannot be read.
        """
        return self._svg(width_px=width_px, height_px=height_px)

    def _svg(self, *, most_places: int | None = None, **size: int) -> str:
        """The picture, of the most named places only where ``most_places`` says so."""
        from dataclasses import replace
        from sqlite3 import ProgrammingError

        from geomap.collect import collect
        from geomap.gazetteer import Gazetteer
        from geomap.picture import PictureOptions, draw_svg

        picture = PictureOptions(
            **size,
            title=self.title,
            subtitle=self.options.subtitle,
            credit=self.options.credit,
            theme="dark" if self.options.theme == "dark" else "light",
            ui_language=self.options.ui_language,
            bounds=self.options.bounds,
        )
        atlas = self._atlas or collect(())
        if most_places is not None and len(atlas.places) > most_places:
            named = sorted(atlas.places, key=lambda each: -len(each.mentions))
            atlas = replace(atlas, places=tuple(named[:most_places]))
        if self._gazetteer is not None:
            # A gazetteer that was closed since then raises; the default one has the same basemap.
            with suppress(ProgrammingError):
                return draw_svg(atlas, picture, gazetteer=self._gazetteer)
        with Gazetteer.open() as opened:
            return draw_svg(atlas, picture, gazetteer=opened)

    def to_png(self, *, width_px: int = 1200, height_px: int = 800, scale: float = 1.0) -> bytes:
        """The same as PNG; raises RenderError without CairoSVG, which the extra ``reports`` has."""
        from geomap.picture import svg_to_png

        return svg_to_png(self.to_svg(width_px=width_px, height_px=height_px), scale=scale)

    def _repr_html_(self) -> str:
        return self.to_iframe()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """For notebooks: the live map, a picture where scripts do not run, and words."""
        picture = self.to_svg(width_px=900, height_px=560)
        return {"text/html": self._repr_html_(), "image/svg+xml": picture, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Map {self.title!r}: {len(self._payload['places'])} places>"

    def _leaflet_options(self) -> dict[str, Any]:
        return {
            "max_zoom": self._payload["base"]["maxZoom"],
            "min_zoom": 1,
            "zoom_snap": 0.25,
            "zoom_delta": 1,
            "wheel_px_per_zoom_level": 90,
            "attribution_control": False,
        }


def _payload(atlas: Atlas, options: MapOptions, gazetteer: Any, decisions: Decisions | None) -> dict[str, Any]:
    documents, words = ordered(atlas.documents), words_of(options.ui_language)
    numbers = {str(each.place.id): number for number, each in enumerate(atlas.places)}
    codes = {each.place.country_code for each in atlas.places}
    for each in atlas.places:
        codes.update(
            candidate.place.country_code for mention in each.mentions for candidate in mention.resolution.candidates
        )
    countries = {code: gazetteer.country_name(code) for code in codes if code}
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
    view = first_view([each.extent for each in drawn if each.extent is not None])
    if options.bounds is not None:
        chosen = options.bounds
        if chosen.west > chosen.east:
            chosen = chosen._replace(east=chosen.east + 360)
        view = View(bounds=chosen, everything=view.everything, is_empty=view.is_empty)
    for each in drawn:
        if each.geometry is not None:
            each.fields["g"] = outline_path(each.geometry, view)
    texts, mentions = documents_and_mentions(
        documents, {each.place.id: number for number, each in enumerate(atlas.places)}, whole=options.text
    )
    payload: dict[str, Any] = {
        "documents": texts,
        "mentions": mentions,
        "places": [each.fields for each in drawn],
        "view": {"bounds": list(view.bounds), "all": list(view.everything), "empty": view.is_empty},
        "title": options.title or _title(documents, words),
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


def _rough_size(texts, mentions: int, drawn) -> int:
    """About how many bytes reports, mentions and places take on the page."""
    return (
        sum(len(each["text"].encode("utf-8", "replace")) + 150 for each in texts)
        + mentions * 22
        + sum(len(each.fields.get("g", "")) + 500 for each in drawn)
    )


def _title(documents: list[GeoparsedDocument], words: Words) -> str:
    titles = [each.document.title for each in documents if each.document.title]
    if len(documents) == 1:
        return titles[0] if titles else words.say("untitled_one")
    return words.say("untitled_many")


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
        if "decisions" in provenance.options:
            made["decisions"] = provenance.options["decisions"]
    else:
        try:
            made["version"] = version("geomap-reports")
        except PackageNotFoundError:
            made["version"] = ""
    return made

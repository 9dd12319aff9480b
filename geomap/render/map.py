"""A map is a finished page about places, to be saved, framed, pasted or shown in a notebook."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.model import Atlas, GeoparsedDocument
from geomap.render.options import MapOptions
from geomap.render.page import fragment, iframe, json_block, page
from geomap.render.payload import payload_of
from geomap.render.shell import folium_map, shell_of
from geomap.render.table import without_script
from geomap.words import words_of

if TYPE_CHECKING:
    import folium

    from geomap.decisions import Decisions

#: The picture for a page without script: letters, and the most places that it draws.
_STILL_BYTES, _STILL_PLACES = 52_000, 100


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
        return Map(payload_of(documents, options, gazetteer, decisions), options, atlas=documents, gazetteer=gazetteer)
    from geomap.gazetteer import Gazetteer

    with Gazetteer.open() as opened:
        return Map(payload_of(documents, options, opened, decisions), options, atlas=documents)


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
        return self._page()

    def to_embed(self) -> str:
        """A page to stand in a frame of another page, which it tells its height by ``postMessage``.

        `geomap.report.frame` has the lines for the page around it. Without them the frame keeps its height.
        """
        return self._page(embed_height_px=self.options.height_px)

    def _page(self, *, embed_height_px: int | None = None) -> str:
        return page(
            shell_of(self.folium),
            self._data,
            title=self.title,
            words=self._words,
            table=self._without_script,
            embed_height_px=embed_height_px,
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

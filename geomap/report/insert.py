"""An insert is the map as HTML for somebody's own template or page; data in it is never read as a template.

But for the form ``figure`` it is one element without line breaks or text of its own: nothing in it that a
Markdown program could take for the end of the HTML, or for Markdown.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.model import Atlas, Document, GeoparsedDocument
from geomap.picture.options import size_of
from geomap.report.fences import Fence, text_of

if TYPE_CHECKING:
    from geomap.pipeline import Geoparser
    from geomap.render import Map

#: live: a frame with the whole map; picture: the map standing still, as an image; figure: the live map in the
#: page itself, whose code has several lines, so that it is for templates only.
FORMS = ("live", "picture", "figure")
#: Takes the number of a picture and its SVG, puts it somewhere, and gives its address.
SaveImage = Callable[[int, str], str]


def insert_map(
    report: str | GeoparsedDocument | Atlas,
    *,
    form: str = "live",
    title: str | None = None,
    source: str | None = None,
    published: str | None = None,
    height_px: int = 520,
    size: str = "1200x800",
    theme: str = "auto",
    ui_language: str = "en",
    geoparser: Geoparser | None = None,
) -> str:
    """The map of ``report`` (its text, or what was made of it) as HTML; ``form`` is one of `FORMS`.

    ``geoparser`` is the one to read a text with and to take outlines from; without one the usual one is made.
    Raises InputError for what no map can be.
    """
    if form not in FORMS:
        raise InputError(f"{form!r} is no form of a map: take one of {', '.join(FORMS)}")
    if isinstance(report, str):
        report = _parsed(Document(text=str(report), title=title, source=source, published=published), geoparser)
    live = _map_of(report, title, height_px, theme, ui_language, geoparser)
    if form == "figure":
        return live.to_fragment()
    if form == "live":
        # Only the page inside the attribute has line breaks; as references they are the same page.
        return live.to_iframe().replace("\r", "&#13;").replace("\n", "&#10;")
    return _image_of(live, size)


def add_to_jinja(environment: Any, *, geoparser: Geoparser | None = None) -> None:
    """Give a Jinja environment the filter ``geomap``: ``{{ report | geomap(title="Floods", form="picture") }}``.

    Its options are those of `insert_map`. What it gives is marked as safe HTML, so that it is not escaped.
    """
    from markupsafe import Markup

    def geomap(report: Any, **options: Any) -> Markup:
        return Markup(insert_map(report, geoparser=geoparser, **options))

    environment.filters["geomap"] = geomap


def fence_map(
    fence: Fence,
    *,
    folder: Path,
    form: str = "live",
    ui_language: str = "en",
    geoparser: Geoparser | None = None,
    save_image: SaveImage | None = None,
    number: int = 1,
) -> str:
    """What stands in a page in place of ``fence``: HTML, or for the form ``image`` a Markdown image.

    The fence's own options win. ``save_image`` is needed for images. Raises InputError.
    """
    said = fence.options
    form = said.get("as", form)
    if form not in ("live", "picture", "image"):
        raise InputError(f"{form!r} is no form of a map in a page: take live, picture or image")
    if form == "image" and save_image is None:
        raise InputError("an image needs a folder to be written to, and there is none here: take live or picture")
    height = said.get("height", "520").removesuffix("px")
    if not height.isdecimal():
        raise InputError(f"the height is {said['height']!r}; write a number of pixels")
    title, language = said.get("title"), said.get("language", ui_language)
    about = {"title": title, "source": said.get("source"), "published": said.get("date")}
    parsed = _parsed(Document(text=text_of(fence, folder), **about), geoparser)
    look = {"height_px": int(height), "theme": said.get("theme", "auto"), "ui_language": language}
    size = said.get("size", "1200x800")
    if form != "image" or save_image is None:
        return insert_map(parsed, form=form, title=title, size=size, geoparser=geoparser, **look)
    from geomap.report.markdown import plain

    live = _map_of(parsed, geoparser=geoparser, title=title, **look)
    return f"![{plain(live.title)}](<{save_image(number, _picture_of(live, size))}>)"


def _map_of(
    report: GeoparsedDocument | Atlas,
    title: str | None,
    height_px: int,
    theme: str,
    ui_language: str,
    geoparser: Geoparser | None,
) -> Map:
    from geomap.render import MapOptions, build_map

    return build_map(
        report if isinstance(report, Atlas) else [report],
        MapOptions(title=title, height_px=height_px, theme=theme, ui_language=ui_language),
        gazetteer=None if geoparser is None else geoparser.gazetteer,
    )


def _image_of(live: Map, size: str) -> str:
    """The picture as an ``<img>`` that holds it, with the words of its description."""
    svg = _picture_of(live, size)
    described = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.S)
    words = " ".join(html.unescape(described[1] if described else live.title).split())
    width_px, height_px = size_of(size)
    inside = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return (
        f'<img class="geomap" alt="{html.escape(words)}" width="{width_px}" height="{height_px}" loading="lazy" '
        f'style="max-width:100%;height:auto" src="data:image/svg+xml;base64,{inside}">'
    )


def _picture_of(live: Map, size: str) -> str:
    width_px, height_px = size_of(size)
    return live.to_svg(width_px=width_px, height_px=height_px)


def _parsed(document: Document, geoparser: Geoparser | None) -> GeoparsedDocument:
    if geoparser is not None:
        return geoparser.parse(document)
    import geomap

    about = {"title": document.title, "source": document.source, "published": document.published}
    return geomap.geoparse(document.text, **about)

"""The shell is the bare Leaflet map that folium writes: a container, a call, and the files they need.

folium reads every string as a template and puts many into JavaScript unescaped, so nothing that comes
from a document ever reaches it: it gets numbers and an id made of hexadecimal digits. Leaflet and
its cluster plugin are read from their installed packages and put into the page; nothing is linked.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import RenderError

if TYPE_CHECKING:
    import folium

_CSS_URL = re.compile(r"url\(\s*[\"']?(?!data:|#)([^)\"']+)[\"']?\s*\)")
_SOURCE_MAP = re.compile(r"^//[#@] sourceMappingURL=.*$", re.MULTILINE)
_END_TAG = re.compile(r"</(?=script|style)", re.IGNORECASE)
#: Leaflet's files by the name that folium knows them by: package and file.
_SCRIPTS = {
    "leaflet": ("leaflet", "leaflet.js"),
    "markercluster": ("leaflet_markercluster", "leaflet.markercluster.js"),
}
_STYLES = {"leaflet_css": ("leaflet", "leaflet.css")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What a page takes from folium: the container, the call that makes the map, code and style.

    ``links`` are tags of whatever the user's own folium layers load from elsewhere; empty without them.
    """

    name: str
    container: str
    call: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    links: tuple[str, ...] = ()


def folium_map(key: str, options: dict[str, Any]) -> folium.Map:
    """A folium map without tiles, with only Leaflet and the cluster plugin, named ``map_`` and ``key``."""
    if not re.fullmatch(r"[0-9a-f]+", key):
        raise RenderError(f"{key!r} cannot name a map: give hexadecimal digits")
    import folium

    class LeanMap(folium.Map):
        default_js = [(name, name) for name in _SCRIPTS]  # noqa: RUF012  (folium's own attribute)
        default_css = [(name, name) for name in _STYLES]  # noqa: RUF012

        def __call__(self) -> folium.Map:
            """The map itself: ``made.folium`` and ``made.folium()`` are the same map."""
            return self

    lean = LeanMap(tiles=None, zoom_control=False)
    lean._name, lean._id = "map", key
    lean.options |= options
    return lean


def shell_of(lean: folium.Map) -> Shell:
    """The shell that ``lean`` and whatever was added to it render to; the same each time."""
    from branca.element import CssLink, Figure, JavascriptLink

    figure, parent = Figure(), lean._parent
    figure.add_child(lean)
    try:
        for child in list(figure._children.values()):
            child.render()
        scripts, styles, links = [], [], []
        for name, child in figure.header._children.items():
            if name in (lean.get_name(), "meta_http", f"{lean.get_name()}_css"):
                continue  # folium's own page rules: they would forbid zooming and reach outside the map
            if isinstance(child, JavascriptLink) and name in _SCRIPTS:
                scripts.append(script_asset(*_SCRIPTS[name]))
            elif isinstance(child, CssLink) and name in _STYLES:
                styles.append(style_asset(*_STYLES[name]))
            else:
                links.append(child.render())
        return Shell(
            name=lean.get_name(),
            container=figure.html.render().strip(),
            call=figure.script.render().strip(),
            scripts=tuple(scripts),
            styles=tuple(styles),
            links=tuple(links),
        )
    finally:
        lean._parent = parent


@lru_cache(maxsize=8)
def script_asset(package: str, file: str) -> str:
    """An installed package's script, ready to stand inside a page."""
    return guarded(_SOURCE_MAP.sub("", _installed(package, file).read_text("utf-8")).strip())


@lru_cache(maxsize=8)
def style_asset(package: str, file: str) -> str:
    """An installed package's style sheet with its pictures inside."""
    path = _installed(package, file)

    def inlined(match: re.Match[str]) -> str:
        picture = path.parent / match[1]
        if picture.suffix != ".png" or not picture.is_file():
            return "none"
        return f"url(data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode('ascii')})"

    return guarded(_CSS_URL.sub(inlined, path.read_text("utf-8")).strip())


def guarded(code: str) -> str:
    """Code in which no end tag can end the element that it stands in."""
    return _END_TAG.sub(r"<\\/", code)


def _installed(package: str, file: str) -> Path:
    from importlib import import_module

    try:
        folder = import_module(f"xstatic.pkg.{package}").BASE_DIR
    except ImportError as error:
        raise RenderError(
            f"the package XStatic-{package} is missing and the map needs it; install geomap with its dependencies"
        ) from error
    path = Path(folder) / file
    if not path.is_file():
        raise RenderError(f"{file} is not in the installed XStatic package of {package}; install that package again")
    return path

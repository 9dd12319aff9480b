"""Map options say what a map is called, how it looks and where it opens.

They hold nothing about the places: those come with the documents.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from geomap.errors import InputError
from geomap.model import Bounds
from geomap.words import LANGUAGES

THEMES = ("auto", "light", "dark")
BASEMAPS = ("auto", "regional", "world", "none")
SORTS = ("mentions", "salience", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """What a map shows around its places; every field may be left out.

    ``title``, ``subtitle``, ``sources`` and ``credit`` are plain text; without them the page says
    what it can find in the documents. ``height_px`` is the height of an embedded map (a page of its
    own fills the window). ``bounds`` is the first view; without it the map opens on the settlements
    and named areas. ``text`` says whether the reports' whole text goes into the page or only the
    sentences that name a place. ``ui_language`` is the language of the page's own texts, not of the
    reports. ``page_bytes`` is the size to stay under by coarser basemap detail.
    Raises InputError for a value that no map can have.
    """

    title: str | None = None
    subtitle: str | None = None
    sources: str | None = None
    credit: str | None = None
    theme: str = "auto"
    height_px: int = 640
    bounds: Bounds | None = None
    basemap: str = "auto"
    sort: str = "mentions"
    text: bool = True
    cities: int = 60
    ui_language: str = "en"
    page_bytes: int = 700_000

    def __post_init__(self) -> None:
        for name, allowed in (("theme", THEMES), ("basemap", BASEMAPS), ("sort", SORTS), ("ui_language", LANGUAGES)):
            value = getattr(self, name)
            if value not in allowed:
                raise InputError(f"{name} is {value!r}; a map takes one of {', '.join(allowed)}")
        if not 200 <= self.height_px <= 10_000:
            raise InputError(f"height_px is {self.height_px}; an embedded map is 200 to 10000 pixels high")
        if self.bounds is not None:
            west, south, east, north = self.bounds
            if not (-90 <= south < north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
                raise InputError(f"bounds are {tuple(self.bounds)}; write west, south, east, north in degrees")

    def as_dict(self) -> dict[str, Any]:
        """The options as plain values, for the page's provenance."""
        return asdict(self)

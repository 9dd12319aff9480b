"""Picture options say how large a picture is, what it is called and which part of the world it shows."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.errors import InputError
from geomap.model import Bounds
from geomap.words import words_of

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOptions:
    """Sizes are CSS pixels. ``credit`` is said beside that of the places' data.

    ``bounds`` is what the picture must show; without it that follows from the places.
    ``svg_bytes`` is the size to stay under by a coarser basemap, ``ui_language`` the language of legend and
    description. Raises InputError for what no picture can have.
    """

    width_px: int = 1200
    height_px: int = 800
    title: str | None = None
    subtitle: str | None = None
    credit: str | None = None
    theme: str = "light"
    bounds: Bounds | None = None
    legend: bool = True
    ui_language: str = "en"
    svg_bytes: int = 240_000

    def __post_init__(self) -> None:
        if not (200 <= self.width_px <= 10_000 and 150 <= self.height_px <= 10_000):
            raise InputError(
                f"the picture's size is {self.width_px}x{self.height_px}; it can be 200x150 to 10000x10000 pixels"
            )
        if self.theme not in THEMES:
            raise InputError(f"theme is {self.theme!r}; a picture takes one of {', '.join(THEMES)}")
        words_of(self.ui_language)


def size_of(text: str) -> tuple[int, int]:
    """Width and height of a size written as ``1200x800``; raises InputError for anything else."""
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise InputError(f"{text!r} is not a size: write WIDTHxHEIGHT in pixels, like 1200x800")
    return int(width), int(height)

"""The picture's colours are the page's own: they are read from its style sheet."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_RULE = re.compile(r"\.gm(\.gm-dark)? \{([^}]*)\}", re.S)
_COLOUR = re.compile(r"--gm-(\w+):\s*(#[0-9a-fA-F]{6})")


@cache
def colours(theme: str) -> dict[str, str]:
    """Each colour of the page by its name: land, sea, border, tint, sure, likely, ambiguous, ink …"""
    sheet = files("geomap.render").joinpath("assets", "page.css").read_text("utf-8")
    found: dict[str, str] = {}
    for dark, body in _RULE.findall(sheet):
        if not dark or theme == "dark":
            found |= dict(_COLOUR.findall(body))
    return found


def mixed(first: str, second: str, share: float) -> str:
    """``share`` of the first colour and the rest of the second, opaque, so that every program draws it alike."""
    pairs = zip(_parts(first), _parts(second), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

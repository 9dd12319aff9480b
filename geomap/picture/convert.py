"""PNG and PDF are made of the SVG by CairoSVG, an extra package; without it the error says how to get it."""

from __future__ import annotations

from geomap.errors import InputError, RenderError
from geomap.picture.shaping import shaped_svg

#: A picture of more pixels than this would take over a gigabyte of memory.
_MOST_PIXELS = 200_000_000


#: What a person may take instead of a PNG or a PDF.
_INSTEAD = "write an .svg, which needs nothing"


def svg_to_png(svg: str, *, scale: float = 1.0, made_for: str = "PNG", instead: str = _INSTEAD) -> bytes:
    """The picture as PNG, ``scale`` pixels for each of the SVG's.

    Raises RenderError without CairoSVG: it says that ``made_for`` needs it, and what to do ``instead``.
    """
    if not 0.1 <= scale <= 10:
        raise InputError(f"the scale is {scale:g}; a picture is enlarged 0.1 to 10 times")
    from xml.etree import ElementTree as ET

    root = ET.fromstring(svg)
    pixels = float(root.get("width", 0)) * float(root.get("height", 0)) * scale * scale
    if pixels > _MOST_PIXELS:
        raise InputError(f"{pixels:,.0f} pixels are too many; take a smaller --size or --scale")
    return _cairosvg(made_for, instead).svg2png(bytestring=shaped_svg(svg).encode("utf-8"), scale=scale)


def svg_to_pdf(svg: str) -> bytes:
    """The picture as a PDF page of its own size, in vectors. Raises RenderError without CairoSVG."""
    return _cairosvg("PDF", _INSTEAD).svg2pdf(bytestring=shaped_svg(svg).encode("utf-8"))


def _cairosvg(made_for: str, instead: str):
    try:
        import cairosvg
    except (ImportError, OSError) as error:  # OSError: the package is there, the cairo library is not
        raise RenderError(
            f"{made_for} needs CairoSVG and the cairo library, which cannot be loaded ({error}): "
            f"pip install '.[reports]' (and, on Debian, apt-get install libcairo2), or {instead}"
        ) from error
    return cairosvg

"""A layer's style in QGIS's own XML: the colours of the page, for the GeoPackage's table of styles."""

from __future__ import annotations

#: The page's colours for sure, ambiguous and unplaced, the tint of areas, a light halo: red, green, blue.
_SURE, _AMBIGUOUS, _SOFT, _TINT, _HALO = "0,114,178", "176,80,140", "91,98,107", "232,194,122", "255,255,255"


def style_of(layer: str) -> str:
    """The style of ``places``, ``mentions``, ``areas`` or ``footprints``."""
    if layer in ("places", "mentions"):
        colours = {"resolved": _SURE, "ambiguous": _AMBIGUOUS, "not_found": _SOFT}
        size = "4" if layer == "places" else "2.4"
        symbols = "".join(_symbol(name, "marker", _marker(colour, size)) for name, colour in colours.items())
        categories = "".join(
            f'<category render="true" symbol="{name}" value="{name}" label="{name.replace("_", " ")}"/>'
            for name in colours
        )
        renderer = (
            '<renderer-v2 type="categorizedSymbol" attr="status" forceraster="0" enableorderby="0" symbollevels="0">'
            f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>"
        )
    else:
        fill = _fill(_TINT, "110", "solid") if layer == "areas" else _fill(_AMBIGUOUS, "40", "dash")
        renderer = (
            '<renderer-v2 type="singleSymbol" forceraster="0" enableorderby="0" symbollevels="0">'
            f'<symbols>{_symbol("0", "fill", fill)}</symbols></renderer-v2>'
        )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        f'<qgis version="3.28.0" styleCategories="Symbology">{renderer}<blendMode>0</blendMode></qgis>'
    )


def _symbol(name: str, kind: str, layer: str) -> str:
    return f'<symbol name="{name}" type="{kind}" alpha="1" clip_to_extent="1" force_rhr="0">{layer}</symbol>'


def _marker(colour: str, size_mm: str) -> str:
    return _layer(
        "SimpleMarker", name="circle", color=f"{colour},235", outline_color=f"{_HALO},255",
        outline_style="solid", outline_width="0.4", outline_width_unit="MM", size=size_mm, size_unit="MM",
    )  # fmt: skip


def _fill(colour: str, opacity: str, line: str) -> str:
    return _layer(
        "SimpleFill", color=f"{colour},{opacity}", style="solid", outline_color=f"{colour},255",
        outline_style=line, outline_width="0.5", outline_width_unit="MM",
    )  # fmt: skip


def _layer(kind: str, **options: str) -> str:
    inside = "".join(f'<Option name="{name}" type="QString" value="{value}"/>' for name, value in options.items())
    return f'<layer class="{kind}" enabled="1" locked="0" pass="0"><Option type="Map">{inside}</Option></layer>'

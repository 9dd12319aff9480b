"""A picture's style sheet: the page's look for each kind of mark and label, in class names of a letter or two."""

from __future__ import annotations

_FONT = '"Noto Sans","Segoe UI","Helvetica Neue",Arial,sans-serif'


def style_sheet(key: str, ink: dict[str, str]) -> str:
    """The rules, each only for what stands inside the element of class ``key``."""
    rules = {
        "text": f"font-family:{_FONT};fill:{ink['ink']}",
        ".q": f"fill:{ink['paper']}",
        ".x": f"fill:{ink['sea']}",
        ".g": f"fill:{ink['land']}",
        ".y": f"fill:none;stroke:{ink['province']};stroke-width:.6;stroke-dasharray:3 2.5",
        ".r": f"fill:none;stroke:{ink['river']};stroke-width:1",
        ".j": f"fill:{ink['sea']};stroke:{ink['shore']};stroke-width:.5",
        ".i": f"stroke:{ink['border']};stroke-width:.9;stroke-linejoin:round",
        ".d": f"fill:{ink['tint']};fill-opacity:.5;stroke:{ink['sure']};stroke-width:1.8",
        ".dl": f"stroke:{ink['likely']}",
        ".da": f"stroke:{ink['ambiguous']};stroke-dasharray:5 5;fill-opacity:.18",
        ".v": f"fill:{ink['tint']};fill-opacity:.2;stroke:{ink['soft']};stroke-width:1.5;stroke-dasharray:5 4",
        ".f": f"fill:{ink['likely']};fill-opacity:.16;stroke:{ink['likely']};stroke-width:1.2;stroke-dasharray:2 5",
        ".F": "fill-opacity:.06;stroke:none",
        ".w": f"fill:none;stroke:{ink['waterway']};stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round",
        ".o": f"stroke:{ink['halo']};stroke-width:1.6;fill-opacity:.94",
        ".s": f"fill:{ink['sure']}",
        ".o.l": f"fill:{ink['likely']}",
        ".o.a": f"fill:{ink['ambiguous']};fill-opacity:.16;stroke:{ink['ambiguous']};stroke-width:2.2;"
        "stroke-dasharray:4 3",
        ".hl,.ha": f"fill:{ink['likely']};fill-opacity:.08;stroke:{ink['soft']};stroke-width:1;stroke-dasharray:4 4",
        ".L": f"stroke:{ink['halo']};stroke-width:3.2;stroke-linejoin:round;stroke-opacity:.85",
        ".p": "font-size:13.5px;font-weight:600",
        "text.a": "font-size:13px;font-weight:600",
        "text.l": f"font-size:12.5px;font-weight:600;font-style:italic;fill:{ink['waterway']}",
        ".c": f"font-size:12px;letter-spacing:1.4px;fill:{ink['soft']}",
        ".n": "font-size:12px;letter-spacing:1.4px;font-weight:600",
        "text.s": f"font-size:12px;font-style:italic;letter-spacing:.6px;fill:{ink['waterway']}",
        ".t": f"font-size:11px;fill:{ink['soft']}",
        ".T": f"fill:{ink['soft']}",
        ".b": f"fill:{ink['paper']};fill-opacity:.86",
        ".k": "font-size:12px",
        ".e": f"font-size:11px;fill:{ink['soft']}",
        ".z": f"fill:none;stroke:{ink['soft']};stroke-width:1.2",
        ".m": f"fill:none;stroke:{ink['ink']};stroke-width:1.4",
        ".h": "font-size:20px;font-weight:700",
        ".u": f"font-size:13px;fill:{ink['soft']}",
    }
    return "".join(
        f"{','.join(f'.{key} {one}' for one in selector.split(','))}{{{body}}}" for selector, body in rules.items()
    )

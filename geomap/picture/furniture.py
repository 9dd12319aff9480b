"""The furniture stands around the map: title, legend, scale bar, credit."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from geomap.picture.labels import LabelStyle
from geomap.picture.marks import Mark, radius_of
from geomap.picture.projection import Frame
from geomap.words import Words

_STATES = ("sure", "likely", "ambiguous")
_SMALL = LabelStyle(css="k", size_px=12.0)
#: The credit that the data's licences ask for, short enough for a corner.
CREDIT = "GeoNames (CC BY 4.0, changed) · Natural Earth"
#: More lines of credit than this would hide the map; the whole credit stands in the description then.
_CREDIT_LINES = 6
_NICE = (1, 2, 5)
#: A scale bar is at most this wide.
_BAR_PX = 130.0


def header(title: str, subtitle: str, *, width: float) -> tuple[str, float]:
    """The title's lines and the height that they take; long titles break, and end after two lines."""
    style = LabelStyle(css="h", size_px=20.0, bold=True)
    lines = _broken(title, style, width - 32, most=2)
    out, y = [], 10.0
    for line in lines:
        y += 24
        out.append(f'<text class="h" x="16" y="{y - 6:g}">{escape(line)}</text>')
    if subtitle:
        y += 18
        (line,) = _broken(subtitle, LabelStyle(css="u", size_px=13.0), width - 32, most=1)
        out.append(f'<text class="u" x="16" y="{y - 4:g}">{escape(line)}</text>')
    return "".join(out), (y + 8 if out else 0.0)


def legend(
    marks: Sequence[Mark], frame: Frame, words: Words, *, is_approximate: bool = False
) -> tuple[str, tuple[float, float, float, float] | None]:
    """The legend of what is there, at the map's lower left, and its box."""
    points = [mark for mark in marks if mark.draw == "point"]
    rows: list[tuple[str, str]] = []
    for state in _STATES:
        if any(mark.state == state for mark in points):
            rows.append((f'<circle class="o {state[0]}" cx="11" cy="0" r="5.5"/>', words.say(state)))
    most = max((mark.count for mark in points), default=1)
    if most > 1:
        circles, x = [], 4.0
        for count in (1, most):
            radius = min(11.0, radius_of(count, most))
            circles.append(f'<circle class="z" cx="{x + radius:g}" cy="0" r="{radius:.1f}"/>')
            x += 2 * radius + 4
        rows.append(("".join(circles), words.say("range_mentions", most)))
    areas = [mark for mark in marks if mark.draw in ("country", "area")]
    if areas:
        # Countries are tinted only; what is smaller has an outline too.
        look = "" if any(mark.draw == "area" for mark in areas) else ' style="stroke:none;fill-opacity:.8"'
        rows.append((f'<rect class="d"{look} x="2" y="-5.5" width="18" height="11"/>', words.say("area_named")))
    if any(mark.draw == "line" for mark in marks):
        rows.append(('<path class="w" d="M1 0h20"/>', words.say("line_named")))
    if is_approximate or any(mark.draw in ("soft", "box") for mark in marks):
        rows.append(('<rect class="v" x="2" y="-5.5" width="18" height="11" rx="4"/>', words.say("approximate")))
    if not rows:
        return "", None
    indent = 60 if any('class="z"' in symbol for symbol, _ in rows) else 36
    width = indent + max(_SMALL.width(word) for _, word in rows) + 12
    height = 22.0 * len(rows) + 8
    left, top = frame.left + 10, frame.top + frame.height - height - 10
    box = f'<rect class="b" width="{width:.0f}" height="{height:g}" rx="6"/>'
    out = [f'<g transform="translate({left:g} {top:g})">{box}']
    for number, (symbol, word) in enumerate(rows):
        y = 15 + 22 * number
        text = f'<text class="k" x="{indent - 8}" y="4">{word}</text>'
        out.append(f'<g transform="translate(6 {y:g})">{symbol}{text}</g>')
    out.append("</g>")
    return "".join(out), (left, top, left + width, top + height)


def scale_bar(frame: Frame, words: Words, *, above_px: float) -> tuple[str, tuple[float, float, float, float] | None]:
    """A bar of a round length at the lower right, ``above_px`` over the edge; none for the whole world."""
    if frame.is_world:
        return "", None
    longest_m = _BAR_PX * frame.metres_a_pixel
    length_m = max(
        nice * 10**power for power in range(1, 8) for nice in _NICE if nice * 10**power <= max(longest_m, 10)
    )
    width = length_m / frame.metres_a_pixel
    right, y = frame.left + frame.width - 14, frame.top + frame.height - above_px - 11
    label = words.say("kilometres", length_m // 1000) if length_m >= 1000 else words.say("metres", length_m)
    drawn = (
        f'<path class="m" d="M{right - width:.1f} {y - 6:g}v6h{width:.1f}v-6"/>'
        f'<text class="k" text-anchor="middle" x="{right - width / 2:.1f}" y="{y - 5:g}">{label}</text>'
    )
    return drawn, (right - width - 4, y - 20, right + 4, y + 4)


def credit_line(frame: Frame, credit: str) -> tuple[str, tuple[float, float, float, float]]:
    """The credit in the lower right corner, broken where it is longer than half the map, and its box."""
    style = LabelStyle(css="e", size_px=11.0)
    lines = _broken(credit, style, max(frame.width / 2, min(frame.width, 330.0)) - 14, most=_CREDIT_LINES)
    width = max(map(style.width, lines)) + 14
    height = 15.0 * len(lines) + 4
    right, bottom = frame.left + frame.width, frame.top + frame.height
    box = (right - width, bottom - height, right, bottom)
    written = "".join(
        f'<text class="e" text-anchor="end" x="{right - 7:g}" y="{bottom - height + 13.5 + 15 * number:g}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(lines)
    )
    return f'<rect class="b" x="{box[0]:.1f}" y="{box[1]:g}" width="{width:.1f}" height="{height:g}"/>{written}', box


def _broken(text: str, style: LabelStyle, width: float, *, most: int) -> list[str]:
    """``text`` in lines of at most ``width`` pixels; what is left after ``most`` lines becomes an ellipsis."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and style.width(f"{line} {words[0]}") <= width:
            line += f" {words.pop(0)}"
        lines.append(line)
    if lines:
        cut = bool(words)
        while lines[-1] and style.width(lines[-1] + ("…" if cut else "")) > width:
            lines[-1], cut = lines[-1][:-1], True
        lines[-1] += "…" if cut else ""
    return lines or [""]

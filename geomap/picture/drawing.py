"""A drawing puts ground, marks, labels and furniture together as one SVG that needs nothing from anywhere."""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import Any

from geomap.gazetteer.credit import credit_of, own_part
from geomap.model import Atlas
from geomap.picture.colours import colours, mixed
from geomap.picture.furniture import CREDIT, credit_line, header, legend, scale_bar
from geomap.picture.ground import Ground, country_names, ground_of
from geomap.picture.labels import AREA, CITY, COUNTRY, LINE, NAMED_COUNTRY, PLACE, SEA, Labels
from geomap.picture.marks import Mark, drawn_places, footprints_in, marks_of, tint_share
from geomap.picture.options import PictureOptions
from geomap.picture.paths import in_frame, on_globe, path_of
from geomap.picture.projection import Frame, framed
from geomap.picture.style import style_sheet
from geomap.picture.words import description_of, subtitle_of, title_of
from geomap.render.places import DrawnPlace
from geomap.render.view import View, first_view
from geomap.words import Words, words_of

#: What SVG cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A relation's area is filled when it takes at most this share of the map.
_FILLED_SHARE = 0.05
#: Letters that the picture takes besides its ground.
_REST_BYTES = 40_000


def draw_svg(atlas: Atlas, options: PictureOptions | None = None, *, gazetteer: Any) -> str:
    """The picture of ``atlas`` as an SVG document: the same for equal atlases, without scripts or links.

    The shapes come from ``gazetteer``. Raises GazetteerError when it cannot be read.
    """
    options = options or PictureOptions()
    words = words_of(options.ui_language)
    drawn = drawn_places(atlas, gazetteer)
    view = first_view([each.extent for each in drawn if each.extent is not None])
    if options.bounds is not None:
        bounds = options.bounds
        if bounds.west > bounds.east:
            bounds = bounds._replace(east=bounds.east + 360)
        view = View(bounds=bounds, everything=view.everything)
    title = options.title or title_of(atlas, words)
    subtitle = options.subtitle or subtitle_of(atlas, words)
    head, top = header(title, subtitle, width=options.width_px)
    frame = framed(view, left=0, top=top, width=options.width_px, height=options.height_px - top)
    marks = marks_of(atlas, drawn, frame, gazetteer)
    outside = _outside(drawn, marks)
    if outside:  # the same room: what does not fit is cut
        said = f"{words.say('elsewhere_short', len(outside))}: {', '.join(outside)}"
        head, top = header(title, f"{subtitle} · {said}", width=options.width_px)
    footprints = footprints_in(atlas, frame)
    ground = ground_of(frame, gazetteer, budget_bytes=options.svg_bytes - _REST_BYTES)
    own = own_part(credit_of(atlas.documents))
    credit = " · ".join(part for part in (CREDIT, own, options.credit) if part)
    parts = _furniture(frame, marks, credit, options, words, is_approximate=bool(footprints))
    labels = _labelled(frame, marks, ground, gazetteer, [box for _, box in parts if box])
    ink = colours(options.theme)
    body = [
        _ground_svg(frame, ground, marks, ink),
        *(_footprint_svg(each, frame) for each in footprints),
        *(_mark_svg(mark, marks) for mark in marks),
        _labels_svg(labels),
        *(drawing for drawing, _ in parts),
    ]
    description = " ".join(part for part in (description_of(atlas, words), own) if part)
    key = "g" + hashlib.sha256("".join((title, description, *body)).encode("utf-8", "replace")).hexdigest()[:8]
    width, height = options.width_px, options.height_px
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{key}" class="{key}" role="img" xml:lang="{words.language}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" aria-labelledby="{key}t {key}d">'
        f'<title id="{key}t">{escape(title)}</title><desc id="{key}d">{escape(description)}</desc>'
        f"<style>{style_sheet(key, ink)}</style>"
        f'<clipPath id="{key}c"><rect x="0" y="{top:g}" width="{width}" height="{height - top:g}"/></clipPath>'
        f'<rect class="q" width="{width}" height="{height}"/>'
        f'<g clip-path="url(#{key}c)">{"".join(body)}</g>{head}</svg>\n'
    )
    return _FORBIDDEN.sub("\ufffd", svg)


def _outside(drawn: list[DrawnPlace], marks: list[Mark]) -> list[str]:
    """The towns and sites that the picture does not reach: a reader cannot move it."""
    shown = {mark.place_id for mark in marks}
    return [
        each.fields["n"] for each in drawn if each.fields["draw"] == "point" and each.fields["id"] not in shown
    ]


def _furniture(
    frame: Frame, marks: list[Mark], credit: str, options: PictureOptions, words: Words, *, is_approximate: bool
):
    drawn, box = credit_line(frame, credit)
    parts = [(drawn, box), scale_bar(frame, words, above_px=box[3] - box[1])]
    if options.legend and frame.width >= 420 and frame.height >= 280:
        parts.append(legend(marks, frame, words, is_approximate=is_approximate))
    return parts


def _ground_svg(frame: Frame, ground: Ground, marks: list[Mark], ink: dict[str, str]) -> str:
    top = f'y="{frame.top:g}" width="{frame.width:g}" height="{frame.height:g}"'
    out = [f'<path class="x" d="{ground.globe}"/>' if ground.globe else f'<rect class="x" {top}/>']
    out.append(f'<path class="g i" d="{ground.paths.get("country", "")}"/>')
    named = {mark.place_id: mark.count for mark in marks if mark.draw == "country"}
    most = max(named.values(), default=1)
    for place_id, _, shape in ground.countries:
        if place_id in named:
            fill = mixed(ink["tint"], ink["land"], 0.35 + 0.3 * tint_share(named[place_id], most))
            out.append(f'<path class="i" fill="{fill}" d="{path_of(shape)}"/>')
    for layer, css in (("admin1", "y"), ("river", "r"), ("lake", "j")):
        if ground.paths.get(layer):
            out.append(f'<path class="{css}" d="{ground.paths[layer]}"/>')
    return "".join(out)


def _footprint_svg(shape, frame: Frame) -> str:
    """What a relation covers; one as large as a country is a breath of colour without an outline."""
    css = "f" if shape.area <= _FILLED_SHARE * frame.width * frame.height else "f F"
    return f'<path class="{css}" d="{path_of(shape)}"/>'


def _mark_svg(mark: Mark, marks: list[Mark]) -> str:
    state = mark.state[0]
    if mark.draw == "point":
        ring = f'<circle class="h{state}" cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.doubt:.1f}"/>'
        return (ring if mark.doubt > mark.radius else "") + (
            f'<circle class="o {state}" cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.radius:.1f}"/>'
        )
    if mark.draw == "soft":
        return f'<circle class="v" cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{mark.radius:.1f}"/>'
    if mark.draw == "country" or mark.shape is None:
        return ""
    css = "v" if mark.draw == "box" else "w" if mark.draw == "line" else f"d d{state}"
    return f'<path class="{css}" d="{path_of(mark.shape)}"/>'


def _labelled(frame: Frame, marks: list[Mark], ground: Ground, gazetteer: Any, boxes) -> Labels:
    """All labels, mentioned places first; circles and furniture stay free."""
    labels = Labels(frame)
    for box in boxes:
        labels.block(box)
    points = [mark for mark in marks if mark.draw == "point"]
    for mark in points:
        reach = mark.radius + 1
        labels.block((mark.x - reach, mark.y - reach, mark.x + reach, mark.y + reach))
    by_count = sorted(marks, key=lambda mark: (-mark.count, mark.place_id))
    for mark in by_count:
        if mark.draw == "point":
            labels.beside(mark.name, PLACE, mark.x, mark.y, mark.radius)
    for mark in by_count:
        if mark.draw in ("area", "box", "soft", "line"):
            spots = [(mark.x, mark.y)] if mark.shape is None else _spots(mark.shape)
            labels.around(mark.name, LINE if mark.draw == "line" else AREA, spots)
    tints = {mark.place_id: mark for mark in marks if mark.draw == "country"}
    for place_id, name, shape in country_names(gazetteer, ground, tints):
        style = NAMED_COUNTRY if place_id in tints else COUNTRY
        left, _, right, _ = shape.bounds
        if style.width(name.upper()) <= (right - left) * (2.5 if place_id in tints else 1.1):
            labels.around(name.upper(), style, _spots(shape))
    _name_seas(frame, gazetteer, labels)
    _name_cities(frame, gazetteer, labels, {mark.name for mark in points})
    return labels


def _name_seas(frame: Frame, gazetteer: Any, labels: Labels) -> None:
    seas = [
        shape
        for shape in gazetteer.within(on_globe(frame.bounds), "sea", tolerance_deg=max(0.05, frame.degrees_a_pixel))
        if shape.name and shape.name not in labels.names
    ]
    if not seas:
        return
    import shapely

    for name, shape in sorted(
        ((sea.name, pixels) for sea, pixels in zip(seas, in_frame([sea.geometry for sea in seas], frame), strict=True)),
        key=lambda each: (-each[1].area, each[0]),
    ):
        if not shape.is_empty:
            # The largest part: what lies on both sides of the antimeridian has room on one of them only.
            left, _, right, _ = max(shapely.get_parts(shape), key=lambda part: part.area).bounds
            if SEA.width(name) <= (right - left) * (0.7 if frame.is_world else 1):
                labels.around(name, SEA, _spots(shape)[:1])


def _name_cities(frame: Frame, gazetteer: Any, labels: Labels, named: set[str]) -> None:
    """The largest other towns, for orientation, as small dots."""
    if frame.is_world:
        return
    box = on_globe(frame.bounds)
    halves = [box] if box.west <= box.east else [box._replace(east=180.0), box._replace(west=-180.0)]
    for place in (place for half in halves for place in gazetteer.cities_within(half, limit=30)):
        x, y = frame.spot(place.longitude, place.latitude)
        if place.name in named or place.name in labels.names or not labels.is_free((x - 3, y - 3, x + 3, y + 3)):
            continue
        if labels.beside(place.name, CITY, x, y, 1, spots=2):
            labels.block((x - 3, y - 3, x + 3, y + 3))
            labels.dots.append((x, y))


def _spots(shape) -> list[tuple[float, float]]:
    """Where a name may stand: inside the largest part, or along a line."""
    import shapely

    part = max(shapely.get_parts(shape), key=lambda each: (each.area, each.length), default=None)
    if part is None:
        return []
    if part.geom_type == "Polygon":
        point, centre = part.representative_point(), part.centroid
        return [(each.x, each.y) for each in ((centre, point) if part.contains(centre) else (point,))]
    return [(each.x, each.y) for each in (part.interpolate(share, normalized=True) for share in (0.5, 0.3, 0.7, 0.15))]


def _labels_svg(labels: Labels) -> str:
    dots = "".join(f'<circle class="T" cx="{x:.1f}" cy="{y:.1f}" r="2"/>' for x, y in labels.dots)
    written = "".join(
        f'<text class="{{}} {label.style.css}" x="{label.x:.1f}" y="{label.y:.1f}">{_safe(label.text)}</text>'
        for label in labels.placed
    )
    # Twice, the halo first: programs that make PDF and PNG do not know another order of stroke and fill.
    return dots + written.replace("{}", "L") + written.replace("{} ", "")


def _safe(text: str) -> str:
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")

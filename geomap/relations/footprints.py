"""Footprints are a document's phrases on the map; each is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

from geomap.model import Bounds, Footprint, Resolution
from geomap.relations import extents, sectors, shores, strips
from geomap.relations.drawn import Drawn, radius_of
from geomap.relations.grounds import Ground, Grounds, shared_border
from geomap.relations.phrases import Phrase

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geomap.gazetteer import Gazetteer


#: Kinds that measure from a town rather than from the area named after it.
_BY_TOWN = frozenset(
    ("offset", "distance", "within", "direction", "near", "around", "outside", "between", "road", "outskirts", "center")
)
#: Kinds that say where along a river a bank is meant, and how near they must stand, in characters.
_CLIPPING = frozenset(("offset", "distance", "within", "direction", "near"))
_JOINED = 10
_AREA_WORDS = (
    "province", "state", "region", "county", "district", "governorate", "department", "prefecture", "oblast",
    "parish", "territory", "canton",
)  # fmt: skip


class Footprints(Sequence[Footprint]):
    """One footprint for each phrase, in order, made at the first look and kept.

    The gazetteer must still be open then. Pickled or copied they are a plain tuple.
    """

    def __init__(self, phrases: Sequence[Phrase], resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> None:
        self._phrases = tuple(phrases)
        self._grounds = Grounds(gazetteer, resolutions)
        self._made: dict[int, Footprint] = {}
        self._middles: dict[int, tuple[float, float]] = {}

    def __len__(self) -> int:
        return len(self._phrases)

    @overload
    def __getitem__(self, index: int) -> Footprint: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Footprint, ...]: ...
    def __getitem__(self, index: int | slice) -> Footprint | tuple[Footprint, ...]:
        if isinstance(index, slice):
            return tuple(self[each] for each in range(*index.indices(len(self))))
        position = range(len(self))[index]
        if position not in self._made:
            drawn = self._drawn_of(position)
            middle = drawn.middle or (None if drawn.geometry.is_empty else self.middle_of(drawn.geometry))
            self._made[position] = _finished(drawn, middle)
            if middle is not None:
                self._middles[position] = middle
        return self._made[position]

    def middle(self, index: int) -> tuple[float, float] | None:
        """Latitude and longitude of the best point of a footprint: where the words point, else the centroid."""
        self[index]
        return self._middles.get(index)

    @staticmethod
    def middle_of(geometry: BaseGeometry) -> tuple[float, float]:
        """Latitude and longitude of a geometry's centroid, the antimeridian heeded."""
        return _middle(geometry)

    def _drawn_of(self, position: int) -> Drawn:
        phrase = self._phrases[position]
        return _drawn(phrase, self._grounds, self._said_beside(position) if phrase.relation.kind == "bank" else None)

    def _said_beside(self, position: int) -> BaseGeometry | None:
        """The ground of another phrase about the same name: "on the western bank …, 60 km south of Mosul"."""
        relation = self._phrases[position].relation
        for other in (position + 1, position - 1):
            if not 0 <= other < len(self._phrases):
                continue
            near = self._phrases[other].relation
            gap = max(near.start - relation.end, relation.start - near.end)
            same = relation.subject is not None and near.subject == relation.subject
            if near.kind in _CLIPPING and near.anchors != relation.anchors and (same or gap <= _JOINED):
                made = self[other].geometry
                return None if made.is_empty else made
        return None

    def __iter__(self) -> Iterator[Footprint]:
        return (self[index] for index in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Sequence) and len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(phrase.relation for phrase in self._phrases))

    def __repr__(self) -> str:
        return f"Footprints({len(self)}, {len(self._made)} made)"

    def __reduce__(self) -> tuple[type[tuple], tuple[tuple[Footprint, ...]]]:
        return tuple, (tuple(self),)


def _finished(drawn: Drawn, middle: tuple[float, float] | None) -> Footprint:
    """A drawn phrase with its uncertainty; ``None`` where nothing was drawn, with the reason as the method."""
    uncertainty = None if middle is None or drawn.geometry.is_empty else radius_of(drawn.geometry, middle)
    return Footprint(
        geometry=drawn.geometry,
        precision=drawn.precision,
        uncertainty_m=None if uncertainty is None else round(uncertainty, 1),
        method=drawn.method,
    )


def _drawn(phrase: Phrase, grounds: Grounds, beside: BaseGeometry | None = None) -> Drawn:
    relation = phrase.relation
    if relation.kind == "travel time":
        return _nothing("a travel time has no shape: it is kept as text")
    water, town = relation.kind in ("bank", "along"), _means_town(phrase)
    found = [grounds.of(name, water=water, town=town) for name in relation.anchors]
    unknown = [name.text for name, ground in zip(relation.anchors, found, strict=True) if ground is None]
    if unknown:
        return _nothing(f"no shape: the gazetteer does not place {' and '.join(unknown)}")
    anchors = [ground for ground in found if ground is not None]
    first = anchors[0]
    if phrase.form == "border":
        return _border(phrase, anchors, grounds)
    if relation.kind in ("offshore", "coast"):
        return _shore(phrase, first, grounds)
    bearing = relation.bearing_deg
    just = phrase.word.startswith(("just", "right", "immediately", "slightly"))
    match relation.kind:
        case "offset" if phrase.measure is not None and bearing is not None:
            if phrase.form == "coast":
                return _shore(phrase, first, grounds)
            return sectors.offset(first, phrase.measure, bearing)
        case "distance" | "within" if phrase.measure is not None:
            return sectors.distance(first, phrase.measure, within=relation.kind == "within")
        case "direction" if bearing is not None:
            return sectors.direction(first, bearing, just=just)
        case "part":
            return extents.part(first, bearing, share=phrase.share, central=phrase.central)
        case "outskirts":
            return extents.outskirts(first, bearing)
        case "center":
            return extents.center(first)
        case "near" | "around" | "outside":
            return extents.near(first, kind=relation.kind, just=just)
        case "between" | "road":
            return strips.corridor(first, anchors[-1], road=relation.kind == "road")
        case "bank" | "along":
            if beside is not None and beside.intersects(first.geometry):
                clip, where = beside.buffer(0.05), ", where the text beside it says"
            else:
                clip, where = _country_around(phrase, first, grounds)
            return strips.bank(first, bearing, clip=clip, where=where)
    return _nothing(f"no shape is known for {relation.kind!r}")


def _means_town(phrase: Phrase) -> bool:
    """Whether the anchor is a town when a town and its area have one name: not in "south of Gao region"."""
    relation = phrase.relation
    if phrase.form != "place" or relation.kind not in _BY_TOWN:
        return False
    return not relation.text.lower().endswith(_AREA_WORDS)


def _nothing(method: str) -> Drawn:
    import shapely

    return Drawn(geometry=shapely.Polygon(), method=method)


def _border(phrase: Phrase, anchors: Sequence[Ground], grounds: Grounds) -> Drawn:
    first = anchors[0]
    second = anchors[1] if len(anchors) > 1 else None
    if second is None and first.place.is_country:
        second = grounds.nearest_country(phrase.relation.start, besides=first.place)
    if second is not None:
        line = shared_border(first.geometry, second.geometry)
        words = f"the border of {first.name} and {second.name}"
        if line is None:
            return _nothing(f"no shape: {first.name} and {second.name} have no common border in the gazetteer's shapes")
    elif first.shape == "area":
        line, words = first.geometry.boundary, f"the border of {first.name}"
    else:
        return _nothing(f"no shape: {first.name} has no border in the gazetteer")
    if phrase.part_bearing_deg is not None:
        from geomap.relations.cutting import part_of

        part = line.intersection(part_of(first.geometry, bearing_deg=phrase.part_bearing_deg, share=0.5).buffer(0.05))
        if not part.is_empty:
            line = part
    measure = phrase.measure
    if measure is None:
        half = strips.BORDER_M / 2 if phrase.word in ("on", "at", "across", "over", "along") else strips.BORDER_M
        return strips.along(line, half, words)
    ground = Ground(
        place=first.place, geometry=line, shape="line", latitude=first.latitude, longitude=first.longitude, radius_m=0.0
    )
    bearing = phrase.relation.bearing_deg
    if phrase.relation.kind == "offset" and bearing is not None:
        drawn = sectors.offset(ground, measure, bearing)
    else:
        drawn = sectors.distance(ground, measure, within=phrase.relation.kind == "within")
    return Drawn(geometry=drawn.geometry, method=drawn.method.replace(f"the edge of {first.name}", words))


def _shore(phrase: Phrase, ground: Ground, grounds: Grounds) -> Drawn:
    lands = [shape for _, shape in grounds.around(ground.geometry, "land", margin_deg=2.0)]
    relation = phrase.relation
    bearing = relation.bearing_deg if relation.bearing_deg is not None else phrase.part_bearing_deg
    if relation.kind == "coast":
        return shores.coast(ground, lands, bearing_deg=bearing)
    least, most = 0.0, shores.OFFSHORE_M
    if phrase.measure is not None:
        least, most = phrase.measure.low_m, phrase.measure.high_m
        if relation.kind == "within":
            least = 0.0
        if ground.shape == "town":
            most += ground.radius_m
    return shores.sea_side(ground, lands, least_m=least, most_m=most, bearing_deg=bearing)


def _country_around(phrase: Phrase, river: Ground, grounds: Grounds) -> tuple[BaseGeometry | None, str]:
    """The country that the text speaks of, to cut a long river's bank to."""
    import shapely

    if river.shape != "line":
        return None, ""
    subject = grounds.of(phrase.relation.subject) if phrase.relation.subject is not None else None
    if subject is not None and subject.shape == "town":
        point = shapely.Point(subject.longitude, subject.latitude)
        box = Bounds(subject.longitude, subject.latitude, subject.longitude, subject.latitude)
        for shape in grounds.gazetteer.within(box, "country", tolerance_deg=0.01):
            if shape.geometry.contains(point):
                return shape.geometry, f" in {shape.name}"
    wanted = grounds.countries_named(phrase.relation.start, besides=phrase.relation.anchors)
    near = {place.country_code: (place, shape) for place, shape in grounds.around(river.geometry, "country") if place}
    for code in wanted:
        if code in near and near[code][1].intersects(river.geometry):
            return near[code][1], f" in {near[code][0].name}"
    return None, ""


def _middle(geometry: BaseGeometry) -> tuple[float, float]:
    """Latitude and longitude of the centroid, the antimeridian heeded."""
    from geomap.relations.earth import unwrapped

    whole = unwrapped(geometry, longitude=geometry.representative_point().x)
    point = whole.centroid
    return point.y, (point.x + 180) % 360 - 180


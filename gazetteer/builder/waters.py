"""Rivers and seas become places of their own, with the names and the shape that Natural Earth has for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder import prominence
from builder.records import Record


def waters(shapes: Iterable) -> Iterator[Record]:
    """One record for each named river and sea among the shape records."""
    for shape in shapes:
        if shape.layer not in ("river", "sea") or not shape.name:
            continue
        names = {name for name in shape.names if name and name != shape.name}
        if shape.layer == "river" and "river" not in shape.name.lower():
            names |= {f"{shape.name} River", f"River {shape.name}"}
        yield Record(
            key=str(shape.place_id),
            name=shape.name,
            code=shape.code or ("HSTM" if shape.layer == "river" else "HSEA"),
            country=shape.countries[0] if len(shape.countries) == 1 else "",
            latitude=shape.label_latitude,
            longitude=shape.label_longitude,
            prominence=prominence.of_water(shape.rank),
            names=sorted(names),
            countries=list(shape.countries),
            bounds=tuple(shape.bounds),
        )

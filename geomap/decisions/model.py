"""A decision is a person's ruling on a name in a report: this place, this point, or no place at all.

`Decisions` keeps many of them in one order and one spelling, so that equal decisions are equal bytes and a
difference between two files is a difference between two rulings. The page writes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from geomap.errors import InputError
from geomap.model import PlaceId

FORMAT = "geomap-decisions/1"
#: Hexadecimal digits of a text's digest: 64 bits tell the reports of any archive apart.
DIGEST_DIGITS = 16
#: Decimals of a degree that a point keeps: about a metre, finer than a hand on a map.
POINT_DECIMALS = 5
_SURROGATE = re.compile("[\ud800-\udfff]")


class Act(StrEnum):
    """What was decided."""

    ACCEPT = "accept"
    CHOOSE = "choose"
    MOVE = "move"
    REJECT = "reject"
    ADD = "add"


class Point(NamedTuple):
    """A position in WGS 84 degrees."""

    latitude: float
    longitude: float


class Span(NamedTuple):
    """Where a name stands in its text: code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One ruling. ``place``, ``point`` or ``lookup`` (a name for the gazetteer) says where the name is.

    ``spans`` are mentions in the text whose `digest_of` is ``digest``. ``source``, ``context`` (the words
    around the first mention) and ``near`` (other places of the report) tell in which other reports the ruling
    holds; one without any of these holds everywhere. ``only_here`` keeps it to its own report. ``label`` is
    for readers of the file. Raises InputError for a ruling that says nothing or two things.
    """

    act: Act
    name: str
    place: PlaceId | None = None
    point: Point | None = None
    lookup: str | None = None
    label: str | None = None
    only_here: bool = False
    document: str | None = None
    digest: str | None = None
    spans: tuple[Span, ...] = ()
    source: str | None = None
    context: str | None = None
    near: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError('"name" is empty: give the name as the report writes it')
        given = [word for word in ("place", "point", "lookup") if getattr(self, word) is not None]
        allowed = _ANSWERS[self.act]
        if len(given) != bool(allowed) or (given and given[0] not in allowed):
            needs = f"one of {', '.join(allowed)}" if allowed else "neither place nor point nor lookup"
            raise InputError(f'"{self.act}" of {self.name!r} has {" and ".join(given) or "no answer"}: give {needs}')
        if self.point is not None:
            _check_point(self.point)
        if self.spans and not self.digest:
            raise InputError(f'{self.name!r} has "spans" without the "digest" of their text: give both or neither')
        for span in self.spans:
            if not 0 <= span.start < span.end or span.end - span.start != len(self.name):
                raise InputError(
                    f"the span {span.start}–{span.end} does not fit {self.name!r}: count code points, end exclusive"
                )

    @property
    def answer(self) -> str:
        """What the name is taken to mean, in one word: equal answers agree."""
        if self.point is not None:
            return ", ".join(_number(each) for each in self.point)
        return str(self.place or self.lookup or "no place")

    def as_dict(self) -> dict[str, Any]:
        """The fields that are set, in the order of the file."""
        values: dict[str, Any] = {
            "act": str(self.act),
            "name": self.name,
            "place": None if self.place is None else str(self.place),
            "point": None if self.point is None else [_plain_number(each) for each in self.point],
            "lookup": self.lookup,
            "label": self.label,
            "only_here": self.only_here or None,
            "document": self.document,
            "digest": self.digest,
            "spans": [list(span) for span in self.spans] or None,
            "source": self.source,
            "context": self.context,
            "near": list(self.near) or None,
        }
        return {name: value for name, value in values.items() if value is not None}


_ANSWERS = {
    Act.ACCEPT: ("place",),
    Act.CHOOSE: ("place", "lookup"),
    Act.MOVE: ("point",),
    Act.REJECT: (),
    Act.ADD: ("place", "point", "lookup"),
}


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """Rulings in their one order. ``seen`` are the digests of the texts that were on the page.

    In a text that was seen only its own spans are changed: what the person left alone stays.
    Make one with `Decisions.of`.
    """

    decisions: tuple[Decision, ...] = ()
    seen: tuple[str, ...] = ()

    @classmethod
    def of(cls, decisions: Iterable[Decision], seen: Iterable[str] = ()) -> Decisions:
        """The decisions sorted; those that differ only in their spans become one."""
        merged: dict[tuple[Any, ...], Decision] = {}
        for decision in sorted(decisions, key=_order):
            key = _identity(decision)
            first = merged.get(key)
            if first is not None:
                decision = replace(first, spans=tuple(sorted({*first.spans, *decision.spans})))
            merged[key] = decision
        return cls(decisions=tuple(sorted(merged.values(), key=_order)), seen=tuple(sorted(set(seen))))

    def __or__(self, other: Decisions) -> Decisions:
        """Both together, in whatever order they come."""
        return Decisions.of((*self.decisions, *other.decisions), (*self.seen, *other.seen))

    def to_json(self) -> str:
        """The file: one value a line, the same bytes for the same decisions."""
        seen = ",\n".join(f"    {_json(digest)}" for digest in self.seen)
        rows = ",\n".join(
            "    {\n" + ",\n".join(f"      {_json(name)}: {_json(value)}" for name, value in each.as_dict().items())
            + "\n    }"
            for each in self.decisions
        )  # fmt: skip
        listed = [f'  "{name}": [' + (f"\n{lines}\n  ]" if lines else "]")
                  for name, lines in (("seen", seen), ("decisions", rows))]  # fmt: skip
        return f'{{\n  "format": "{FORMAT}",\n' + ",\n".join(listed) + "\n}\n"

    @cached_property
    def digest(self) -> str:
        """What names this set of decisions in a result's provenance."""
        return digest_of(self.to_json())


def digest_of(text: str) -> str:
    """The digest by which a text is known again: the start of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_DIGITS]


def _check_point(point: Point) -> None:
    if not (-90 <= point.latitude <= 90 and -180 <= point.longitude <= 180):
        raise InputError(
            f"the point {point.latitude}, {point.longitude} is not on the globe: give latitude from -90 to 90, "
            "then longitude from -180 to 180"
        )


def _number(value: float) -> str:
    text = f"{value:.{POINT_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _plain_number(value: float) -> float | int:
    # A whole number without ".0", as the page's language writes it.
    return int(float(_number(value))) if float(_number(value)).is_integer() else float(_number(value))


def _json(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], int | float):
        return "[" + ",".join(map(_number, value)) + "]"
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # Half of a surrogate pair cannot be written as UTF-8; as an escape it can.
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _order(decision: Decision) -> tuple[Any, ...]:
    """Report, then place in the text, then everything else; strings as the page compares them, by UTF-16."""
    start = decision.spans[0].start if decision.spans else -1
    rest = (decision.name, str(decision.act), decision.answer, decision.label, decision.source, decision.context)
    return (
        *(_utf16(each) for each in (decision.document, decision.digest)),
        start,
        *(_utf16(each) for each in (*rest, "\n".join(decision.near))),
        decision.only_here,
        decision.spans,
    )


def _identity(decision: Decision) -> tuple[Any, ...]:
    where = (decision.document, decision.digest, decision.source)
    what = (decision.name, decision.act, decision.answer, decision.only_here)
    if decision.spans:
        return (*where, *what)
    return (*where, *what, decision.label, decision.context, decision.near)


def _utf16(text: str | None) -> bytes:
    return (text or "").encode("utf-16-be", "surrogatepass")

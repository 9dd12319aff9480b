"""A file of decisions is JSON with a list of rulings; reading checks every value and says what is wrong with it.

``decisions.schema.json`` beside this module describes the file.
"""

from __future__ import annotations

import json
import math
import os
import re
from functools import cache
from importlib.resources import files
from typing import Any

from geomap.decisions.model import DIGEST_DIGITS, FORMAT, POINT_DECIMALS, Act, Decision, Decisions, Point, Span
from geomap.errors import InputError
from geomap.model import PlaceId

#: A ruling takes some 300 bytes; this is a hundred thousand of them.
MAX_BYTES = 32 * 1024 * 1024
_DIGEST = re.compile(rf"[0-9a-f]{{{DIGEST_DIGITS}}}\Z")
_TEXTS = ("lookup", "label", "document", "source", "context")
_KNOWN = {"act", "name", "place", "point", "only_here", "digest", "spans", "near", *_TEXTS}


def read_decisions(path: str | os.PathLike[str]) -> Decisions:
    """The decisions in the file; raises InputError that names file and value, the rule and the next step."""
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: decisions cannot be read ({reason}): check the path") from error
    if len(content) > MAX_BYTES:
        raise InputError(f"{path}: larger than {MAX_BYTES // 1024**2} MB: give a file that the map page exported")
    try:
        return parse_decisions(content)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def parse_decisions(content: str | bytes) -> Decisions:
    """The decisions in the text of a file; raises InputError."""
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        record = json.loads(text, parse_constant=_not_a_number)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON in UTF-8 ({error}): give a file that the map page exported") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        found = record.get("format") if isinstance(record, dict) else record
        raise InputError(
            f'"format" is {_shown(found)}, but decisions have {FORMAT!r}: give a file that the map page exported'
        )
    rows, seen = record.get("decisions"), record.get("seen", [])
    if not isinstance(rows, list):
        raise InputError(f'"decisions" is {_shown(rows)}, but must be a list')
    if not isinstance(seen, list) or not all(isinstance(each, str) and _DIGEST.match(each) for each in seen):
        raise InputError(f'"seen" is {_shown(seen)}, but must be a list of digests of {DIGEST_DIGITS} digits')
    return Decisions.of([_decision(row, number) for number, row in enumerate(rows, 1)], seen)


@cache
def _schema_text() -> str:
    return files("geomap.decisions").joinpath("decisions.schema.json").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the file."""
    return json.loads(_schema_text())


def _decision(row: Any, number: int) -> Decision:
    try:
        if not isinstance(row, dict):
            raise InputError(f"it is {_shown(row)}, but must be an object")
        unknown = sorted(set(row) - _KNOWN)
        if unknown:
            raise InputError(f"it has {_shown(unknown[0])}, which no decision has: take it out or mend its name")
        act = row.get("act")
        if act not in list(Act):
            raise InputError(f'"act" is {_shown(act)}, but must be one of {", ".join(Act)}')
        place = _text(row, "place")
        digest = _text(row, "digest")
        if digest is not None and not _DIGEST.match(digest):
            raise InputError(f'"digest" is {_shown(digest)}, but must have {DIGEST_DIGITS} hexadecimal digits')
        only_here = row.get("only_here", False)
        if not isinstance(only_here, bool):
            raise InputError(f'"only_here" is {_shown(only_here)}, but must be true or false')
        return Decision(
            act=Act(act),
            name=_text(row, "name") or "",
            place=None if place is None else PlaceId.parse(place),
            point=_point(row.get("point")),
            only_here=only_here,
            digest=digest,
            spans=_spans(row.get("spans")),
            near=_near(row.get("near")),
            **{name: _text(row, name) for name in _TEXTS},
        )
    except InputError as error:
        raise InputError(f"decision {number}: {error}") from error


def _text(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f'"{name}" is {_shown(value)}, but must be a string')
    return value


def _point(value: Any) -> Point | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        raise InputError(f'"point" is {_shown(value)}, but must be [latitude, longitude] in degrees')
    return Point(*(round(float(each), POINT_DECIMALS) + 0.0 for each in value))


def _spans(value: Any) -> tuple[Span, ...]:
    if value is None:
        return ()
    fits = isinstance(value, list) and all(
        isinstance(each, list) and len(each) == 2 and all(type(index) is int for index in each) for each in value
    )
    if not fits:
        raise InputError(f'"spans" is {_shown(value)}, but must be a list of [start, end] in code points')
    return tuple(sorted({Span(*each) for each in value}))


def _near(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise InputError(f'"near" is {_shown(value)}, but must be a list of names')
    return tuple(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _not_a_number(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _shown(value: Any) -> str:
    """The value, short enough for a message."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."

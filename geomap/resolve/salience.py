"""Salience says how much a report is about a place, 0 to 1: where it happened ranks above what is merely named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import log2

from geomap.model import Document, MentionKind, MentionRole, Resolution
from geomap.sentences import sentences_of

# Set by hand: a place that is only an adjective, a government or part of a name is rarely where it happened.
_ROLE = {
    None: 1.0, MentionRole.LITERAL: 1.0, MentionRole.DATELINE: 0.6, MentionRole.METONYMIC: 0.35,
    MentionRole.MODIFIER: 0.3, MentionRole.EMBEDDED: 0.3,
}  # fmt: skip
_DEMONYM = 0.2
#: A country or continent is the scene less often than a town in it.
_WIDE = 0.6
_IN_HEAD = 1.6
_WITH_EVENT = 1.3
#: The head of a report: its headline and first sentences, in characters.
_HEAD = 300
_EVENT = re.compile(
    r"\b(?:attack|kill|bomb|clash|flood|struck|strike|hit|explo|seiz|captur|liberat|retak|shell|storm|launch|raid|arrest"
    r"|crash|collaps|evacuat|displac|died|dead|wound|injur|protest|march|outbreak|infect|quake|burn|fire|erupt|open"
    r"|shot|shoot|abduct|kidnap|found|visit|met|held|arriv|advance|besieg|siege|fighting|rescued|sank|landed)\w*",
    re.IGNORECASE,
)


def with_salience(document: Document, resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
    """The resolutions, each with the salience of its place in the document; unplaced ones by their own name."""
    text = document.text
    points: dict[str, float] = {}
    counts: dict[str, int] = {}
    keys = []
    for resolution in resolutions:
        mention = resolution.mention
        place = resolution.place
        key = str(place.id) if place is not None else mention.text
        keys.append(key)
        weight = _DEMONYM if mention.kind == MentionKind.DEMONYM else _ROLE[mention.role]
        if place is not None and (place.is_country or place.feature_code in ("CONT", "RGN", "RGNE")):
            weight *= _WIDE
        if mention.start < _HEAD:
            weight *= _IN_HEAD
        if _EVENT.search(_sentence(text, mention.start, mention.end)):
            weight *= _WITH_EVENT
        points[key] = max(points.get(key, 0.0), weight)
        counts[key] = counts.get(key, 0) + 1
    scores = {key: best * (1 + log2(counts[key]) / 2) for key, best in points.items()}
    top = max(scores.values(), default=1.0)
    return tuple(
        replace(resolution, salience=round(scores[key] / top, 3))
        for resolution, key in zip(resolutions, keys, strict=True)
    )


def _sentence(text: str, start: int, end: int) -> str:
    """The text around a mention up to the sentence's ends, 200 characters at the most on each side."""
    first, last = sentences_of(text).at(start)
    return text[max(first, start - 200) : min(max(last, end), end + 200)]

"""A reference is "the city", "the province", "the country": it means the place of that kind named last."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from geomap.model import Mention, MentionRole, Place, Resolution
from geomap.relations.anchors import KINDS

#: Kinds of settlements that a text tells apart: after "the town of X", "the city" is not X.
_TOLD_APART = frozenset("city town village hamlet camp".split())
_KIND_BEFORE = re.compile(r"\b(city|town|village|hamlet|camp)\s+(?:of\s+)?(?:the\s+)?\Z", re.IGNORECASE)
_KIND_AFTER = re.compile(r"\s+(city|town|village|hamlet|camp)\b", re.IGNORECASE)


class References:
    """Which mention "the city" points back to; a call of the object answers."""

    def __init__(self, text: str, resolutions: Sequence[Resolution]) -> None:
        self._text = text
        ordered = sorted(resolutions, key=lambda each: each.mention.start)
        self._placed = [each for each in ordered if each.place is not None]
        self._starts = [each.mention.start for each in self._placed]
        self._called: dict[str, set[str]] | None = None

    def __call__(self, kind: str, offset: int) -> Mention | None:
        """The last mention before ``offset`` whose place is of that kind, or ``None``."""
        codes = KINDS[kind]
        fallback = None
        for resolution in reversed(self._placed[: bisect_left(self._starts, offset)]):
            place = resolution.place
            if place is None or not _code(place).startswith(codes) or resolution.mention.role == MentionRole.EMBEDDED:
                continue
            # Counties are of the second level, but in countries that have no larger areas.
            if kind in ("county", "parish", "district") and place.country_code == "US" and place.feature_code == "ADM1":
                continue
            called = self._kinds_called().get(str(place.id), set())
            if kind in _TOLD_APART and called and kind not in called:
                fallback = fallback or resolution.mention
                continue
            return resolution.mention
        return fallback

    def _kinds_called(self) -> dict[str, set[str]]:
        """What the text calls each settlement: {place id: {"town"}}."""
        if self._called is None:
            self._called = {}
            for resolution in self._placed:
                mention = resolution.mention
                before = _KIND_BEFORE.search(self._text, max(0, mention.start - 24), mention.start)
                after = _KIND_AFTER.match(self._text, mention.end)
                for match in (before, after):
                    if match:
                        self._called.setdefault(str(resolution.place.id), set()).add(match[1].lower())
        return self._called


def _code(place: Place) -> str:
    return place.feature_class + place.feature_code

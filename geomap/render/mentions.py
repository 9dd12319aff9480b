"""Mentions go to the page as columns: what a hundred thousand of them have in common is said once.

Offsets are UTF-16 code units, because the page's language counts so; they refer to the text that the
page carries, which is the report or, when texts are left out, its sentences with mentions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from geomap.decisions.model import digest_of
from geomap.decisions.ruling import DECIDED, FOLLOWED
from geomap.model import GeoparsedDocument, MentionRole, Resolution
from geomap.render.outline import footprint_path
from geomap.snippets import Snippets

#: Letters for the roles, in the columns; a hyphen stands for none.
ROLE_LETTERS = {role: letter for role, letter in zip(MentionRole, "lmoed", strict=True)}
#: Letters for who decided, in the columns.
_RULED = {DECIDED: "d", FOLLOWED: "f"}
_GAP = " … "


class PageText:
    """A document's text for the page, whole or only its sentences with mentions."""

    def __init__(self, parsed: GeoparsedDocument, *, whole: bool) -> None:
        text = parsed.document.text
        snippets = Snippets(text)
        self.snippets = [snippets.around(mention.start, mention.end) for mention in parsed.mentions]
        spans = [(0, len(text))] if whole else _merged(self.snippets)
        self.text = text if whole else _GAP.join(text[start:end] for start, end in spans)
        self._starts, self._shifts, position = [], [], 0
        for start, end in spans:
            self._starts.append(start)
            self._shifts.append(position - start)
            position += end - start + len(_GAP)
        is_wide = not text.isascii() and max(text, default="") > "\uffff"
        self._wide = [index for index, letter in enumerate(self.text) if letter > "\uffff"] if is_wide else []
        self.is_same = whole and not is_wide
        self._is_whole = whole

    def cuts(self) -> list[list[int]]:
        """Where each sentence begins on the page and in the text; empty when the page has the whole text."""
        return [] if self._is_whole else [[self.offset(start), start] for start in self._starts]

    def offset(self, index: int) -> int:
        """The page's offset of the text's code point ``index``."""
        if self.is_same:
            return index
        moved = index + self._shifts[max(0, bisect_right(self._starts, index) - 1)]
        return moved + bisect_left(self._wide, moved)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def ordered(documents: Sequence[GeoparsedDocument]) -> list[GeoparsedDocument]:
    """The documents by date, id and text: the order in which they came does not show."""

    def order(parsed: GeoparsedDocument) -> tuple[str, ...]:
        document = parsed.document
        return (document.published or "", document.id, document.title or "", document.text)

    return sorted(documents, key=order)


def documents_and_mentions(
    documents: Sequence[GeoparsedDocument], place_numbers: Mapping[Any, int], *, whole: bool
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The documents' fields, and the columns of all mentions in the order of documents and offsets.

    ``n`` counts the mentions of each document; then, mention by mention: ``s`` start, from the start of
    the mention before; ``e`` length; ``a`` and ``b`` how far the snippet reaches before and behind;
    ``k``, ``r``, ``t`` a letter for kind, role and status; ``c`` confidence in percent; ``p`` the place's
    number (by place id in ``place_numbers``); -1 for none.
    """
    fields: list[dict[str, Any]] = []
    counts, starts, lengths, befores, behinds, confidences, numbers = [], [], [], [], [], [], []
    kinds, roles, states, ruled = [], [], [], []
    for parsed in documents:
        page_text = PageText(parsed, whole=whole)
        fields.append(_fields(parsed, page_text))
        counts.append(len(parsed.resolutions))
        offset, before = None if page_text.is_same else page_text.offset, 0
        pairs = sorted(
            zip(parsed.resolutions, page_text.snippets, strict=True),
            key=lambda pair: (pair[0].mention.start, pair[0].mention.end),
        )
        for resolution, (first, last) in pairs:
            mention, place, confidence = resolution.mention, resolution.place, resolution.confidence
            start, end = mention.start, mention.end
            if offset is not None:
                start, end, first, last = offset(start), offset(end), offset(first), offset(last)
            starts.append(start - before)
            lengths.append(end - start)
            befores.append(start - first)
            behinds.append(last - end)
            confidences.append(-1 if confidence is None else round(confidence * 100))
            numbers.append(-1 if place is None else place_numbers.get(place.id, -1))
            kinds.append(mention.kind[0])
            roles.append(ROLE_LETTERS[mention.role] if mention.role else "-")
            states.append(resolution.status[0])
            ruled.append(_ruled_letter(resolution) if resolution.evidence else "-")
            before = start
    columns = {
        "n": counts, "s": starts, "e": lengths, "a": befores, "b": behinds, "c": confidences, "p": numbers,
    }  # fmt: skip
    letters = {"k": "".join(kinds), "r": "".join(roles), "t": "".join(states)}
    if set(ruled) - {"-"}:
        letters["d"] = "".join(ruled)
    return fields, columns | letters


def _ruled_letter(resolution: Resolution) -> str:
    return next((_RULED[reason.name] for reason in resolution.evidence if reason.name in _RULED), "-")


def _fields(parsed: GeoparsedDocument, page_text: PageText) -> dict[str, Any]:
    document = parsed.document
    fields: dict[str, Any] = {"id": document.id, "text": page_text.text, "digest": digest_of(document.text)}
    cuts = page_text.cuts()
    if cuts:
        fields["cuts"] = cuts
    for name in ("title", "source", "published", "language"):
        if getattr(document, name):
            fields[name] = getattr(document, name)
    footprints = []
    for number, footprint in enumerate(parsed.footprints):
        path = footprint_path(footprint.geometry)
        relation = parsed.relations[number] if number < len(parsed.relations) else None
        if path:
            words = relation.text if relation else ""
            footprints.append(
                {"g": path, "text": words, "how": footprint.method, "u": round(footprint.uncertainty_m)}
            )
    return fields | {"footprints": footprints} if footprints else fields


class PlacedMention(NamedTuple):
    """A mention as the columns say it: its words on the page, and its place's number or -1."""

    text: str
    place: int
    kind: str


def placed_mentions(payload: Mapping[str, Any]) -> Iterator[PlacedMention]:
    """The mentions of a payload, in its order."""
    columns = payload["mentions"]
    number = 0
    for document, count in zip(payload["documents"], columns["n"], strict=True):
        text = document["text"]
        units = None if not text or max(text) <= "\uffff" else text.encode("utf-16-le", "surrogatepass")
        start = 0
        for _ in range(count):
            start += columns["s"][number]
            end = start + columns["e"][number]
            words = text[start:end]
            if units is not None:
                words = units[2 * start : 2 * end].decode("utf-16-le", "replace")
            yield PlacedMention(words, columns["p"][number], columns["k"][number])
            number += 1

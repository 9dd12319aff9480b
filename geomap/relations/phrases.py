"""A phrase is a spatial relation with all that its words say: the relation itself, margins, shares, the name placed.

`find_phrases` reads a document after its names are resolved, because what a phrase means depends on them:
"on the Tigris" is a bank, "on the committee" is nothing, "the city" is the city named last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.model import Document, Mention, MentionKind, MentionRole, Place, Resolution, SpatialRelation
from geomap.relations.anchors import NAME, MaskedText, masked
from geomap.relations.cue import Cue
from geomap.relations.cues import cues
from geomap.relations.measures import Measure
from geomap.relations.references import References
from geomap.sentences import sentences_of

#: Of two phrases over the same words the one whose kind stands first, when they are equally long.
_ORDER = (
    "travel time", "offset", "within", "distance", "offshore", "bank", "border", "coast", "road", "between", "part",
    "outskirts", "center", "direction", "along", "outside", "around", "near",
)  # fmt: skip
#: Kinds that may stand inside another phrase: "south of central Mosul".
_NESTED = frozenset(("part", "outskirts", "center"))
# "X, a town" · "X lies" · "the village of X, which is": the name placed stands before the phrase.
_SUBJECT = re.compile(
    rf"(?P<name>{NAME})(?:\s+(?i:province|district|county|city|town|village|camp|island|region))?"
    r"(?:\s*[,(–—-]{1,2}\s*|\s+)(?:(?:which|that)\s+)?"
    r"(?:(?:is|was|are|were|lies|lay|lying|sits|sat|stands|stood|located|situated|found|set|positioned|based|just|"
    r"roughly|right|also|only|situate|nestled|perched)\s+)*"
    r"(?:,?\s*(?:an?|the)\s+(?:[\w\ue000-\ue002’'-]+\s+){0,4}?(?:city|town|village|hamlet|settlement|suburb|community|port|camp|"
    r"resort|district|area|commune|municipality|capital|outpost|base|enclave|island|farm|mine|township|neighbou?rhood)"
    r"s?(?:\s*,)?\s+(?:(?:of|with)\s+(?:about\s+)?[\d,]+\s+(?:people|inhabitants|residents)\s*,?\s*)?"
    r"(?:(?:which|that)\s+(?:is|lies|sits)\s+|located\s+|situated\s+|lying\s+)?)?"
    r"(?:at\s+)?\Z"
)
_WATER_WORD = re.compile(r"(?i)\b(?:river|lake|creek|canal|sea|gulf|bay|nile|wadi|rio|loch)\b")


#: Nouns that name a kind of area: with a name of that kind they describe it.
_ADMIN_NOUNS = frozenset(
    "province provinces region regions district districts state states county counties town towns city cities "
    "village villages territory territories".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A relation, and what its geometry needs beside it. ``form`` is what it measures from: place, border, coast.

    ``share`` is a part's share of its area, ``part_bearing_deg`` the part of a border or coast that is meant.
    """

    relation: SpatialRelation
    form: str = "place"
    measure: Measure | None = None
    share: float | None = None
    central: bool = False
    word: str = ""
    part_bearing_deg: float | None = None


def find_phrases(document: Document, resolutions: Sequence[Resolution]) -> tuple[Phrase, ...]:
    """The document's spatial phrases in the order of the text; "northern and western parts" gives two."""
    if not resolutions:
        return ()
    page = masked(document.text, [each.mention for each in resolutions])
    known = {(each.mention.start, each.mention.end): each for each in resolutions}
    references = References(document.text, resolutions)
    standing = _chosen([cue for cue in cues(page, references) if _stands(page, cue, known)])
    phrases: list[Phrase] = []
    last_border: tuple[Mention, ...] = ()
    for cue in standing:
        names = tuple(name for anchor in cue.anchors for name in anchor.names)
        if not names:
            names = last_border
        if not names:
            continue
        if any(anchor.form == "border" for anchor in cue.anchors):
            last_border = names
        subject = _subject(page, cue, phrases)
        phrases += _phrases(document, cue, names, subject)
    return tuple(phrases)


def _phrases(document: Document, cue: Cue, names: tuple[Mention, ...], subject: Mention | None) -> list[Phrase]:
    (anchor, *_) = cue.anchors
    bearings = cue.bearings_deg or (None,)
    found = []
    for bearing in bearings:
        relation = SpatialRelation(
            start=cue.start,
            end=cue.end,
            text=document.text[cue.start : cue.end],
            kind=cue.kind,
            anchors=names,
            distance_m=round(cue.measure.stated_m, 1) if cue.measure else None,
            bearing_deg=bearing,
            subject=subject,
        )
        found.append(
            Phrase(
                relation=relation,
                form=anchor.form,
                measure=cue.measure,
                share=cue.share,
                central=cue.central,
                word=cue.word,
                part_bearing_deg=anchor.bearing_deg,
            )
        )
    return found


def _chosen(found: Sequence[Cue]) -> list[Cue]:
    """Of overlapping cues the longest; parts inside another phrase stay."""
    ranked = sorted(found, key=lambda cue: (-(cue.end - cue.start), _ORDER.index(cue.kind), cue.start))
    kept: list[Cue] = []
    for cue in ranked:
        rivals = [other for other in kept if other.start < cue.end and cue.start < other.end]
        if all(_beside(cue, other) for other in rivals):
            kept.append(cue)
    return sorted(kept, key=lambda cue: (cue.start, cue.end))


def _beside(cue: Cue, other: Cue) -> bool:
    """True when both may stand: one phrase with two anchors, or a part inside a longer phrase."""
    if (cue.start, cue.end, cue.kind) == (other.start, other.end, other.kind):
        return cue.anchors != other.anchors
    inner = [anchor.inner for anchor in other.anchors if anchor.inner is not None]
    return cue.kind in _NESTED and cue.start > other.start and any(start <= cue.start + 4 for start in inner)


def _stands(page: MaskedText, cue: Cue, resolutions: dict[tuple[int, int], Resolution]) -> bool:
    """Whether what the names mean allows the phrase."""
    if "\n\n" in page.text[cue.start : cue.end]:
        return False
    names = [name for anchor in cue.anchors for name in anchor.names]
    if cue.anchors[0].form == "place" and any(name.role == MentionRole.EMBEDDED for name in names):
        return False
    resolved = [resolutions.get((name.start, name.end)) for name in names]
    found = [each.place if each is not None else None for each in resolved]
    if cue.kind == "bank" and "bank" in cue.word:
        # "the eastern bank of the Niger": a bank is a river's, whatever else the name may mean.
        with_article = page.text[: names[0].start].endswith("the ")
        return with_article or any(
            candidate.place.feature_class == "H" for each in resolved if each for candidate in each.candidates
        )
    if cue.kind in ("along", "bank"):
        return all(_is_water(name, place, page) for name, place in zip(names, found, strict=True))
    if cue.kind == "part" and cue.word in _ADMIN_NOUNS:
        # "the northern provinces of Iraq" are a part of it; "the central province of Hunan" is Hunan.
        if cue.word not in ("region", "district") and not cue.word.endswith("s"):
            return False
        inner = cue.word in ("districts", "towns", "villages")
        return inner or not any(place is not None and place.feature_code.startswith("ADM") for place in found)
    if cue.kind == "between":
        return not any(place is not None and place.is_country for place in found) or "way" in cue.word
    if cue.kind == "offshore":
        near_coast = cue.anchors[0].form == "coast" or cue.measure is not None
        return near_coast or all(place is None or place.feature_class in "ATL" or _small(place) for place in found)
    if cue.kind == "center" and cue.word == "":
        return all(place is None or place.feature_class in "PAL" for place in found)
    if cue.kind in ("near", "around", "outside"):
        # "close to Iran", "outside Europe": people and things are, places seldom.
        wide = any(place is not None and (place.is_country or place.feature_code == "CONT") for place in found)
        if cue.word == "around":
            # "toured around Ohio" is in it.
            wide = wide or any(place is not None and place.feature_code == "ADM1" for place in found)
        if cue.kind == "outside":
            wide = wide or any(place is not None and place.feature_class == "A" for place in found)
        return not (wide and cue.word != "near")
    return True


def _small(place: Place) -> bool:
    return place.feature_class == "P"


def _is_water(name: Mention, place: Place | None, page: MaskedText) -> bool:
    if place is not None and place.feature_class == "H":
        return True
    return bool(_WATER_WORD.search(name.text) or _WATER_WORD.match(page.text, name.end + 1))


def _subject(page: MaskedText, cue: Cue, before: Sequence[Phrase]) -> Mention | None:
    """The name that the phrase places: "Qayyarah" in "Qayyarah, 60 km south of Mosul"."""
    start = cue.start
    offset = max(0, start - 160, sentences_of(page.text).at(start)[0])
    window = page.text[offset:start]
    # A second phrase about the same name: "on the western bank of the Tigris, some 60 km south of Mosul".
    for phrase in reversed(before):
        relation = phrase.relation
        if relation.end <= start and offset <= relation.end:
            gap = page.text[relation.end : start]
            if re.fullmatch(r"(?:\s+(?i:river|province))?[\s,]*(?:and\s+)?", gap):
                return relation.subject
            break
    found = None
    at = window.rfind("\ue000")
    while at >= 0 and found is None:
        match = _SUBJECT.match(window, at)
        if match:
            found = page.by_start[offset + at]
        at = window.rfind("\ue000", 0, at)
    if found is None or found.kind != MentionKind.TOPONYM or found.role == MentionRole.EMBEDDED:
        return None
    names = [name for anchor in cue.anchors for name in anchor.names]
    # "Iraq, south of Mosul" or "Mosul near Mosul" place nothing.
    return found if found not in names else None


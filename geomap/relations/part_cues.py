"""Directions and parts: "south of Mosul", "the northern parts of Iraq", "the city's outskirts", "downtown Mosul"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.relations.anchors import EITHER, NAME, Anchor, Antecedent, MaskedText, anchor_at, border_at, coast_at
from geomap.relations.compass import ADJECTIVE, NOUN, bearing_deg, is_central
from geomap.relations.cue import ADJECTIVE_WORDS, ADJECTIVES, COMPASS_WORDS, JOIN, Cue, next_anchor

_DEGREE = r"(?:(?P<degree>(?i:far|extreme|extremely|remote|most\s+of))\s+)?"
#: Words for a part of an area, by the share of its extent that they take.
SHARES = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "tip": 0.12, "corner": 0.2, "edge": 0.15, "end": 0.2, "fringe": 0.15,
    "fringes": 0.15, "flank": 0.3, "reaches": 0.3, "rim": 0.15,
}  # fmt: skip
_PART = (
    r"(?P<noun>(?i:parts?|areas?|regions?|sections?|districts?|provinces?|counties|states|neighbou?rhoods?|quarters?|"
    r"sectors?|portions?|halves|half|thirds?|tip|corner|edge|end|fringes?|flank|side|reaches|rim|zones?|stretches|"
    r"towns|cities|villages|lands|territory|territories)\b)"
)
_RING = r"(?:(?i:outskirts|suburbs?|outer\s+suburbs|periphery|environs|hinterland|exurbs|fringes?|edges?)\b)"
# Small letters: the Center of something is an organisation.
_MIDDLE = r"(?:(?:(?:city|town|very|dead)\s+)?(?:cent(?:re|er)|heart|middle|downtown|core)\b)"
_DIRECTION_OF = re.compile(
    rf"(?P<lead>(?i:(?:in|at|into|across|throughout|from|of|and|to)\s+the|the|its|their)\s+)?"
    rf"(?P<degree>(?i:just|far|due|immediately|directly|further|farther|slightly|well|extreme)\s+)*"
    rf"(?P<direction>{NOUN})(?:{JOIN}(?P<second>{NOUN}))?\s+of\s+"
)
# "the arid northeast of X" is a part of X.
_DESCRIBED = re.compile(
    r"\b(?:the|its)\s+(?:tropical|rural|remote|arid|mountainous|restive|volatile|poor|coastal|troubled|desert|oil-rich|"
    r"war-torn|fertile|hilly|forested|dry|wet|industrial|populous)\s+\Z"
)
_PART_OF = re.compile(rf"(?:the\s+)?{_DEGREE}{ADJECTIVES}(?:-most)?\s+{_PART}\s+(?:of|in)\s+")
_PART_NAME = re.compile(rf"{_DEGREE}(?<![\w-]){ADJECTIVES}\s+(?={NAME}(?![-\w]))")
_PART_NAME_END = re.compile(
    rf"{NAME}(?:\s+(?i:province|state|region|county|district|governorate|department|city|desert|island|valley)\b"
    r"(?!\s+of\b))?"
)
_INSTITUTION = re.compile(r"(?:University|College|Bank|Institute|Museum|Diocese)\s+(?:of|for)\s+(?:the\s+)?\Z")
# A capital word that opens no sentence: what follows is a part of its name.
_CAPITAL_BEFORE = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]*\s+\Z")
# "graduated from North Texas": a university.
_STUDIED = re.compile(r"\b(?i:graduat\w*\s+from|attend\w*|studied\s+at|student\s+at|enrolled\s+(?:at|in))\s+\Z")
_POSSESSED_PART = re.compile(
    rf"(?:the\s+)?(?:(?P<name>{NAME})|(?P<kind>city|town|village|province|state|region|country|district|county|"
    rf"island|nation))[’']s?\s+{_DEGREE}(?:{ADJECTIVES}\s+(?P<noun>(?i:parts?|areas?|regions?|sections?|districts?|"
    r"provinces?|neighbou?rhoods?|halves|half|third|tip|corner|edge|end|fringes?|side|suburbs?|outskirts|interior|"
    rf"highlands|lowlands|mountains|deserts?|plains|states|cities|towns)\b)|(?P<direction>{NOUN})(?![\s-]*\w*[’'])"
    r"(?!\s+(?:(?i:coasts?|shores?|banks?|borders?|ends?|sides?|wings?|gates?|stands?|face|winds?|pole|wall|tower)\b|[A-Z]"
    rf"|{EITHER}|{ADJECTIVE}))|(?P<ring>{_RING})|(?P<middle>{_MIDDLE}))"
)
_RING_OF = re.compile(
    rf"(?:the\s+|a\s+)?(?:{ADJECTIVES}\s+)?(?P<ring>{_RING})\s+of\s+"
    rf"|(?:the\s+)?(?P<middle>{_MIDDLE})\s+of\s+"
    rf"|(?P<down>(?i:downtown|midtown|inner(?:[\s-]city)?))\s+(?={NAME})|(?P<sub>(?i:suburban|outer))\s+(?={NAME})"
)
_RING_WORDS = (
    "outskirt", "suburb", "peripher", "environ", "hinterland", "exurb", "fringe", "edge", "center", "centre",
    "heart of", "middle of", "downtown", "midtown", "core of", "inner", "outer",
)  # fmt: skip


def directions(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_DIRECTION_OF, COMPASS_WORDS, back=40, ahead=50):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is None:
            continue
        lead = (match["lead"] or "").lower().split()
        degree = (match["degree"] or "").strip().lower()
        words = [word for word in (match["direction"], match["second"]) if word]
        bearings = tuple(bearing_deg(word) for word in words)
        if None in bearings:
            continue
        # The longest of the words and a little more: a search from the text's beginning takes long in long texts.
        end = page.text[max(0, anchor.end - 20) : anchor.end]
        of_country = re.search(r"\b(?:country|nation|kingdom|republic)\Z", end)
        described = _DESCRIBED.search(page.text, max(0, match.start() - 30), match.start())
        is_part = (bool(lead) and lead[0] != "to") or bool(described) or (of_country and anchor.form == "place")
        start = match.start()
        if lead and not (lead[0] == "to" and not is_part):
            # "in the north of Iraq": the phrase begins at "the".
            start += match["lead"].lower().rindex(lead[-1])
        yield Cue(
            start=start, end=anchor.end, kind="part" if is_part else "direction", anchors=(anchor,),
            bearings_deg=bearings, word=degree, share=0.2 if is_part and degree in ("far", "extreme") else None,
        )  # fmt: skip


def parts(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_PART_OF, ADJECTIVE_WORDS, back=30, ahead=70):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is not None and anchor.form == "place":
            found = [anchor]
            while following := next_anchor(page, found[-1], antecedent, after=r"\s+and\s+(?:the\s+)?"):
                found.append(following)
            for each in found:
                yield _part(match, match.start(), found[-1].end, each, match["noun"])
    for match in page.matches(_PART_NAME, ADJECTIVE_WORDS, back=30, ahead=70):
        if _INSTITUTION.search(page.text, max(0, match.start() - 30), match.start()) or _is_name(page, match):
            continue
        start = match.end()
        end = _PART_NAME_END.match(page.text, start).end()
        anchor = Anchor(start=start, end=end, names=(page.by_start[start],))
        # "northern Iraq's border" is a border.
        if border_at(page, start) is None and coast_at(page, start) is None:
            yield _part(match, match.start(), end, anchor, "")
    for match in page.matches(_POSSESSED_PART, ("’s", "'s", "s’ ", "s' "), back=50, ahead=70):
        anchor = _owner(page, match, antecedent)
        if anchor is None:
            continue
        if match["ring"] or (match["noun"] or "").lower().startswith(("suburb", "outskirt")):
            yield _ring(match, match.end(), anchor, "outskirts")
        elif match["middle"]:
            yield Cue(start=match.start(), end=match.end(), kind="center", anchors=(anchor,))
        elif match["direction"]:
            yield Cue(
                start=match.start(), end=match.end(), kind="part", anchors=(anchor,),
                bearings_deg=(bearing_deg(match["direction"]),), share=0.2 if match["degree"] else None,
            )  # fmt: skip
        else:
            yield _part(match, match.start(), match.end(), anchor, match["noun"])


def _is_name(page: MaskedText, match: re.Match[str]) -> bool:
    """True where a capital direction belongs to a longer name: "TOUR Southern Kentucky", "Central North Side"."""
    if not match["adjs"][0].isupper():
        return False
    if re.match(rf"{ADJECTIVE}\b", page.by_start[match.end()].text):
        return True
    before = _CAPITAL_BEFORE.search(page.text, max(0, match.start() - 40), match.start())
    return before is not None or _STUDIED.search(page.text, max(0, match.start() - 30), match.start()) is not None


def _part(match: re.Match[str], start: int, end: int, anchor: Anchor, noun: str) -> Cue:
    words = re.findall(ADJECTIVE, match["adjs"])
    share = SHARES.get(noun.lower().rstrip("s") if noun.lower() != "fringes" else "fringe")
    if share is None:
        share = SHARES.get(noun.lower())
    if share is None and (match["degree"] or "").lower() in ("far", "extreme", "extremely", "remote"):
        share = 0.2
    return Cue(
        start=start, end=end, kind="part", anchors=(anchor,), share=share, word=noun.lower(),
        bearings_deg=tuple(bearing_deg(word) for word in words), central=any(map(is_central, words)),
    )  # fmt: skip


def _owner(page: MaskedText, match: re.Match[str], antecedent: Antecedent) -> Anchor | None:
    if match["name"]:
        names = (page.by_start[match.start("name")],)
        return Anchor(start=match.start("name"), end=match.end("name"), names=names)
    mention = antecedent(match["kind"].lower(), match.start())
    return Anchor(start=match.start(), end=match.end("kind"), names=(mention,)) if mention is not None else None


def rings(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_RING_OF, _RING_WORDS, back=40, ahead=90):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is None or anchor.form != "place":
            continue
        # "the suburb of X" is X itself; "a suburb of X" is not.
        if (match["ring"] or "").lower() == "suburb" and not match[0].lower().startswith("a "):
            continue
        if match["ring"] or match["sub"]:
            yield _ring(match, anchor.end, anchor, "outskirts")
        else:
            yield Cue(start=match.start(), end=anchor.end, kind="center", anchors=(anchor,))


def _ring(match: re.Match[str], end: int, anchor: Anchor, kind: str) -> Cue:
    words = re.findall(ADJECTIVE, match.groupdict().get("adjs") or "")
    return Cue(
        start=match.start(), end=end, kind=kind, anchors=(anchor,), bearings_deg=tuple(map(bearing_deg, words)),
    )  # fmt: skip

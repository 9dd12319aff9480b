"""A hashtag is "#" and words without spaces; `find_hashtags` splits them by their capitals and looks them up.

"#NewYork" and "#Kyiv2024" name a place whole, "#PrayForParis" a part of the tag. A tag of one capitalised word
is left to the recogniser: it reads it like any other word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geomap.gazetteer.features import NameFlag
from geomap.model import Mention, MentionKind, MentionRole
from geomap.names import fold
from geomap.recognize import lexicons
from geomap.recognize.rules import is_demonym

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

_HASHTAG = re.compile(r"#([^\W_][\w]{2,})")
_PIECE = re.compile(r"[^\W\d_a-z]+(?![a-z])|[^\W\d_]?[^\W\d_A-Z]+|\d+")
_STRONG = int(NameFlag.COUNTRY | NameFlag.CONTINENT | NameFlag.DEMONYM)
_KNOWN = _STRONG | int(NameFlag.ADMIN1 | NameFlag.CITY | NameFlag.REGION)
#: Inhabitants from which a town is meant by a tag all small or by a part of one: 100,000.
_LARGE_LOG10 = 5.0
#: How sure: what is known whole is right more often than a part; the recogniser's scale.
_WHOLE, _PART = 0.9, 0.7


def find_hashtags(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The place names inside the text's hashtags, in order, at most one in a tag."""
    if "#" not in text:
        return ()
    wanted: list[tuple[re.Match, list[tuple[int, int, str, bool]]]] = []
    for tag in _HASHTAG.finditer(text):
        pieces = list(_PIECE.finditer(tag[1]))
        words = [piece for piece in pieces if not piece[0].isdigit()]
        if not words or (len(pieces) == 1 and pieces[0][0][0].isupper()):
            continue
        choices = []
        for count in range(len(words), 0, -1):
            for first in range(len(words) - count + 1):
                run = words[first : first + count]
                key = fold(" ".join(piece[0] for piece in run))
                choices.append((run[0].start(), run[-1].end(), key, count == len(words)))
        wanted.append((tag, choices))
    known = gazetteer.features({key for _, choices in wanted for *_, key, _ in choices})
    found = []
    for tag, choices in wanted:
        for start, end, key, whole in choices:
            features = known.get(key)
            flags, size = (0, 0.0) if features is None else (int(features.flags), features.population_log10)
            if not _is_place(key, flags, size, tag[1], whole=whole):
                continue
            start, end = tag.start(1) + start, tag.start(1) + end
            found.append(
                Mention(
                    start=start,
                    end=end,
                    text=text[start:end],
                    kind=MentionKind.DEMONYM if is_demonym(flags) else MentionKind.TOPONYM,
                    role=MentionRole.LITERAL,
                    confidence=_WHOLE if whole else _PART,
                )
            )
            break
    return tuple(found)


def _is_place(key: str, flags: int, population_log10: float, tag: str, *, whole: bool) -> bool:
    if not flags & _KNOWN or len(key) < 4 or key in lexicons.GENERIC_AFTER:
        return False
    if key in lexicons.common_words() or key in lexicons.FUNCTION_WORDS:
        return False
    if flags & _STRONG or population_log10 >= _LARGE_LOG10:
        return whole or key not in lexicons.given_names()
    return whole and " " in key and not tag.islower()

"""Roles: what a place name does in its sentence, by rules on its neighbours or by trained weights.

The weights score the roles of a name from what `role_features` tells of its sentence, and from what the rules
say. Datelines are always the rules'.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.gazetteer.features import NameFlag
from geomap.model import MentionKind, MentionRole
from geomap.recognize import lexicons
from geomap.recognize.classes import WordClasses
from geomap.recognize.lookup import is_capital
from geomap.recognize.role_features import VERBS, Name, RoleReader
from geomap.recognize.tokens import POSSESSIVES, Tokens

if TYPE_CHECKING:
    from geomap.recognize.tagger import Weights

#: The roles that are learned, in the order of the weights' last axis.
LEARNED = (MentionRole.LITERAL, MentionRole.METONYMIC, MentionRole.MODIFIER, MentionRole.EMBEDDED)
#: What may speak for a government: a country, or a capital.
_POWERS = int(NameFlag.COUNTRY | NameFlag.SEAT)
_DASHES = frozenset("—–-")


def role_of(tokens: Tokens, first: int, last: int, kind: MentionKind, flags: int) -> MentionRole:
    """The role of the name in tokens ``[first, last)``; ``flags`` are the gazetteer's for its key."""
    texts = tokens.texts
    following = texts[last] if last < len(texts) else ""
    after = texts[last + 1] if last + 1 < len(texts) else ""
    if _is_dateline(tokens, first, last):
        return MentionRole.DATELINE
    if _is_embedded(texts, first, last):
        return MentionRole.EMBEDDED
    if following in POSSESSIVES:
        following = after
    if kind is MentionKind.DEMONYM:
        return MentionRole.MODIFIER if following[:1].isalpha() and not _is_verb(following) else MentionRole.METONYMIC
    if following in "-‐‑" and after[:1].islower():
        return MentionRole.MODIFIER
    if flags & _POWERS and following.lower() in lexicons.SPEECH:
        return MentionRole.METONYMIC
    return MentionRole.LITERAL


def _is_verb(word: str) -> bool:
    return word.lower() in lexicons.SPEECH or word in VERBS


def _is_dateline(tokens: Tokens, first: int, last: int) -> bool:
    """ "BAGHDAD (AP) —", "MOSUL, Iraq —": at the very beginning of a paragraph, before a dash."""
    texts = tokens.texts
    if not tokens.opens[first] and not (first > 1 and texts[first - 1] == "," and tokens.opens[first - 2]):
        return False
    end = dateline_end(tokens, last)
    return end > 0 and (texts[first].isupper() or end - last <= 5)


def dateline_end(tokens: Tokens, index: int) -> int:
    """The token after ``index`` at which a dateline ends in a dash; 0 where none does."""
    texts = tokens.texts
    for position in range(index, min(index + 9, len(texts))):
        token = texts[position]
        if token in "—–" or (token == "-" and position and tokens.starts[position] > tokens.ends[position - 1]):
            return position
        if token[0].islower() or token in ".;:!?":
            return 0
    return 0


def _is_embedded(texts: list[str], first: int, last: int) -> bool:
    """Within a longer capitalised name whose head is an organisation or an event."""
    for index in range(last, min(last + 5, len(texts))):
        token = texts[index]
        if token.lower() in lexicons.ORGANISATIONS and is_capital(token):
            return True
        if not is_capital(token) and token.lower() not in ("of", "and", "-", "’s", "'s", "&", "for"):
            break
    if first > 1 and texts[first - 1].lower() in ("of", "for", "in"):
        return is_capital(texts[first - 2]) and texts[first - 2].lower() in lexicons.ORGANISATIONS
    return False


def roles_of(
    tokens: Tokens,
    names: Sequence[tuple[int, int, str, MentionKind, int]],
    weights: Weights | None,
    classes: WordClasses,
) -> list[MentionRole]:
    """The roles of a document's names, each ``(first, last, key, kind, flags)``; by rules without ``weights``."""
    rules = [role_of(tokens, first, last, kind, flags) for first, last, _, kind, flags in names]
    if weights is None or not names:
        return rules
    reader = RoleReader(tokens, [Name(*name, rule) for name, rule in zip(names, rules, strict=True)], classes)
    learned = learned_roles(weights, [reader.features(name) for name in reader.names], reader.listed())
    return [
        rule if rule is MentionRole.DATELINE or _is_plain(tokens, name, rule) else role
        for name, rule, role in zip(reader.names, rules, learned, strict=True)
    ]


#: Head words whose "of" always makes a name of its own: "University of X", "Treaty of X".
_NAMING = frozenset("university college institute academy hospital museum bank treaty battle siege bishop".split())


def _is_plain(tokens: Tokens, name: Name, rule: MentionRole) -> bool:
    """Where the rules leave nothing to weigh: "University of X", and "X said" at a sentence's beginning."""
    texts, first = tokens.texts, name.first
    if rule is MentionRole.EMBEDDED:
        head = texts[first - 2] if first > 1 and texts[first - 1] == "of" else ""
        return head.istitle() and head.lower() in _NAMING
    return rule is MentionRole.METONYMIC and tokens.opens[first] and texts[name.last].lower() in lexicons.SPEECH


def learned_roles(
    weights: Weights, features: Sequence[Sequence[str]], listed: Sequence[Sequence[int]]
) -> list[MentionRole]:
    """The role that the weights score highest for each name; names of one list share theirs."""
    scores = weights.sums(features)[:, 0]
    roles = [MentionRole.LITERAL] * len(features)
    for members in listed:
        best = LEARNED[int(sum(scores[number] for number in members).argmax())]
        for number in members:
            roles[number] = best
    return roles

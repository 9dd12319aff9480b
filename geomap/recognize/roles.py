"""Roles: what a place name does in its sentence, by simple rules on its neighbours."""

from __future__ import annotations

from geomap.gazetteer.features import NameFlag
from geomap.model import MentionKind, MentionRole
from geomap.recognize import lexicons
from geomap.recognize.lookup import is_capital
from geomap.recognize.tokens import Tokens

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
    if following in ("'s", "’s"):
        following = after
    if kind is MentionKind.DEMONYM:
        return MentionRole.MODIFIER if following[:1].isalpha() and not _is_verb(following) else MentionRole.METONYMIC
    if following in "-‐‑" and after[:1].islower():
        return MentionRole.MODIFIER
    if flags & _POWERS and following.lower() in lexicons.SPEECH:
        return MentionRole.METONYMIC
    return MentionRole.LITERAL


def _is_verb(word: str) -> bool:
    return word.lower() in lexicons.SPEECH or word in _VERBS


_VERBS = frozenset("is are was were has have had will would can could may might must who and or in on at of".split())


def _is_dateline(tokens: Tokens, first: int, last: int) -> bool:
    """ "BAGHDAD (AP) —", "MOSUL, Iraq —": at the very beginning of a paragraph, before a dash."""
    texts = tokens.texts
    if not tokens.opens[first] and not (first > 1 and texts[first - 1] == "," and tokens.opens[first - 2]):
        return False
    for index in range(last, min(last + 9, len(texts))):
        token = texts[index]
        if token in "—–" or (token == "-" and tokens.starts[index] > tokens.ends[index - 1]):
            return texts[first].isupper() or index - last <= 5
        if token[0].islower() or token in ".;:!?":
            return False
    return False


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

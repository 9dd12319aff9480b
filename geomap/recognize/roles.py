"""Roles: what a place name does in its sentence, by rules on its neighbours or by trained weights.

The weights score the roles of a mention from its neighbours' words and classes and from what the rules
say. Datelines are always the rules'.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.gazetteer.features import NameFlag
from geomap.model import MentionKind, MentionRole
from geomap.recognize import lexicons
from geomap.recognize.lookup import is_capital
from geomap.recognize.tokens import Tokens

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


def roles_of(
    tokens: Tokens,
    spans: Sequence[tuple[int, int]],
    kinds: Sequence[MentionKind],
    flags: Sequence[int],
    weights: Weights | None,
) -> list[MentionRole]:
    """The roles of several names of one document; by rules alone without ``weights``."""
    by_rules = [
        role_of(tokens, first, last, kind, flag) for (first, last), kind, flag in zip(spans, kinds, flags, strict=True)
    ]
    if weights is None:
        return by_rules
    result = []
    for (first, last), kind, flag, rule in zip(spans, kinds, flags, by_rules, strict=True):
        if rule is MentionRole.DATELINE:
            result.append(rule)
            continue
        result.append(learned_role(weights, role_features(tokens, first, last, kind, flag, rule)))
    return result


def learned_role(weights: Weights, features: Sequence[str]) -> MentionRole:
    """The role that the weights score highest; literal where the words leave no doubt."""
    if _SURE in features:
        return MentionRole.LITERAL
    rows = [weights.row(feature) for feature in features]
    return LEARNED[int(weights.states[rows].sum(axis=0)[0].argmax())]


_SURE = "surely literal"


def role_features(tokens: Tokens, first: int, last: int, kind: MentionKind, flags: int, rule: MentionRole) -> list[str]:
    """What the role is learned from: the rules' answer, the kind, the words and their classes around."""
    texts = tokens.texts
    lower = [
        texts[index].lower() if 0 <= index < len(texts) else "^"
        for index in (*range(first - 3, first), *range(last, last + 4))
    ]
    before3, before2, before, after, after2, after3, _ = lower
    following = texts[last] if last < len(texts) else "."
    if following in ("'s", "’s"):
        possessive, following = "+", texts[last + 1] if last + 1 < len(texts) else "."
    else:
        possessive = "-"
    form = "X" if following[0].isupper() else "x" if following[0].isalpha() else following[0]
    preceding = texts[first - 1] if first else "."
    capital = first > 0 and preceding[0].isupper() and not tokens.opens[first - 1]
    leading = "X" if capital else "x" if preceding[0].isalpha() else "."
    sort = "country" if flags & _COUNTRY else "seat" if flags & _SEAT else "city" if flags & _CITY else "other"
    words = [texts[index].lower() for index in range(first, last)]
    features = [
        "bias",
        f"rule={rule}",
        f"kind={kind}",
        f"sort={sort}",
        f"kind={kind}|form={form}|{possessive}",
        f"sort={sort}|form={form}|{leading}|{possessive}",
        f"form={form}|{leading}",
        f"b={before}",
        f"b2={before2} {before}",
        f"a={after}",
        f"a2={after} {after2}",
        f"b3={before3}",
        f"n={following.lower()}",
        f"last={words[-1]}",
        f"s2={following[-2:].lower()}|{form}",
        f"s3={following[-3:].lower()}|{form}",
        f"open={tokens.opens[first]}|{form}",
        f"a3={after3}",
    ]
    left, right = _class_of(preceding), _class_of(following)
    features += [
        f"lr={left}|{right}",
        f"lrs={left}|{right}|{sort}",
        f"llr={_class_of(before2)}|{left}|{right}",
        f"lrr={left}|{right}|{_class_of(after2)}",
        f"rr={right}|{_class_of(after2)}|{possessive}",
        f"ls={left}|{sort}|{kind}",
    ]
    for name, word in (("b", before), ("a", after), ("n", following.lower()), ("a2", after2), ("w", words[-1])):
        features += [f"{name}c={group}" for group, members in _GROUPS.items() if word in members]
    # The capitalised words that follow, up to the first small one.
    index = last
    while index < len(texts) and index < last + 5 and texts[index][0].isupper():
        word = texts[index].lower()
        features.append(
            "tail-org" if word in lexicons.ORGANISATIONS else "tail-street" if word in lexicons.STREETS else "tail"
        )
        index += 1
    if kind is not MentionKind.DEMONYM and rule is MentionRole.LITERAL:
        part_of = before == "of" and before2 in lexicons.GENERIC_OF
        typed = after in lexicons.GENERIC_AFTER and form == "x"
        inside = before in lexicons.IN_PREPOSITIONS and form != "x"
        if part_of or typed or inside:
            features.append(_SURE)
    if before in lexicons.IN_PREPOSITIONS | lexicons.WEAK_PREPOSITIONS:
        features.append(f"prep|{form}|{sort}")
    return features


def _class_of(token: str) -> str:
    """A rough part of speech by form alone."""
    word = token.lower()
    if not token[0].isalpha():
        return token[0]
    if token[0].isupper() and word not in lexicons.FUNCTION_WORDS:
        return "X"
    if word in lexicons.SPEECH:
        return "said"
    if word in _VERBS or word in lexicons.FUNCTION_WORDS or word in lexicons.IN_PREPOSITIONS:
        return word
    for ending in ("ing", "ed", "ly", "tion", "al", "s"):
        if word.endswith(ending):
            return ending
    return "w"


_COUNTRY, _SEAT, _CITY = int(NameFlag.COUNTRY), int(NameFlag.SEAT), int(NameFlag.CITY)
_GROUPS = {
    "said": lexicons.SPEECH,
    "verb": _VERBS,
    "org": lexicons.ORGANISATIONS,
    "title": lexicons.TITLES | lexicons.ROLES,
    "in": lexicons.IN_PREPOSITIONS,
    "from": lexicons.WEAK_PREPOSITIONS,
    "generic": lexicons.GENERIC_AFTER,
    "function": lexicons.FUNCTION_WORDS,
    "street": lexicons.STREETS,
}

"""Role features: what a name's sentence says of its role, as short texts that are hashed later.

Words and word classes on both sides, past articles, possessives and the names it is listed with; the run of
capitals it stands in; the verbs and prepositions of its sentence; what the report is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from geomap.gazetteer.features import NameFlag
from geomap.model import MentionKind, MentionRole
from geomap.recognize import lexicons
from geomap.recognize.classes import WordClasses
from geomap.recognize.tokens import POSSESSIVES, Tokens

VERBS = frozenset("is are was were has have had will would can could may might must who and or in on at of".split())
_ARTICLES = frozenset("the a an this that its their his her our".split())
_LISTING = frozenset(("and", "or", ",", "&"))
_HYPHENS = frozenset("-‐‑")
#: Prepositions that tell more than where: "talks with X", "sanctions on X".
_FURTHER = frozenset("by with for against on as than".split())
_PREPOSITIONS = lexicons.IN_PREPOSITIONS | lexicons.WEAK_PREPOSITIONS | _FURTHER
_SORTS = tuple(
    (int(flag), letters)
    for flag, letters in (
        (NameFlag.DEMONYM, "demonym"),
        (NameFlag.COUNTRY, "country"),
        (NameFlag.CONTINENT, "continent"),
        (NameFlag.ADMIN1, "admin1"),
        (NameFlag.SEA, "sea"),
        (NameFlag.REGION, "region"),
        (NameFlag.RIVER, "river"),
        (NameFlag.SEAT, "seat"),
        (NameFlag.CITY, "city"),
        (NameFlag.ADMIN2, "admin2"),
    )
)
_GROUPS = {
    "said": lexicons.SPEECH,
    "verb": VERBS,
    "org": lexicons.ORGANISATIONS,
    "title": lexicons.TITLES | lexicons.ROLES,
    "in": lexicons.IN_PREPOSITIONS,
    "from": lexicons.WEAK_PREPOSITIONS,
    "generic": lexicons.GENERIC_AFTER,
    "function": lexicons.FUNCTION_WORDS,
    "street": lexicons.STREETS,
}
#: Verbs of all sorts: whatever shares a class with one of them may be a verb.
_SAMPLE_VERBS = (
    "said made held took went hit reported confirmed found spread make support keep want wants need needs told says "
    "called is was has will would seems agreed tried goes makes"
).split()
#: Share of a report's words from which it is about a game: "Liverpool" is a team there.
_GAME_SHARE = 0.012


class Name(NamedTuple):
    """A name in tokens ``[first, last)`` with its key, its kind, the gazetteer's flags, and the rules' role."""

    first: int
    last: int
    key: str
    kind: MentionKind
    flags: int
    rule: MentionRole


class RoleReader:
    """One document and its names; ``features`` and ``listed`` say what each is learned from."""

    def __init__(self, tokens: Tokens, names: Sequence[Name], classes: WordClasses) -> None:
        self.tokens, self.names, self.classes = tokens, names, classes
        self.texts = [*tokens.texts, "", "", "", "", ""]  # so that an index past the end, or -1, is no word
        self.lower = [token.lower() for token in self.texts]
        self.first_at = {name.last: name.first for name in names}
        self.last_at = {name.first: name.last for name in names}
        self.sentence_at = {}
        for first, last in tokens.sentences:
            self.sentence_at.update(dict.fromkeys(range(first, last), (first, last)))
        games = sum(word in lexicons.GAMES for word in self.lower)
        self.topic = "game" if games > _GAME_SHARE * max(60, len(tokens)) else "news"
        self.counts = Counter(name.key for name in names)
        self.acting = {classes.of(verb, 1) for verb in _SAMPLE_VERBS}

    def listed(self) -> list[list[int]]:
        """The numbers of names of one kind that stand in one list: "Iran, Iraq and Turkey"."""
        groups: list[list[int]] = []
        for number, name in enumerate(self.names):
            before = self.names[number - 1] if number else None
            between = self.lower[before.last : name.first] if before else []
            joined = 0 < len(between) <= 3 and all(word in _LISTING or word == "the" for word in between)
            if before and joined and before.kind is name.kind:
                groups[-1].append(number)
            else:
                groups.append([number])
        return groups

    def features(self, name: Name) -> list[str]:
        """What the role of ``name`` is learned from."""
        sort = next((letters for flag, letters in _SORTS if name.flags & flag), "none")
        found = ["bias", f"rule={name.rule}", f"kind={name.kind}", f"sort={sort}"]
        following = name.last
        owns = "+" if self.texts[following] in POSSESSIVES else "-"
        if owns == "+":
            following += 1
        elif self.texts[following] in _HYPHENS and self.texts[following] and self._touches(following):
            owns = "h"
            following += 1
        preceding = name.first - 1
        article = self.lower[preceding] if self.lower[preceding] in _ARTICLES else "-"
        if article != "-":
            preceding -= 1
        self._words(found, name, sort, owns)
        self._classes(found, sort, owns, article, preceding, following)
        self._list(found, name)
        self._capitals(found, name)
        self._sentence(found, name, sort, self.texts[following])
        self._document(found, name, sort, self.texts[following], self.lower[preceding])
        if name.kind is not MentionKind.DEMONYM and name.rule is MentionRole.LITERAL:
            before, after = self.lower[name.first - 1], self.lower[name.last]
            part_of = before == "of" and self.lower[name.first - 2] in lexicons.GENERIC_OF
            typed = after in lexicons.GENERIC_AFTER and self.texts[name.last][0].islower()
            inside = before in lexicons.IN_PREPOSITIONS and not self.texts[following][:1].islower()
            if part_of or typed or inside:
                found.append("surely")
        return found

    def _touches(self, index: int) -> bool:
        return self.tokens.ends[index - 1] == self.tokens.starts[index]

    def _words(self, found: list[str], name: Name, sort: str, owns: str) -> None:
        """The words on both sides, their forms and their closed classes."""
        texts, lower, first, last = self.texts, self.lower, name.first, name.last
        step = owns == "+"
        following = texts[last + step]
        form, leading = _form(following), _form(texts[first - 1]) if first else "^"
        if first and self.tokens.opens[first - 1] and leading == "X":
            leading = "x"
        before, before2, before3 = (lower[first - back] if first >= back else "" for back in (1, 2, 3))
        after, after2, after3 = lower[last : last + 3]
        nearest = lower[last + step]
        found += [
            f"kf={name.kind}|{form}|{owns}",
            f"sf={sort}|{form}|{leading}|{owns}",
            f"fl={form}|{leading}",
            f"b={before}",
            f"b2={before2} {before}",
            f"b3={before3}",
            f"a={after}",
            f"a2={after} {after2}",
            f"a3={after3}",
            f"n={nearest}",
            f"last={lower[last - 1]}",
            f"s2={nearest[-2:]}|{form}",
            f"s3={nearest[-3:]}|{form}",
        ]
        left, right, further = _rough(texts[first - 1] if first else ""), _rough(following), _rough(texts[last + 1])
        further_left = _rough(texts[first - 2] if first > 1 else "")
        found += [
            f"lr={left}|{right}",
            f"lrs={left}|{right}|{sort}",
            f"llr={further_left}|{left}|{right}",
            f"lrr={left}|{right}|{further}",
            f"rr={right}|{further}|{owns}",
            f"ls={left}|{sort}|{name.kind}",
        ]
        for side, word in (("b", before), ("a", after), ("n", nearest), ("a2", after2), ("w", lower[last - 1])):
            found += [f"{side}c={group}" for group, members in _GROUPS.items() if word in members]
        if before in lexicons.IN_PREPOSITIONS | lexicons.WEAK_PREPOSITIONS:
            found.append(f"prep|{form}|{sort}")

    def _classes(self, found: list[str], sort: str, owns: str, article: str, preceding: int, following: int) -> None:
        """The classes of the words on both sides, past articles and possessives, and what they are together."""
        of = self.classes.of
        before = self.texts[preceding] if preceding >= 0 else ""
        before2 = self.texts[preceding - 1] if preceding > 0 else ""
        after, after2, after3 = self.texts[following : following + 3]
        word, form = before.lower(), _form(after)
        left, left2 = of(before, 0), of(before2, 0)
        right, right2 = of(after, 0), of(after2, 0)
        fine_left, fine_right = of(before, 1), of(after, 1)
        found += [
            f"R0={right}|{owns}",
            f"RR0={right2}|{form}",
            f"L0={left}|{article != '-'}",
            f"R1={fine_right}|{owns}",
            f"RR1={of(after2, 1)}|{form}",
            f"L1={fine_left}|{article != '-'}",
            f"LR0={right}|{left}",
            f"R00={right} {right2}|{owns}",
            f"L00={left2} {left}",
            f"R000={right} {right2} {of(after3, 0)}",
            f"R1S={fine_right}|{sort}|{owns}",
            f"L1S={fine_left}|{sort}",
            f"det={article}|{form}|{owns}",
            f"p={word}",
            f"pS={word}|{sort}",
            f"pf={word}|{form}",
            f"pR={word}|{right}|{owns}",
            f"pR1={word}|{fine_right}",
            f"pp={before2.lower()} {word}",
            f"hyphen={owns == 'h'}|{before in _HYPHENS}|{sort == 'demonym'}",
        ]

    def _list(self, found: list[str], name: Name) -> None:
        """What stands around the whole list that the name is in."""
        lower = self.lower
        first, last = name.first, name.last
        for _ in range(8):
            index = first - 1 - (lower[first - 1] in _ARTICLES)
            begin = index
            while index >= 0 and lower[index] in _LISTING:
                index -= 1
            if index == begin or index + 1 not in self.first_at:
                break
            first = self.first_at[index + 1]
        for _ in range(8):
            index = last
            while lower[index] in _LISTING:
                index += 1
            index += index > last and lower[index] in _ARTICLES
            if index == last or index not in self.last_at:
                break
            last = self.last_at[index]
        index = first - 1 - (lower[first - 1] in _ARTICLES)
        before = lower[index] if index >= 0 else ""
        before2 = lower[index - 1] if index > 0 else ""
        after = self.texts[last + (self.texts[last] in POSSESSIVES)]
        of = self.classes.of
        member = f"{first < name.first}{last > name.last}"
        found += [
            f"lb={before}",
            f"la={after.lower()}",
            f"lb1={of(before, 1)}",
            f"la1={of(after, 1)}",
            f"lba={before}|{of(after, 0)}",
            f"list={member}",
            f"listb={member}|{before}",
            f"lbb={before2} {before}",
            f"lbb1={of(before2, 1)} {before}",
        ]

    def _capitals(self, found: list[str], name: Name) -> None:
        """The run of capitalised words that the name stands in."""
        texts, lower, opens = self.texts, self.lower, self.tokens.opens
        tail: list[str] = []
        index = name.last
        while index < len(opens) and len(tail) < 6 and not opens[index]:
            joins = lower[index] in ("of", "and", "&", "for") and texts[index + 1][:1].isupper()
            if not texts[index][0].isupper() and not joins:
                break
            tail.append(lower[index])
            index += 1
        head: list[str] = []
        start = name.first - 1
        while start >= 0 and len(head) < 6 and not opens[start + 1]:
            joins = lower[start] in ("of", "for", "the") or (head and lower[start] in ("and", "&"))
            joins = joins and start > 0 and texts[start - 1][0].isupper()
            capital = texts[start][0].isupper() and lower[start] not in lexicons.FUNCTION_WORDS
            if not capital and not joins:
                break
            head.append(lower[start])
            start -= 1
        after = [word for word in tail if word not in ("of", "and", "&", "for")]
        before = [word for word in head if word not in ("of", "and", "&", "for", "the")]
        demonym = name.kind is MentionKind.DEMONYM
        found += [f"tl={len(after)}|{len(before)}|{demonym}", f"t={len(after)}", f"h={len(before)}"]
        found += [f"tw={word}" for word in after] + [f"hw={word}" for word in before[:3]]
        if after:
            titled = after[0] in _GROUPS["title"]
            found += [f"t0={after[0]}", f"te={after[-1]}", f"tg={_group_of(after)}", f"tt={titled}"]
        if before:
            found.append(f"hg={_group_of(before)}{'of' if head[0] in ('of', 'the') else ''}")
        found.append(f"past={self.classes.of(texts[index], 0)}|{bool(after)}|{demonym}")
        words = set(lower[name.first : name.last])
        found += [f"own={group}" for group in ("org", "street") if not words.isdisjoint(_GROUPS[group])]
        found.append(f"length={min(4, name.last - name.first)}")
        if texts[name.last] == "(":
            found.append(f"bracket={texts[name.last + 1].isupper()}")

    def _sentence(self, found: list[str], name: Name, sort: str, following: str) -> None:
        """Where in the sentence the name stands, and the nearest verbs, prepositions and words."""
        lower, of = self.lower, self.classes.of
        begin, end = self.sentence_at.get(name.first, (name.first, name.last))
        ahead = min(3, name.first - begin)
        opening = ahead == 0 or (ahead == 1 and lower[begin] in _ARTICLES)
        found += [f"at={ahead}", f"opens={opening}|{_form(following)}|{sort}", f"rest={min(3, end - name.last)}"]
        ahead_of_it = range(name.first - 1, max(begin - 1, name.first - 9), -1)
        left = next((index for index in ahead_of_it if self._acts(index)), None)
        right = next((index for index in range(name.last, min(end, name.last + 8)) if self._acts(index)), None)
        before = lower[name.first - 1] if name.first else ""
        joint = before if before in lexicons.FUNCTION_WORDS else ""
        near = "" if right is None else right - name.last
        found += [
            f"vl={'' if left is None else lower[left]}",
            f"vr={'' if right is None else lower[right]}",
            f"vl1={'' if left is None else of(self.texts[left], 1)}|{joint}",
            f"vr1={'' if right is None else of(self.texts[right], 1)}|{near}",
            f"vlr={left is None}|{right is None}|{sort}",
        ]
        beside = lower[max(begin, name.first - 6) : name.first] + lower[name.last : min(end, name.last + 6)]
        found += [f"near={word}" for word in set(beside) if word[0].isalpha() and word not in lexicons.FUNCTION_WORDS]
        prepositions = [word for word in lower[max(begin, name.first - 6) : name.first] if word in _PREPOSITIONS]
        nearest = prepositions[-1] if prepositions else ""
        found += [f"lp={nearest}", f"lpf={nearest}|{_form(following)}|{sort}"]

    def _acts(self, index: int) -> bool:
        """True for what may be a verb."""
        token = self.texts[index]
        return token[0].islower() and (
            token in lexicons.SPEECH or token.endswith(("ed", "ing")) or self.classes.of(token, 1) in self.acting
        )

    def _document(self, found: list[str], name: Name, sort: str, following: str, preceding: str) -> None:
        form = _form(following)
        found += [
            f"ks={sort}|{name.kind}",
            f"topic={self.topic}|{sort}",
            f"topicf={self.topic}|{sort}|{form}",
            f"topicp={self.topic}|{preceding}",
            f"key={name.key}",
            f"times={min(4, self.counts[name.key])}|{sort}",
        ]


def _form(token: str) -> str:
    return "X" if token[:1].isupper() else "x" if token[:1].isalpha() else token[:1] or "^"


def _group_of(words: Sequence[str]) -> str:
    return next((group for group in ("org", "title", "street") if not _GROUPS[group].isdisjoint(words)), "none")


def _rough(token: str) -> str:
    """A rough part of speech by form alone."""
    if not token:
        return "."
    word = token.lower()
    if not token[0].isalpha():
        return token[0]
    if token[0].isupper() and word not in lexicons.FUNCTION_WORDS:
        return "X"
    if word in lexicons.SPEECH:
        return "said"
    if word in VERBS or word in lexicons.FUNCTION_WORDS or word in lexicons.IN_PREPOSITIONS:
        return word
    return next((ending for ending in ("ing", "ed", "ly", "tion", "al", "s") if word.endswith(ending)), "w")

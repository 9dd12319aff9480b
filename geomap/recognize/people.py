"""People: which tokens are parts of a person's name, by the words around them.

A title, an age, a middle initial, an apposition or a given name begins the evidence; the surname then
counts wherever it stands alone later.
"""

from __future__ import annotations

from dataclasses import dataclass

from geomap.names import fold
from geomap.recognize import lexicons
from geomap.recognize.lookup import is_capital
from geomap.recognize.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Capitalised words that follow each other, ``[first, last)``, with name joiners ("al-", "van") inside."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """``tokens[i]`` is true within a person's name; ``surnames`` are the last words of those names."""

    tokens: list[bool]
    surnames: frozenset[str]


def find_runs(tokens: Tokens) -> list[Run]:
    """The maximal runs of capitalised words, in order. A sentence's first function word is not one."""
    texts, starts, ends, opens = tokens.texts, tokens.starts, tokens.ends, tokens.opens
    runs = []
    index, count = 0, len(texts)
    while index < count:
        token = texts[index]
        if not is_capital(token) or (opens[index] and token.lower() in lexicons.FUNCTION_WORDS):
            index += 1
            continue
        first = index
        last = index + 1
        index += 1
        while index < count and not opens[index]:
            token = texts[index]
            if is_capital(token):
                index += 1
                last = index
                continue
            step = _joiner(texts, starts, ends, index)
            if not step:
                break
            index += step
        runs.append(Run(first=first, last=last))
        index = max(index, last)
    return runs


def _joiner(texts: list[str], starts: list[int], ends: list[int], index: int) -> int:
    """How many tokens join the words before and after them to one name; 0 for none."""
    token = texts[index]
    if token == "." and len(texts[index - 1]) == 1 and starts[index] == ends[index - 1]:
        return 1
    if token in "-‐‑" and starts[index] == ends[index - 1]:
        return 1
    if token.lower() in lexicons.NAME_JOINERS and index + 1 < len(texts):
        following = texts[index + 1]
        if is_capital(following):
            return 1
        if following in "-‐‑" and index + 2 < len(texts) and is_capital(texts[index + 2]):
            return 2
    return 0


def find_people(tokens: Tokens, runs: list[Run], is_place_name: list[bool]) -> People:
    """The tokens of persons' names. ``is_place_name[i]``: a prominent place or a demonym stands there."""
    marked = [False] * len(tokens.texts)
    surnames: set[str] = set()
    for run in runs:
        first = _after_titles(tokens, run, is_place_name)
        titled = first > run.first or _titled_before(tokens, run)
        if first >= run.last:
            continue
        if titled or _looks_like_person(tokens, first, run.last, is_place_name):
            for index in range(first, run.last):
                marked[index] = True
            surnames.update(_surnames(tokens, first, run.last))
    for run in runs:
        # A surname alone, or after a title, is the person named before.
        if run.last - run.first <= 3 and fold(tokens.texts[run.last - 1]) in surnames:
            before = tokens.texts[run.first - 1].lower() if run.first else ""
            if before not in lexicons.IN_PREPOSITIONS:
                for index in range(run.first, run.last):
                    marked[index] = True
    return People(tokens=marked, surnames=frozenset(surnames))


def _after_titles(tokens: Tokens, run: Run, is_place_name: list[bool]) -> int:
    """The first token after the run's titles ("Kenyan Major General | Otieno Barasa")."""
    texts = tokens.texts
    index = run.first
    # Demonyms and organisations before a title belong to neither.
    for position in range(run.first, run.last):
        if texts[position].lower().rstrip(".") in lexicons.TITLES:
            index = position + 1
            while index < run.last and texts[index] in ".-":
                index += 1
    return index


def _titled_before(tokens: Tokens, run: Run) -> bool:
    texts = tokens.texts
    index = run.first - 1
    if index >= 0 and texts[index] == "." and index:
        index -= 1
    if index < 0:
        return False
    word = texts[index].lower()
    if word in lexicons.TITLES and word not in {"private", "foreign", "interior", "forward", "general"}:
        return True
    if word in lexicons.ROLES:
        return True
    # "the mayor, X Y," and "named X", "by X Y" stay with the other clues.
    if word != "," or not index:
        return False
    if texts[index - 1].lower() in lexicons.ROLES:
        return True
    # "the deputy governor of Nineveh, X Y Z": an office of somewhere, then more than one name.
    office = [text.lower() for text in texts[max(0, index - 6) : index]]
    return run.last - run.first > 1 and "of" in office and any(
        text in lexicons.ROLES for text in office[: office.index("of")]
    )


def _looks_like_person(tokens: Tokens, first: int, last: int, is_place_name: list[bool]) -> bool:
    texts = tokens.texts
    words = [texts[index] for index in range(first, last) if texts[index][0].isalpha()]
    if not words or any(word.lower() in lexicons.ORGANISATIONS for word in words[1:]):
        return False
    following = texts[last] if last < len(texts) else ""
    after = texts[last + 1] if last + 1 < len(texts) else ""
    if following == "," and after.isdigit() and len(after) <= 3 and last + 2 < len(texts) and texts[last + 2] in ",.":
        return True
    given = fold(words[0]) in lexicons.given_names()
    if len(words) == 1:
        return False
    if given and not is_place_name[first]:
        return True
    if any(len(word) == 1 for word in words[1:-1]):
        return True
    if any(texts[index].lower() in ("al", "el", "bin", "ibn", "abu", "von", "van") for index in range(first + 1, last)):
        return not any(is_place_name[first:last])
    if any(is_place_name[first:last]):
        return False
    if following.lower() in lexicons.SPEECH:
        return True
    if following == ",":
        # "X Y, the spokesman for …", "X Y, a farmer," "X Y, mayor of …"
        window = [texts[index].lower() for index in range(last + 1, min(last + 6, len(texts)))]
        return any(word in lexicons.ROLES for word in window[:4]) or (given and len(words) == 2)
    return False


def _surnames(tokens: Tokens, first: int, last: int) -> set[str]:
    """The last word, and the name after "al-" with it."""
    words = [fold(tokens.texts[index]) for index in range(first, last) if is_capital(tokens.texts[index])]
    return {word for word in words[-1:] if len(word) > 1}

"""Fuzzy look-up finds the names that sound most like a name: typos, transcriptions, other scripts.

Grams bring up some ten thousand entries, signatures leave a few hundred, a weighted edit distance ranks them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from geomap.gazetteer import fuzzy_costs, fuzzy_keys
from geomap.gazetteer.fuzzy_index import FuzzyIndex
from geomap.gazetteer.fuzzy_letters import core, sound
from geomap.names import fold

# Set on held-out names of other seeds than those reported: more of either found 1 % more at twice the time.
_LOOKED_AT = 12_000
_OF_ONE_GRAM = 5_000
_COMPARED = 200
_STEPS = 2_000
#: A step of prominence (about a quarter more people) weighs as much as this cost of a difference.
_PROMINENCE_COST = 0.002
#: What the most prominent entry is more alike than the least, of 0.5 for a name itself.
_PROMINENCE_LIKENESS = 0.03
#: Cost of generic words that only one of two names has.
_GENERIC_COST = 0.2
#: Cost of one wrong key, whatever the letters.
_TYPO_COST = 0.55
#: Names one wrong key away that are told even if many others sound more alike.
_MISTYPED = 8
#: Names less alike than this are no answer.
_LEAST_SIMILARITY = 0.73
#: Only the name itself is wholly alike: "Мосул" and "Mosul" sound the same, and are two names.
_MOST_SIMILARITY = 0.99


class SimilarName(NamedTuple):
    """A folded name of the gazetteer that is like the one asked for; ``similarity`` is 0 to 1.

    ``cost`` is what the difference of the sounds costs, with nothing taken off for prominence; ``typo``
    says that one wrong key makes one name the other.
    """

    key: str
    similarity: float
    cost: float
    typo: bool


def ranked_names(index: FuzzyIndex, name: str) -> tuple[Iterator[SimilarName], list[SimilarName]]:
    """All names that sound like ``name``, best first, each made when it is asked for; and those one wrong key away."""
    import numpy as np

    key = fold(name)
    entries, costs = [], []
    for text, shortened in _forms(key):
        found, cost = _compared(index, sound(text))
        # Generic words on one side cost something, on both sides only a little.
        other = index.shortened[found]
        entries.append(found)
        costs.append(cost + _GENERIC_COST * (other + shortened - 1.8 * other * shortened))
    mistyped = _mistyped(index, key)
    every, cost = np.concatenate(entries), np.concatenate(costs)
    # Plain sets: the arrays are so short that NumPy's set operations take longer.
    have, wrong = every.tolist(), set(mistyped)
    only = sorted(wrong.difference(have))
    every, cost = np.append(every, np.array(only, np.intp)), np.append(cost, np.full(len(only), _TYPO_COST))
    typo = np.array([entry in wrong for entry in have] + [True] * len(only), bool)
    cost[typo] = np.minimum(cost[typo], _TYPO_COST)
    similarity = 1 - cost / max(len(sound(key)), 1)
    alike = np.flatnonzero(similarity >= _LEAST_SIMILARITY)
    every, cost, similarity, typo = every[alike], cost[alike], similarity[alike], typo[alike]
    # Rounded, so that names that cost the same stay in the order of prominence.
    order = np.argsort(np.round(cost - _PROMINENCE_COST * index.prominence[every], 4), kind="stable")

    def made(at: int, number: int) -> SimilarName:
        found = index.name(number)
        alike = 1.0 if found == key else round(min(max(float(similarity[at]), 0.0), _MOST_SIMILARITY), 3)
        return SimilarName(found, alike, float(cost[at]), bool(typo[at]))

    def once(places: list[int]) -> Iterator[SimilarName]:
        numbers = index.name_of[every[places]].tolist()
        have: set[int] = set()
        for at, number in zip(places, numbers, strict=True):
            if number not in have:
                have.add(number)
                yield made(at, number)

    return once(order.tolist()), list(once(order[typo[order]][:_MISTYPED].tolist()))


def place_rank(similar: SimilarName, prominence: int) -> float:
    """What places are ordered by, the lowest first: the cost of their name, less what their prominence is worth."""
    return similar.cost - _PROMINENCE_COST * prominence


def _mistyped(index: FuzzyIndex, key: str) -> list[int]:
    """The entries of all names that are one wrong key away from a folded name."""
    import numpy as np

    halves = np.array(fuzzy_keys.halves_nearby(key), np.uint32)
    starts, sizes = _posted(index, np.unique(halves))
    lists = [index.entries[start : start + size] for start, size in zip(starts.tolist(), sizes.tolist(), strict=True)]
    if not lists:
        return []
    entries = np.unique(np.concatenate(lists)).astype(np.intp)
    # As many bytes as agree from the front and from the back; nearly all must.
    names = index.name_of[entries].astype(np.intp)
    begin, end = index.key_starts[names].astype(np.intp), index.key_starts[names + 1].astype(np.intp) - 1
    wanted = np.frombuffer(key.encode(), np.uint8)
    places = np.arange(len(wanted))
    front = index.keys.take(begin[:, None] + places, mode="clip") == wanted
    back = index.keys.take(end[:, None] - 1 - places, mode="clip") == wanted[::-1]
    agreeing = sum(np.logical_and.accumulate(side, axis=1).sum(axis=1) for side in (front, back))
    longest = np.maximum(len(wanted), end - begin)
    sure = (agreeing >= longest - 1) & (agreeing < 2 * longest) if key.isascii() else np.zeros(len(entries), bool)
    # Of two letters that changed places both differ; one that is exchanged or too many has up to four bytes.
    most = 2 if key.isascii() else max(4, 2 * max(len(letter.encode()) for letter in key))
    maybe = ~sure & (agreeing >= longest - most)
    found = entries[sure].tolist()
    return found + [entry for entry in entries[maybe].tolist() if one_edit_apart(key, index.key(entry))]


def one_edit_apart(name: str, other: str) -> bool:
    """Whether one letter more, less or exchanged, or two neighbours swapped, makes one name the other.

    >>> one_edit_apart("mosul", "mousl"), one_edit_apart("mosul", "mossul"), one_edit_apart("mosul", "mosel")
    (True, True, True)
    """
    if abs(len(name) - len(other)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), None)
    if same is None:
        return len(name) != len(other)
    rest, other_rest = name[same:], other[same:]
    if len(rest) != len(other_rest):
        return rest[1:] == other_rest or rest == other_rest[1:]
    return rest[1:] == other_rest[1:] or (rest[2:] == other_rest[2:] and rest[:2] == other_rest[1::-1])


def _forms(key: str) -> Iterator[tuple[str, int]]:
    yield key, 0
    stem = core(key)
    if stem:
        yield stem, 1


def _posted(index: FuzzyIndex, grams):
    """Where the entries of those grams stand that any name has: first places and numbers."""
    import numpy as np

    at = np.searchsorted(index.grams, grams)
    here = at < len(index.grams)
    at, grams = at[here], grams[here]
    at = at[index.grams[at] == grams]
    starts = index.first[at].astype(np.int64)
    return starts, index.first[at + 1] - starts


def _compared(index: FuzzyIndex, text: str):
    """Entries worth comparing, and the cost of the difference of each."""
    import numpy as np

    codes = fuzzy_keys.codes_of([text])
    grams = np.unique(fuzzy_keys.grams(codes, query=True)[1].astype(np.uint32))
    starts, sizes = _posted(index, grams)
    lists, left = [np.zeros(0, np.uint32)], _LOOKED_AT
    # Rare grams first. The entries of a gram are in the order of prominence.
    for number in np.argsort(sizes, kind="stable").tolist():
        size = min(int(sizes[number]), _OF_ONE_GRAM, left)
        lists.append(index.entries[starts[number] : starts[number] + size])
        left -= size
        if left <= 0:
            break
    entries = np.concatenate(lists).astype(np.intp)
    if len(entries) > _COMPARED:
        wanted = fuzzy_keys.signatures(codes)
        signatures = index.signatures.take(entries, axis=0)
        sizes = fuzzy_keys.bit_counts(signatures).astype(np.float32) + fuzzy_keys.bit_counts(wanted)[0]
        likeness = fuzzy_keys.bit_counts(signatures & wanted) * np.float32(_STEPS) / sizes
        # The lower its number, the more prominent an entry is.
        weight = np.float32(_STEPS * _PROMINENCE_LIKENESS / max(len(index.prominence), 1))
        likeness -= entries.astype(np.float32) * weight
        # The most alike, counted down by steps of likeness: several times as fast as sorting.
        steps = np.maximum(likeness, 0).astype(np.intp)
        reached = np.cumsum(np.bincount(steps)[::-1]) >= _COMPARED
        entries = entries[steps >= len(reached) - 1 - int(np.argmax(reached))]
    entries = np.unique(entries)
    if not len(entries):
        return entries, np.zeros(0, np.float32)
    first = index.starts[entries].astype(np.int64)
    lengths = index.starts[entries + 1] - first - 1
    return entries, fuzzy_costs.distances(fuzzy_costs.symbols_of(codes[1:-1]), index.text, first, lengths)

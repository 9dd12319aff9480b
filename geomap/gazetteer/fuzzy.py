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
_LOOKED_AT = 20_000
_OF_ONE_GRAM = 8_000
_COMPARED = 300
_STEPS = 2_000
#: A step of prominence (about a quarter more people) weighs as much as this cost of a difference.
_PROMINENCE_COST = 0.002
#: What the most prominent entry is more alike than the least, of 0.5 for a name itself.
_PROMINENCE_LIKENESS = 0.03
#: Cost of generic words that only one of two names has.
_GENERIC_COST = 0.2
#: Cost of one wrong key, whatever the letters; and what such a name costs at most when it is heard instead.
_TYPO_COST = 0.55
_MOST_TYPO_COST = 1.7
#: After so many names the next ones are those one wrong key away, as many as this.
_HEARD_FIRST, _MISTYPED_NEXT = 5, 4
#: Names less alike than this are no answer.
_LEAST_SIMILARITY = 0.73
#: Only the name itself is wholly alike: "Мосул" and "Mosul" sound the same, and are two names.
_MOST_SIMILARITY = 0.99


class SimilarName(NamedTuple):
    """A folded name of the gazetteer that is like the one asked for; ``similarity`` is 0 to 1."""

    key: str
    similarity: float


def similar_names(index: FuzzyIndex, name: str, *, limit: int = 40) -> list[SimilarName]:
    """The names that sound most like ``name``, best first: by similarity, and among near equals by prominence."""
    import numpy as np

    key = fold(name)
    entries, costs, ranks = [], [], []
    for text, shortened in _forms(key):
        found, cost = _compared(index, sound(text))
        # Generic words on one side cost something, on both sides only a little.
        other = index.shortened[found]
        cost = cost + _GENERIC_COST * (other + shortened - 1.8 * other * shortened)
        entries.append(found)
        costs.append(cost)
        ranks.append(cost - _PROMINENCE_COST * index.prominence[found])
    every, cost, rank = np.concatenate(entries), np.concatenate(costs), np.concatenate(ranks)
    typos = set()
    # A character has up to four bytes.
    bytes_apart = index.key_bytes(every) - len(key.encode())
    near = (cost < _MOST_TYPO_COST) & (np.abs(bytes_apart) <= (1 if key.isascii() else 4))
    for at in np.flatnonzero(near).tolist():
        if one_edit_apart(key, index.key(int(every[at]))):
            typos.add(at)
            if cost[at] > _TYPO_COST:
                rank[at] += _TYPO_COST - cost[at]
                cost[at] = _TYPO_COST
    length = max(len(sound(key)), 1)
    names: dict[str, float] = {}
    order = np.argsort(rank, kind="stable").tolist()
    best, others = order[:_HEARD_FIRST], order[_HEARD_FIRST:]
    for at in best + [at for at in others if at in typos][:_MISTYPED_NEXT] + others:
        similarity = 1 - float(cost[at]) / length
        if similarity >= _LEAST_SIMILARITY:
            names.setdefault(index.key(int(every[at])), similarity)
            if len(names) == limit:
                break
    return [
        SimilarName(found, 1.0 if found == key else round(min(max(similarity, 0.0), _MOST_SIMILARITY), 3))
        for found, similarity in names.items()
    ]


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


def _compared(index: FuzzyIndex, text: str):
    """Entries worth comparing, and the cost of the difference of each."""
    import numpy as np

    codes = fuzzy_keys.codes_of([text])
    grams = np.unique(fuzzy_keys.grams(codes, query=True)[1].astype(np.uint32))
    at = np.searchsorted(index.grams, grams)
    here = at < len(index.grams)
    at, grams = at[here], grams[here]
    at = at[index.grams[at] == grams]
    starts = index.first[at].astype(np.int64)
    sizes = index.first[at + 1] - starts
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

"""The cost of a difference: how much two sounds differ, as a weighted edit distance over many names at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Symbols of `fuzzy_letters.sound` by number, from 1 on; 0 is "no symbol", other characters share the rest.
SYMBOLS = " abcdefghijklmnopqrstuvwyzSCXGZTD"
_OTHERS = len(SYMBOLS) + 1

# Costs were set by hand by what transcriptions exchange and checked on held-out names of other seeds than
# those reported; costs counted from 24,000 aligned pairs of names of one place did no better.
_LIKE = ("kqgcGX", "szSZC", "dtTD", "bpvfw", "hXG", "jyi", "jZgC", "wu", "mn", "lr", "cTs", "CcS")
_VOWELS = "aeiouy"
_CLOSE_VOWELS = ("ae", "ou", "iy", "ei")
_LIKE_COST, _VOWEL_COST, _CLOSE_VOWEL_COST = 0.4, 0.35, 0.2
_GAP_COST, _VOWEL_GAP_COST, _H_GAP_COST, _SPACE_COST = 0.8, 0.35, 0.2, 0.15
_SWAP_COST = 0.5
#: The first or the last words that only one of two names has, however long.
_WORDS_COST = 1.0
#: "al-" or "el-" that only one of two names begins with.
_ARTICLE_COST = 0.25
#: Longer names are compared by their beginnings.
_LONGEST = 40


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32]]:
    """Symbol number by character; cost of exchanging two symbols; cost of a symbol too many."""
    import numpy as np

    numbers = (_OTHERS + np.arange(65536) * 40503 // 16 % (256 - _OTHERS)).astype(np.uint8)
    for number, symbol in enumerate(SYMBOLS, 1):
        numbers[ord(symbol)] = number
    numbers[10] = 0
    exchange = np.ones((256, 256), np.float32)
    groups = [(group, _LIKE_COST) for group in _LIKE] + [(_VOWELS, _VOWEL_COST)]
    for group, cost in groups + [(pair, _CLOSE_VOWEL_COST) for pair in _CLOSE_VOWELS]:
        members = numbers[[ord(symbol) for symbol in group]]
        exchange[np.ix_(members, members)] = np.minimum(exchange[np.ix_(members, members)], cost)
    np.fill_diagonal(exchange, 0)
    gap = np.full(256, _GAP_COST, np.float32)
    gap[numbers[[ord(symbol) for symbol in _VOWELS]]] = _VOWEL_GAP_COST
    gap[numbers[ord("h")]] = _H_GAP_COST
    gap[numbers[ord(" ")]] = _SPACE_COST
    gap[0] = 0
    return numbers, exchange, gap


def symbols_of(codes: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """The symbol numbers of characters."""
    return _tables()[0][codes]


def distances(
    query: NDArray[np.uint8], text: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.float32]:
    """The cost of turning ``query`` into each name, which stands in ``text`` at its start with its length.

    All names advance together, symbol by symbol of the query. Costs are kept less those of the gaps up to their
    place in the name, so that the cheapest row of gaps is a running minimum.
    """
    import numpy as np

    numbers, exchange, gap = _tables()
    space, first_letters, l = numbers[32], numbers[[97, 101]], numbers[108]
    width = int(min(lengths.max(), _LONGEST, 2 * len(query) + 6))
    at = np.arange(width)[:, None]
    names = text[np.minimum(starts + at, len(text) - 1)]
    names[at >= lengths] = 0
    cut = lengths > width
    lengths = np.minimum(lengths, width)
    columns = np.arange(len(starts))

    own_gap = gap.take(names)
    gaps = np.zeros((width + 1, len(starts)), np.float32)
    np.cumsum(own_gap, axis=0, out=gaps[1:])
    ends = gaps[lengths, columns]
    word_ends = np.where(names == space, np.float32(_WORDS_COST), np.float32(np.inf))
    row = np.zeros_like(gaps)
    np.minimum(row[1:], word_ends - gaps[1:], out=row[1:])
    if width > 2:
        article = ((names[0] == first_letters[0]) | (names[0] == first_letters[1])) & (names[1] == l)
        row[2, article] = np.minimum(row[2, article], _ARTICLE_COST - gaps[2, article])
        article &= names[2] == space
        row[3, article] = np.minimum(row[3, article], _ARTICLE_COST - gaps[3, article])
    # Of each symbol of the query: what it costs to exchange it for a name's, and where the name has the same.
    symbols, kinds = np.unique(query, return_inverse=True)
    exchanges = exchange[symbols].take(names, axis=1) - own_gap
    equal = names == symbols[:, None, None]
    swaps = np.float32(_SWAP_COST) - (gaps[2:] - gaps[:-2])
    best = np.full(len(starts), np.inf, np.float32)
    before = row
    query_article = len(query) > 3 and query[0] in first_letters and query[1] == l
    kind_before = -1
    for index, (symbol, kind) in enumerate(zip(query.tolist(), kinds.tolist(), strict=True)):
        if symbol == space:
            np.minimum(best, row[lengths, columns] + ends + np.float32(_WORDS_COST), out=best)
        following = row + gap[symbol]
        np.minimum(following[1:], row[:-1] + exchanges[kind], out=following[1:])
        if index and width > 1 and kind_before != kind:
            swapped = equal[kind, :-1] & equal[kind_before, 1:]
            if swapped.any():
                cost = np.where(swapped, before[:-2] + swaps, np.float32(np.inf))
                np.minimum(following[2:], cost, out=following[2:])
        if symbol == space:
            following[0] = np.minimum(following[0], _WORDS_COST)
        if index == 1 and query_article:
            following[0] = np.minimum(following[0], _ARTICLE_COST)
        np.minimum.accumulate(following, axis=0, out=following)
        before, row, kind_before = row, following, kind
    whole = row[lengths, columns] + ends
    whole[cut] = np.inf
    return np.minimum(np.minimum(whole, best), (row[:-1] + gaps[:-1] + word_ends).min(axis=0))

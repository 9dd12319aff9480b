"""Grams and signatures: how fuzzy look-up finds, among a million names, the few hundred worth comparing.

A gram is a number that like-sounding names share: three neighbouring consonant classes, all consonants, all
but one, or, for names with few consonants, three neighbouring symbols. A signature is 128 bits, set by the
name's symbols and pairs of symbols: two names' common bits tell quickly how alike they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Consonants that transcriptions exchange stand in one class; vowels, h, j, y and w are in none.
_CLASSES = "kqgcG sSzZC dtTD bp vf n m l r X".split()
# Finer, and with the vowels: what signatures tell apart.
_SHADES = "a e i y j o u w kqc gGX hX sc zZ SC d tT D b p vf n m l r".split()
#: Names of more consonants are found by their neighbouring ones alone.
_MOST_LEFT_OUT = 7
#: With so few consonants a name is also found by its symbols; a query by one more, as it may have one too many.
_FEW = 3
# An odd number with well mixed bits (2^64 divided by the golden ratio), and its inverse modulo 2^64.
_BASE = 0x9E3779B97F4A7C15
_LINE = 10
#: From here on stand the Chinese characters, which may well come twice.
_FIRST_SIGN = 0x3000


@cache
def _tables() -> tuple[NDArray[np.uint16], NDArray[np.uint64], NDArray[np.uint64]]:
    """Consonant class and shade by character, and the powers of the base."""
    import numpy as np

    classes = np.arange(65536, dtype=np.uint16)
    classes[:256] = 0
    classes[_LINE] = 1
    for number, members in enumerate(_CLASSES, 2):
        classes[[ord(member) for member in members]] = number
    classes[48:58] = np.arange(48, 58)
    shades = np.arange(65536, dtype=np.uint64) % np.uint64(61) + np.uint64(len(_SHADES) + 2)
    shades[_LINE] = 0
    shades[ord(" ")] = len(_SHADES) + 1
    for number, members in enumerate(_SHADES, 1):
        shades[[ord(member) for member in members]] = number
    powers = np.array([pow(_BASE, exponent, 1 << 64) for exponent in range(128)], dtype=np.uint64)
    return classes, shades, powers


def codes_of(sounds: Sequence[str]) -> NDArray[np.uint16]:
    """The characters of many sounds as one array, a line break before each and after the last.

    A doubled letter counts once.
    """
    import numpy as np

    codes = np.frombuffer(("\n" + "\n".join(sounds) + "\n").encode("utf-16-le"), np.uint16)
    kept = np.ones(len(codes), bool)
    kept[1:] = (codes[1:] != codes[:-1]) | (codes[1:] <= ord("9")) | (codes[1:] >= _FIRST_SIGN)
    return codes[kept]


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """32 well mixed bits of each number."""
    import numpy as np

    numbers = (numbers ^ (numbers >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return numbers >> np.uint64(32)


def grams(codes: NDArray[np.uint16], *, query: bool = False) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Two arrays: the number of a name, and a gram of it, for all grams of all names.

    ``codes`` is what `codes_of` gives; ``query`` adds grams that tolerate one consonant too many.
    """
    import numpy as np

    classes, _, powers = _tables()
    breaks = codes == _LINE
    name_of = np.cumsum(breaks) - 1
    count = int(name_of[-1])
    kinds = classes[codes]
    kept = kinds > 0
    row = kinds[kept].astype(np.uint64)
    at = np.flatnonzero(row != 1)
    name = name_of[kept][at]
    length = np.bincount(name, minlength=count)

    long = length[name] >= (_FEW - 1 if query else _FEW)
    middle = at[long]
    triples = row[middle - 1] | row[middle] << np.uint64(16) | row[middle + 1] << np.uint64(32)
    names, found = [name[long]], [_mixed(triples | np.uint64(1 << 48))]

    # All consonants as a polynomial; taking one out shifts those behind it by one power.
    ends = np.cumsum(length)
    place = np.arange(len(at)) - (ends - length)[name]
    terms = row[at] * powers[np.minimum(place, 127)]
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])
    first, last = sums[ends - length], sums[ends]
    some = np.flatnonzero(length > 0)
    names.append(some)
    found.append(_mixed((last - first)[some] + np.uint64(7)))
    out = np.flatnonzero((length[name] <= _MOST_LEFT_OUT) & (length[name] > 2))
    owner = name[out]
    behind = (last[owner] - sums[out + 1]) * np.uint64(pow(_BASE, -1, 1 << 64))
    names.append(owner)
    found.append(_mixed(sums[out] - first[owner] + behind + np.uint64(7)))

    few = length <= (_FEW + 1 if query else _FEW)
    letter = np.flatnonzero(~breaks & few[np.minimum(name_of, count - 1)])
    wide = codes.astype(np.uint64)
    triples = wide[letter - 1] | wide[letter] << np.uint64(16) | wide[letter + 1] << np.uint64(32)
    names.append(name_of[letter])
    found.append(_mixed(triples | np.uint64(2 << 48)))

    return np.concatenate(names).astype(np.uint64), np.concatenate(found)


def halves(key: str) -> tuple[int, int]:
    """Two grams of a folded name as it is spelled: its length with its first half, and with its second half."""
    size = len(key)
    middle = size // 2
    return crc32(f"{size}<{key[:middle]}".encode()), crc32(f"{size}>{key[middle:]}".encode())


def halves_nearby(key: str) -> list[int]:
    """The halves of names that are one wrong key away: that leaves one half as it is, and the length nearly.

    Two neighbours that changed places on both sides of the middle are put back for the last one.
    """
    found = []
    for size in range(max(len(key) - 1, 1), len(key) + 2):
        middle = size // 2
        found.append(crc32(f"{size}<{key[:middle]}".encode()))
        found.append(crc32(f"{size}>{key[len(key) - size + middle :]}".encode()))
    middle = len(key) // 2
    if middle:
        found.append(crc32(f"{len(key)}<{key[: middle - 1]}{key[middle]}".encode()))
    return found


def signatures(codes: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """128 bits for each name, as two columns: the first 100 for pairs of symbols, the others for symbols."""
    import numpy as np

    _, shades, _ = _tables()
    starts = np.flatnonzero(codes == _LINE)[:-1]
    shade = shades[codes]
    pairs = _mixed((shade[:-1] * np.uint64(97) + shade[1:]) * np.uint64(_BASE)) % np.uint64(100)
    singles = np.uint64(100) + _mixed(shade[:-1] * np.uint64(_BASE)) % np.uint64(28)
    signature = np.zeros((len(starts), 2), np.uint64)
    for bits in (pairs, singles):
        for half in (0, 1):
            mask = np.where(bits >> np.uint64(6) == half, np.uint64(1) << (bits & np.uint64(63)), np.uint64(0))
            signature[:, half] |= np.bitwise_or.reduceat(mask, starts)
    return signature


def bit_counts(signature: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """How many bits are set in each signature."""
    import numpy as np

    if hasattr(np, "bitwise_count"):
        halves = np.bitwise_count(signature)
        return halves[:, 0] + halves[:, 1]
    # NumPy before 2.0
    table = np.array([number.bit_count() for number in range(65536)], np.uint8)
    return table[np.ascontiguousarray(signature).view(np.uint16)].sum(axis=1, dtype=np.uint8)

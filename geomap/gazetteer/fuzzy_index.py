"""The fuzzy index is a file beside the unpacked gazetteer: its names by sound, made at the first fuzzy look-up.

It is written under a name of its own and moved into place, and read through a memory map, so that many
processes share it. It says which gazetteer file it was made from and is made anew when that changes.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.gazetteer import fuzzy_costs, fuzzy_keys
from geomap.gazetteer.fuzzy_letters import core, sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Raised whenever the arrays or what they mean change.
FORMAT = 3
_MAGIC = b"geomap fuzzy index\n"
_ALIGN = 64
_NAMES = "SELECT key, prominence FROM name WHERE rank = 0 AND prominence >= ?"
_COUNTS = "SELECT prominence, count(*) FROM name WHERE rank = 0 GROUP BY prominence ORDER BY prominence DESC"
#: Of a larger gazetteer only the most prominent places' names are indexed: about 1 KB of memory for each name.
_MOST_NAMES = 2_000_000
#: Names whose grams are made in one go: enough for NumPy to be fast, little memory.
_CHUNK = 200_000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class FuzzyIndex:
    """Arrays about entries, the most prominent first; an entry is a name, or a name without generic words.

    ``grams`` is sorted, and gram *n* belongs to the entries ``entries[first[n]:first[n + 1]]``.
    """

    grams: NDArray[np.uint32]
    first: NDArray[np.uint32]
    entries: NDArray[np.uint32]
    signatures: NDArray[np.uint64]
    prominence: NDArray[np.uint8]
    shortened: NDArray[np.uint8]
    text: NDArray[np.uint8]
    starts: NDArray[np.uint32]
    name_of: NDArray[np.uint32]
    keys: NDArray[np.uint8]
    key_starts: NDArray[np.uint32]

    def key(self, entry: int) -> str:
        """The folded name that an entry stands for."""
        return self.name(int(self.name_of[entry]))

    def name(self, number: int) -> str:
        """A folded name by its number."""
        start, end = int(self.key_starts[number]), int(self.key_starts[number + 1]) - 1
        return bytes(self.keys[start:end]).decode()


def build(names: Iterable[tuple[str, int]], *, progress: Progress | None = None) -> FuzzyIndex:
    """The index of folded names with their prominence, in memory."""
    import numpy as np

    told = progress or (lambda what, done, total: None)
    rows = sorted(names, key=lambda row: (-row[1], row[0]))
    keys = [key for key, _ in rows]
    entries = [(key, number, 0) for number, key in enumerate(keys)]
    for number, key in enumerate(keys):
        if (" " in key or not key.isascii()) and (stem := core(key)):
            entries.append((stem, number, 1))
    # Stable, so that entries are in the order of prominence, which is that of the names.
    entries.sort(key=lambda entry: entry[1])
    told("indexing names", 0, len(entries))
    sounds = sound("\n".join(entry[0] for entry in entries)).split("\n")
    packed, signed, texts, lengths = [], [], [], []
    for start in range(0, len(sounds), _CHUNK):
        codes = fuzzy_keys.codes_of(sounds[start : start + _CHUNK])
        owners, grams = fuzzy_keys.grams(codes)
        packed.append(grams << np.uint64(32) | owners + np.uint64(start))
        signed.append(fuzzy_keys.signatures(codes))
        texts.append(fuzzy_costs.symbols_of(codes[1:]))
        lengths.append(np.diff(np.flatnonzero(codes == 10)))
        told("indexing names", min(start + _CHUNK, len(sounds)), len(sounds))
    if keys:
        own = np.array([entry[2] == 0 for entry in entries])
        both = np.array([fuzzy_keys.halves(key) for key in keys], np.uint64)
        packed += [both[:, side] << np.uint64(32) | np.flatnonzero(own).astype(np.uint64) for side in (0, 1)]
    pairs = np.sort(np.concatenate(packed)) if packed else np.zeros(0, np.uint64)
    del packed
    pairs = pairs[np.concatenate([[True], pairs[1:] != pairs[:-1]])[: len(pairs)]]
    all_grams = (pairs >> np.uint64(32)).astype(np.uint32)
    first = np.flatnonzero(np.concatenate([[True], all_grams[1:] != all_grams[:-1]])[: len(pairs)])
    encoded = [key.encode() for key in keys]
    prominence = np.array([min(max(row[1], 0), 255) for row in rows], np.uint8)
    name_of = np.array([entry[1] for entry in entries], np.uint32)
    signatures = np.concatenate(signed) if signed else np.zeros((0, 2), np.uint64)
    return FuzzyIndex(
        grams=all_grams[first],
        first=np.append(first, len(pairs)).astype(np.uint32),
        entries=(pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        signatures=signatures,
        prominence=prominence[name_of],
        shortened=np.array([entry[2] for entry in entries], np.uint8),
        text=np.concatenate(texts) if texts else np.zeros(0, np.uint8),
        starts=np.concatenate([[0], *lengths]).cumsum().astype(np.uint32),
        name_of=name_of,
        keys=np.frombuffer(b"\n".join(encoded) + b"\n", np.uint8),
        key_starts=np.cumsum([0, *(len(key) + 1 for key in encoded)]).astype(np.uint32),
    )


def opened(database: Path, connection: sqlite3.Connection, *, progress: Progress | None = None) -> FuzzyIndex:
    """The index of an unpacked gazetteer: read from its file, which is made first where there is none.

    Where no file can be written the index is made in memory, each time.
    """
    stat = database.stat()
    origin = f"{FORMAT} {database.name} {stat.st_size} {stat.st_mtime_ns}"
    path = database.with_name(f"{database.name}.fuzzy")
    index = _read(path, origin)
    if index is None:
        index = build(connection.execute(_NAMES, (_least_prominence(connection),)), progress=progress)
        with contextlib.suppress(OSError):
            _write(path, origin, index)
            index = _read(path, origin) or index
    return index


def _least_prominence(connection: sqlite3.Connection) -> int:
    """The prominence down to which names are indexed; all are in a gazetteer of the embedded one's size."""
    total = 0
    for prominence, count in connection.execute(_COUNTS):
        total += count
        if total > _MOST_NAMES:
            return prominence + 1
    return 0


def _write(path: Path, origin: str, index: FuzzyIndex) -> None:
    """Put the index into its file, whole or not at all."""
    arrays = {name: getattr(index, name) for name in FuzzyIndex.__slots__}
    table, offset = {}, 0
    for name, array in arrays.items():
        table[name] = (array.dtype.str, array.shape, offset)
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({"origin": origin, "bytes": offset, "arrays": table}).encode() + b"\n"
    begin = _MAGIC + header
    begin += b" " * (-len(begin) % _ALIGN)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".partial")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(begin)
            for array in arrays.values():
                stream.write(array.tobytes())
                stream.write(bytes(-array.nbytes % _ALIGN))
        os.replace(partial, path)
    finally:
        Path(partial).unlink(missing_ok=True)


def _read(path: Path, origin: str) -> FuzzyIndex | None:
    """The index in a file; ``None`` when there is none, or one of another gazetteer or format, or half of one."""
    import numpy as np

    try:
        with path.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                return None
            header = json.loads(stream.readline())
            begin = -(-stream.tell() // _ALIGN) * _ALIGN
        if header["origin"] != origin or path.stat().st_size < begin + header["bytes"]:
            return None
        whole = np.memmap(path, np.uint8, mode="r", offset=begin).view(np.ndarray)
        arrays: dict[str, NDArray] = {}
        for name, (kind, shape, offset) in header["arrays"].items():
            dtype = np.dtype(kind)
            size = dtype.itemsize * int(np.prod(shape))
            arrays[name] = whole[offset : offset + size].view(dtype).reshape(shape)
        return FuzzyIndex(**arrays)
    except (OSError, ValueError, KeyError, TypeError):
        return None

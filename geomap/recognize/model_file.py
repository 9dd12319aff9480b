"""A model is the recogniser's weights and what they were made of, in one file without text."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.recognize.classes import SIZES, WordClasses
from geomap.recognize.tagger import Weights


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of both views and of the roles, the words' classes, and what they were made of."""

    cased: Weights
    caseless: Weights
    roles: Weights | None
    card: dict[str, Any]
    classes: WordClasses = field(default_factory=lambda: WordClasses({}))

    def save(self, path: str | Path) -> None:
        """Write the model; the same model always gives the same bytes."""
        from geomap.writing import write_atomically

        write_atomically(path, _pack(self))

    @classmethod
    def load(cls, path: str | Path) -> Model:
        """The model in ``path``; raises InputError when it is none."""
        try:
            return _unpack(Path(path).read_bytes())
        except (OSError, ValueError, KeyError) as error:
            raise InputError(f"{path}: not a recognition model ({error}): train one again") from error


_MAGIC = b"geomap-recognizer-5\n"


def _pack(model: Model) -> bytes:
    import json
    import lzma

    import numpy as np

    views = {"cased": model.cased, "caseless": model.caseless, "roles": model.roles}
    header: dict[str, Any] = {"card": model.card, "views": {}}
    blocks = []
    for name, weights in views.items():
        if weights is None:
            continue
        hashes = sorted(weights.rows)
        order = [weights.rows[value] for value in hashes]
        header["views"][name] = {"rows": len(hashes), "shape": list(weights.states.shape[1:])}
        scale = float(np.abs(weights.states).max() or 1.0) / 32_767
        header["views"][name] |= {"scale": scale, "transitions": weights.transitions.round(4).tolist()}
        header["views"][name]["every_token"] = weights.states[-1].round(4).tolist()
        blocks.append(np.array(hashes, dtype=np.uint32).tobytes())
        blocks.append(np.round(weights.states[order] / scale).astype(np.int16).tobytes())
    words = sorted(model.classes.table)
    header["classes"] = len(words)
    blocks.append(np.array(words, dtype=np.uint32).tobytes())
    blocks.append(np.array([model.classes.table[word] for word in words], dtype=np.uint8).tobytes())
    text = json.dumps(header, sort_keys=True).encode()
    body = lzma.compress(b"".join([len(text).to_bytes(4, "little"), text, *blocks]), preset=9)
    return _MAGIC + body


def _unpack(packed: bytes) -> Model:
    import json
    import lzma

    import numpy as np

    if not packed.startswith(_MAGIC):
        raise ValueError("wrong first line")
    try:
        body = lzma.decompress(packed[len(_MAGIC) :])
    except lzma.LZMAError as error:
        raise ValueError(str(error)) from error
    size = int.from_bytes(body[:4], "little")
    header = json.loads(body[4 : 4 + size])
    position = 4 + size
    views: dict[str, Weights] = {}
    for name in ("cased", "caseless", "roles"):
        about = header["views"].get(name)
        if about is None:
            continue
        rows, shape = about["rows"], about["shape"]
        hashes = np.frombuffer(body, np.uint32, rows, position)
        position += 4 * rows
        cells = rows * int(np.prod(shape))
        states = np.frombuffer(body, np.int16, cells, position).reshape(rows, *shape)
        position += 2 * cells
        every_token = np.array([about["every_token"]], dtype=np.float32)
        states = np.concatenate([states.astype(np.float32) * about["scale"], every_token])
        views[name] = Weights(
            rows={value: row for row, value in enumerate(hashes.tolist())},
            states=states,
            transitions=np.array(about["transitions"]),
        )
    words = np.frombuffer(body, np.uint32, header["classes"], position).tolist()
    position += 4 * len(words)
    classes = np.frombuffer(body, np.uint8, len(SIZES) * len(words), position).reshape(-1, len(SIZES)).tolist()
    return Model(
        cased=views["cased"],
        caseless=views["caseless"],
        roles=views.get("roles"),
        card=header["card"],
        classes=WordClasses(dict(zip(words, map(tuple, classes), strict=True))),
    )

"""Augmentation: copies of annotated documents with other names in them, so that context is learned.

A name of a document is replaced by a random gazetteer name of the same sort wherever it stands, a
country by a country, a demonym by a demonym. Street names and the like stay.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.evaluate.corpus import GoldDocument, GoldMention
from geomap.evaluate.spans import trim
from geomap.gazetteer.features import NameFlag
from geomap.names import fold
from geomap.recognize.lexicons import NAME_PART_AFTER

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

_SORTS = (
    ("demonym", NameFlag.DEMONYM),
    ("country", NameFlag.COUNTRY),
    ("admin1", NameFlag.ADMIN1),
    ("city", NameFlag.CITY),
)


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names to draw from, by sort: ``country``, ``admin1``, ``city``, ``demonym``."""

    names: Mapping[str, Sequence[str]]


def name_pool(gazetteer: Gazetteer, *, seed: int, size: int = 60_000) -> NamePool:
    """Names of the gazetteer, drawn with a seed: settlements as they come, all countries and areas."""
    chance = random.Random(seed)
    # The one reader that wants all names at once: training. Everything else looks names up.
    rows = sqlite3.connect(f"{gazetteer.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    names = [
        name for (name,) in rows.execute("SELECT name FROM place WHERE substr(code, 1, 1) IN ('A', 'P') ORDER BY id")
    ]
    demonyms = [
        form
        for (forms,) in rows.execute("SELECT demonyms FROM place WHERE demonyms <> '' ORDER BY id")
        for form in forms.split("|")
        if len(form.split()) <= 2
    ]
    rows.close()
    names = [name for name in names if len(name.split()) <= 3 and name[:1].isalpha()]
    names = sorted(chance.sample(names, min(size, len(names)))) + demonyms
    known = gazetteer.features({fold(name) for name in names})
    pools: dict[str, set[str]] = {}
    for name in names:
        features = known.get(fold(name))
        sort = None if features is None else sort_of(int(features.flags))
        if sort and len(name) > 3:
            pools.setdefault(sort, set()).add(name)
    return NamePool({sort: tuple(sorted(found)) for sort, found in pools.items()})


def sort_of(flags: int) -> str | None:
    """The pool that a name with these flags belongs to."""
    return next((sort for sort, flag in _SORTS if flags & flag), None)


def substituted(
    gold: GoldDocument, gazetteer: Gazetteer, pool: NamePool, *, seed: int, share: float = 0.8
) -> GoldDocument:
    """A copy in which ``share`` of the different names are replaced; offsets follow."""
    chance = random.Random(f"{seed}:{gold.id}")
    names = [gold.text[slice(*trim(gold.text, m.start, m.end))] for m in gold.mentions]
    known = gazetteer.features({fold(name) for name in names})
    drawn: dict[str, str] = {}
    for name in sorted(set(names)):
        features = known.get(fold(name))
        sort = None if features is None else sort_of(int(features.flags))
        last = name.split()[-1].lower() if name.split() else ""
        if sort in pool.names and last not in NAME_PART_AFTER and not name.endswith(".") and chance.random() < share:
            new = chance.choice(pool.names[sort])
            drawn[name] = new.upper() if name.isupper() and len(name) > 3 else new
    parts: list[str] = []
    mentions: list[GoldMention] = []
    position = length = 0
    for mention in gold.mentions:
        start, end = trim(gold.text, mention.start, mention.end)
        if start < position or start >= end:
            continue
        new = drawn.get(gold.text[start:end], gold.text[start:end])
        between = gold.text[position:start]
        parts += [between, new]
        length += len(between)
        mentions.append(replace(mention, start=length, end=length + len(new), text=new))
        length += len(new)
        position = end
    parts.append(gold.text[position:])
    return replace(gold, id=f"{gold.id}~{seed}", text="".join(parts), mentions=tuple(mentions))

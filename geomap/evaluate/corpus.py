"""A corpus is a file of annotated documents, one JSON object a line; folds split it for held-out scores.

A line has ``id``, ``source``, ``text`` and ``mentions``; a mention has ``start``, ``end``, ``text`` (code
points, end exclusive) and, where the annotators gave them, ``latitude``, ``longitude``, ``geonameid``,
``feature_code``, ``country``, ``country_code``, ``kind`` and ``role``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.model import Document
from geomap.publisher import publisher_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    """What the annotators say of one mention; ``None`` where they say nothing."""

    start: int
    end: int
    text: str
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    place_id: str | None = None
    feature_code: str | None = None
    country_code: str | None = None
    country: str | None = None
    kind: str | None = None
    role: str | None = None

    @property
    def is_located(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    @property
    def gold_id(self) -> str | None:
        """The place's id in our spelling (``geonames:99072``), or ``None``."""
        if self.place_id is not None:
            return self.place_id
        return None if self.geonames_id is None else f"geonames:{self.geonames_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """An annotated document, its mentions in the order of the text."""

    id: str
    source: str
    text: str
    mentions: tuple[GoldMention, ...]
    title: str | None = None
    language: str | None = None

    @property
    def document(self) -> Document:
        return Document(text=self.text, id=self.id, title=self.title, source=self.source, language=self.language)

    @property
    def host(self) -> str:
        """The publisher: the host of a URL, or the source as it stands."""
        return publisher_of(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A named list of annotated documents."""

    name: str
    documents: tuple[GoldDocument, ...]

    @property
    def mention_count(self) -> int:
        return sum(len(document.mentions) for document in self.documents)


def read_corpus(path: str | Path) -> Corpus:
    """The corpus in ``path``; raises InputError with the line's number when a record does not fit."""
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: not a readable corpus ({error}): give a UTF-8 file with a JSON object a line"
        ) from error
    documents = tuple(
        _document(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    )
    if not documents:
        raise InputError(f"{path}: holds no document: give a file with a JSON object a line")
    return Corpus(name=path.stem, documents=documents)


def _document(line: str, where: str) -> GoldDocument:
    try:
        record = json.loads(line)
        text = record["text"]
        mentions = tuple(sorted((_mention(gold) for gold in record["mentions"]), key=lambda gold: gold.start))
        document = GoldDocument(
            id=str(record.get("id", where)),
            source=str(record.get("source") or record.get("id", where)),
            text=text,
            mentions=mentions,
            title=record.get("title"),
            language=record.get("language"),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{where}: not a corpus record ({error!r}): it needs id, source, text, mentions"
        ) from error
    for mention in mentions:
        if text[mention.start : mention.end] != mention.text:
            found = text[mention.start : mention.end]
            raise InputError(
                f"{where}: offsets of {mention.text!r} hold {found!r}: count code points, end exclusive"
            )
    return document


def _mention(record: dict[str, Any]) -> GoldMention:
    return GoldMention(
        start=record["start"],
        end=record["end"],
        text=record["text"],
        latitude=record.get("latitude"),
        longitude=record.get("longitude"),
        geonames_id=int(record["geonameid"]) if record.get("geonameid") else None,
        place_id=record.get("place_id"),
        feature_code=record.get("feature_code"),
        country_code=record.get("country_code"),
        country=record.get("country"),
        kind=record.get("kind"),
        role=record.get("role"),
    )


def folds(
    documents: Sequence[GoldDocument], *, count: int = 5, by_host: bool | None = None
) -> tuple[tuple[tuple[GoldDocument, ...], tuple[GoldDocument, ...]], ...]:
    """``count`` pairs of (training, held-out) documents; the same documents always give the same folds.

    Documents of one host stay together with ``by_host``, of one article (one source) otherwise.
    ``None`` takes hosts when there are at least four times as many hosts as folds, none of them holds a
    fifth of the documents and hosts repeat: so newspapers stay together, and articles of one site do not.
    """
    if by_host is None:
        by_host = _has_publishers(documents, count)
    groups: dict[str, list[GoldDocument]] = {}
    for document in documents:
        groups.setdefault(document.host if by_host else document.source, []).append(document)
    if len(groups) < count:
        raise InputError(f"{len(groups)} sources cannot make {count} folds: ask for fewer folds")
    held_out: list[list[GoldDocument]] = [[] for _ in range(count)]
    # Largest source first into the smallest fold: even sizes without randomness.
    for _, group in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        min(held_out, key=len).extend(group)
    result = []
    for fold in held_out:
        ids = {document.id for document in fold}
        result.append((tuple(document for document in documents if document.id not in ids), tuple(fold)))
    return tuple(result)


def _has_publishers(documents: Sequence[GoldDocument], count: int) -> bool:
    sizes: dict[str, int] = {}
    for document in documents:
        sizes[document.host] = sizes.get(document.host, 0) + 1
    return 4 * count <= len(sizes) < len(documents) and 5 * max(sizes.values()) < len(documents)

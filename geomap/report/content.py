"""A report's content is its words before they take a form: title, table, marked text, what is missing, method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geomap.export.rows import contradiction_of, sentence_finder
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas, GeoparsedDocument, Resolution
from geomap.picture.words import subtitle_of, title_of
from geomap.render.kinds import kind_word
from geomap.render.places import shown_name
from geomap.words import Words, words_of

#: The columns of the places' table, in order, by the end of their words' keys.
COLUMNS = ("place", "country", "kind", "mentions", "confidence", "sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A row of the table; ``anchor`` is unique and the text's marks lead to it."""

    anchor: str
    name: str
    country: str
    kind: str
    mentions: int
    confidence: str
    sentence: str

    @property
    def cells(self) -> tuple[str, ...]:
        """As `COLUMNS` has them."""
        return self.name, self.country, self.kind, str(self.mentions), self.confidence, self.sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text: plain when ``anchor`` is ``None``, else a name that leads to its row."""

    text: str
    anchor: str | None = None
    is_unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """A document's title line and its paragraphs, each made of pieces."""

    title: str
    about: str
    paragraphs: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """Everything that a report says, as plain text; ``words`` has its headings."""

    title: str
    subtitle: str
    places: tuple[PlaceRow, ...]
    texts: tuple[MarkedText, ...]
    unplaced: tuple[tuple[str, int], ...]
    contradictions: tuple[str, ...]
    method: str
    words: Words
    credit: str


def gather(
    atlas: Atlas, *, gazetteer: Any, title: str | None = None, ui_language: str = "en"
) -> ReportContent:
    """The content of a report on ``atlas``; countries' names come from ``gazetteer``.

    Raises InputError for a language that the page does not speak.
    """
    words = words_of(ui_language)
    anchors = {found.place.id: f"place-{number}" for number, found in enumerate(atlas.places, start=1)}
    finders = {id(parsed.document): sentence_finder(parsed.document) for parsed in atlas.documents}
    rows = []
    for found in atlas.places:
        place, first = found.place, found.mentions[0]
        code = place.country_code
        rows.append(
            PlaceRow(
                anchor=anchors[place.id],
                name=shown_name(place, [each.resolution.mention for each in found.mentions]),
                country=gazetteer.country_name(code) if code else "",
                kind=words.kind_of(kind_word(place), place.id.own),
                mentions=len(found.mentions),
                confidence=_share(found.confidence, words),
                sentence=finders[id(first.document)](first.resolution),
            )
        )
    lost = Counter(each.resolution.mention.text for each in atlas.unresolved)
    return ReportContent(
        title=title or title_of(atlas, words),
        subtitle=subtitle_of(atlas, words),
        places=tuple(rows),
        texts=tuple(_marked(parsed, anchors) for parsed in atlas.documents),
        unplaced=tuple(sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))),
        contradictions=tuple(dict.fromkeys(_contradictions(atlas))),
        method=_method(atlas, words),
        words=words,
        credit=credit_of(atlas.documents),
    )


def _contradictions(atlas: Atlas) -> Iterator[str]:
    """Where the text puts a place elsewhere than the gazetteer, in sentences."""
    for parsed in atlas.documents:
        for resolution in parsed.resolutions:
            told = contradiction_of(resolution)
            if told is not None:
                yield told[0].upper() + told[1:] + "."


def _share(confidence: float | None, words: Words) -> str:
    """In per cent; what is nearly sure is not rounded to it."""
    if confidence is None:
        return ""
    return words.percent(">99" if 0.99 < confidence < 1 else f"{100 * confidence:.0f}")


def _marked(parsed: GeoparsedDocument, anchors: dict[Any, str]) -> MarkedText:
    document = parsed.document
    about = [part for part in (document.source, document.published) if part]
    return MarkedText(
        title=document.title or document.id,
        about=" · ".join(about),
        paragraphs=tuple(_paragraphs(parsed, anchors)),
    )


def _paragraphs(parsed: GeoparsedDocument, anchors: dict[Any, str]) -> Iterator[tuple[Piece, ...]]:
    text, at = parsed.document.text, 0
    ordered = sorted(parsed.resolutions, key=lambda each: (each.mention.start, -each.mention.end))
    for block in text.split("\n"):
        end = at + len(block)
        inside = [each for each in ordered if at <= each.mention.start and each.mention.end <= end]
        if block.strip():
            yield tuple(_pieces(text, at, end, inside, anchors))
        at = end + 1


def _pieces(
    text: str, start: int, end: int, resolutions: list[Resolution], anchors: dict[Any, str]
) -> Iterator[Piece]:
    at = start
    for resolution in resolutions:
        mention, place = resolution.mention, resolution.place
        if mention.start < at or place is None:
            continue
        if mention.start > at:
            yield Piece(text=text[at : mention.start])
        yield Piece(text=mention.text, anchor=anchors[place.id], is_unsure=resolution.status == "ambiguous")
        at = mention.end
    if at < end:
        yield Piece(text=text[at:end])


def _method(atlas: Atlas, words: Words) -> str:
    made = atlas.provenance or next((each.provenance for each in atlas.documents if each.provenance), None)
    said = words.say(
        "method",
        places=words.say("places", len(atlas.places)),
        mentions=words.say("mentions", sum(len(found.mentions) for found in atlas.places)),
        names=words.say("names", len(atlas.unresolved)),
    )
    if made is not None:
        said += " " + words.say(
            "method_made",
            version=made.geomap_version,
            gazetteer=made.gazetteer,
            recognizer=made.recognizer,
            resolver=made.resolver,
        )
    return said

"""A geoparser runs the stages in order: recognise, look up, resolve, relate. The stages are handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import geomap
from geomap.errors import InputError
from geomap.gazetteer import Gazetteer, NameFlag
from geomap.model import Document, GeoparsedDocument, Mention, MentionKind, Provenance
from geomap.recognize import Recognizer, chosen, default_recognizer, recognizer_named
from geomap.recognize.base_names import base_names
from geomap.recognize.choosing import language_of
from geomap.recognize.grammar import grammar
from geomap.relations import relate
from geomap.resolve import Resolver, at_home, default_resolver


class Geoparser:
    """Documents in, places out.

    Without arguments it uses the embedded gazetteer and geomap's own recogniser and resolver; each can
    be another that keeps the protocol. ``recognizer`` may be a name too: "spacy:xx_ent_wiki_sm", "gazetteer".

    ``near`` and ``country`` say where the reports' source is at home ("Paris, Texas", "33.66, -95.56", "US"), for
    names that the text alone leaves open; they go with geomap's own resolver, and what the gazetteer does not know
    is an InputError.

    >>> from geomap import Document, Geoparser
    >>> parsed = Geoparser().parse(Document(text="The convoy left Mosul for Erbil in Iraq."))
    >>> [str(resolution.place.id) for resolution in parsed.resolutions]
    ['geonames:99072', 'geonames:95446', 'geonames:99237']
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        recognizer: Recognizer | str | None = None,
        resolver: Resolver | None = None,
        near: str | None = None,
        country: str | None = None,
        cache_dir: Path | str | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self.gazetteer = gazetteer or Gazetteer.open(cache_dir=cache_dir, progress=progress)
        if isinstance(recognizer, str):
            recognizer = recognizer_named(recognizer, self.gazetteer)
        self._recognizer = recognizer
        self.resolver = resolver or default_resolver()
        self._options = {
            name: value for name, value in (("country", country), ("near", near)) if value is not None
        }
        if self._options:
            self.resolver = at_home(self.gazetteer, near=near, country=country)

    @cached_property
    def recognizer(self) -> Recognizer:
        if self._recognizer is not None:
            return self._recognizer
        return default_recognizer(self.gazetteer)

    def parse(self, document: Document) -> GeoparsedDocument:
        """The document's mentions and what each means; its text stays as it is."""
        recognizer = chosen(self.recognizer, document)
        return self._resolved(document, recognizer.recognize(document), recognizer)

    def resolve(self, document: Document, spans: Iterable[tuple[int, int]]) -> GeoparsedDocument:
        """The same for mentions that are given as (start, end) in code points, end exclusive.

        Raises InputError for a span outside the text.
        """
        mentions = []
        for start, end in spans:
            if not 0 <= start < end <= len(document.text):
                raise InputError(
                    f"span {start}–{end} is outside the text of {document.id!r}, which has {len(document.text)} "
                    "characters: give start and end in code points, end exclusive"
                )
            mentions.append(Mention(start=start, end=end, text=document.text[start:end]))
        return self._resolved(document, self.with_kinds(self._with_names(document, mentions)))

    def _with_names(self, document: Document, mentions: list[Mention]) -> list[Mention]:
        """The mentions with their base names, where the document's language inflects names."""
        code = language_of(document)
        if code == "en":
            return mentions
        bases = base_names([mention.text for mention in mentions], grammar(code), self.gazetteer)
        return [replace(mention, name=bases.get(mention.text)) for mention in mentions]

    def knowing_homes(self, parsed: Iterable[GeoparsedDocument]) -> Geoparser:
        """A geoparser that knows where the sources of ``parsed`` are at home, as their other reports tell.

        Use it on the same documents (`again`): what a town's paper calls Paris is then the Paris of its other
        reports. A document alone has no such home.
        """
        from geomap.resolve.homes import learned_by_document
        from geomap.resolve.ranking import RankingResolver

        if not isinstance(self.resolver, RankingResolver):
            raise InputError(f"the resolver {self.resolver.name!r} takes no homes: use geomap's own")
        resolver = self.resolver.with_homes(learned_by_document(parsed, self.gazetteer))
        knowing = Geoparser(self.gazetteer, recognizer=self.recognizer, resolver=resolver)
        knowing._options = {**self._options, "homes": "learned"}
        return knowing

    def again(self, parsed: GeoparsedDocument) -> GeoparsedDocument:
        """The document with the same mentions, resolved by this geoparser."""
        done = self._resolved(parsed.document, parsed.mentions)
        if parsed.provenance is None:
            return done
        return replace(done, provenance=replace(self.provenance, recognizer=parsed.provenance.recognizer))

    def with_kinds(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions, those marked as demonyms whose best-known bearer is meant by a demonym."""
        best = self.gazetteer.bearers({mention.name or mention.text for mention in mentions}, limit=1)
        demonyms = {name for name, bearers in best.items() if bearers and bearers[0].flags & NameFlag.DEMONYM}
        return [
            replace(mention, kind=MentionKind.DEMONYM) if (mention.name or mention.text) in demonyms else mention
            for mention in mentions
        ]

    def _resolved(
        self, document: Document, mentions: Sequence[Mention], recognizer: Recognizer | None = None
    ) -> GeoparsedDocument:
        resolutions = self.resolver.resolve(document, mentions, self.gazetteer)
        related = relate(document, resolutions, self.gazetteer)
        return GeoparsedDocument(
            document=document,
            resolutions=related.resolutions,
            relations=related.relations,
            footprints=related.footprints,
            provenance=replace(self.provenance, recognizer=recognizer.name) if recognizer else self.provenance,
        )

    @cached_property
    def provenance(self) -> Provenance:
        """What makes the results of this geoparser."""
        return Provenance(
            geomap_version=geomap.__version__,
            gazetteer=self.gazetteer.label,
            attribution=self.gazetteer.attribution,
            recognizer=self.recognizer.name,
            resolver=self.resolver.name,
            options=self._options,
        )

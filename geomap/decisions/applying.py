"""Applying is the stage after parsing that lets a person's decisions stand: documents in, documents out.

Applying the same decisions twice gives what applying them once gives, whatever the order of the file. Where
two decisions disagree and none is nearer the machine's answer stays, and the disagreement is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.decisions.matching import Ground, Match, Rulebook
from geomap.decisions.model import Act, Decision, Decisions, Span
from geomap.decisions.ruling import DECIDED, FOLLOWED, Rulings
from geomap.errors import InputError
from geomap.model import Document, GeoparsedDocument, Mention, Provenance, Resolution, Status
from geomap.names import fold_many

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

__all__ = ["DECIDED", "FOLLOWED", "Decider", "apply_decisions"]

Notify = Callable[[str], None]


def apply_decisions(
    documents: Iterable[GeoparsedDocument],
    decisions: Decisions,
    *,
    gazetteer: Gazetteer,
    notify: Notify | None = None,
) -> Iterator[GeoparsedDocument]:
    """The documents with the decisions applied, in order.

    ``notify`` is told of disagreements and of what could not be done; the same stands among the evidence of
    the mention that it is about.
    """
    decider = Decider(decisions, gazetteer, notify=notify)
    for parsed in documents:
        yield decider.apply(parsed)


class Decider:
    """Decisions ready to be applied, one document after the other."""

    def __init__(self, decisions: Decisions, gazetteer: Gazetteer, *, notify: Notify | None = None) -> None:
        self.decisions = decisions
        self._gazetteer = gazetteer
        self._notify = notify or (lambda _: None)
        self._book = Rulebook(decisions)
        self._rulings = Rulings(gazetteer)
        self._used: set[Decision] = set()
        self._told: set[tuple[str, str]] = set()

    @property
    def idle(self) -> tuple[Decision, ...]:
        """The decisions that no document so far had use for."""
        return tuple(each for each in self.decisions.decisions if each not in self._used)

    def apply(self, parsed: GeoparsedDocument) -> GeoparsedDocument:
        """The document with the decisions on it, and with their digest among its provenance's options."""
        ground = Ground(parsed.document)
        own = self._own(ground)
        resolutions = _cleared(parsed.resolutions, own)
        for span, match in own.items():
            self._rule(resolutions, parsed.document, span, match, own=True)
        if ground.digest not in self._book.seen:
            for span, match in self._others(ground, resolutions, own).items():
                self._rule(resolutions, parsed.document, span, match, own=False)
        ordered = tuple(resolutions[span] for span in sorted(resolutions))
        parsed = replace(parsed, provenance=self._provenance(parsed.provenance))
        return parsed if ordered == parsed.resolutions else self._related(parsed, ordered)

    def _own(self, ground: Ground) -> dict[Span, Match]:
        """What was decided on this very text, each span once: of spans that overlap the longest."""
        found: dict[Span, list[Decision]] = {}
        text = ground.document.text
        for decision in self._book.by_digest.get(ground.digest, ()):
            for span in decision.spans:
                if text[span.start : span.end] == decision.name:
                    found.setdefault(span, []).append(decision)
                else:
                    self._tell(
                        ground.document, span, f"{decision.name!r} does not stand there: give the offsets of the name"
                    )
        matches: dict[Span, Match] = {}
        for span in sorted(found, key=lambda each: (each.start - each.end, each)):
            decisions = found[span]
            self._used.update(decisions)
            if any(span.start < other.end and other.start < span.end for other in matches):
                continue
            rivals = tuple(each for each in decisions if each.answer != decisions[0].answer)
            matches[span] = Match(
                decision=None if rivals else decisions[0], rivals=(decisions[0], *rivals) if rivals else ()
            )
        return matches

    def _others(self, ground: Ground, resolutions: dict[Span, Resolution], own: dict[Span, Match]) -> dict[Span, Match]:
        """What follows from decisions on other texts for the names that were not decided here."""
        text = ground.document.text
        matches: dict[Span, Match] = {}

        def match(spans: list[Span]) -> None:
            keys = fold_many([text[span.start : span.end] for span in spans])
            for span, key in zip(spans, keys, strict=True):
                decisions = [
                    each for each in self._book.by_name.get(key, ()) if each.digest != ground.digest or not each.spans
                ]
                found = ground.nearest(span, decisions) if decisions else Match(decision=None)
                is_new = span not in resolutions and found.decision is not None
                if (found.decision or found.rivals) and not (is_new and found.decision.act != Act.ADD):
                    matches[span] = found

        match([span for span in resolutions if span not in own])
        # What is rejected stands in no other name's way, neither now nor when this is done again.
        taken = [*own, *(span for span in resolutions if not _is_rejected(matches.get(span)))]
        unread: list[Span] = []
        for span in self._book.written(text):
            if not any(span.start < other.end and other.start < span.end for other in taken):
                taken.append(span)
                unread.append(span)
        match([span for span in unread if span not in matches])
        return matches

    def _rule(
        self, resolutions: dict[Span, Resolution], document: Document, span: Span, match: Match, *, own: bool
    ) -> None:
        """Let the match stand at ``span`` of ``resolutions``."""
        before = resolutions.get(span)
        name = document.text[span.start : span.end]
        note = self._disagreement(match)
        decision = match.decision
        if decision is not None:
            self._used.add(decision)
            if decision.act == Act.REJECT:
                resolutions.pop(span, None)
                if note:
                    self._tell(document, span, f"{name!r}: {note}")
                return
            base = before or _unread(document, span)
            try:
                resolutions[span] = before = self._rulings.ruled(base, decision, own=own)
            except InputError as error:
                note = str(error)
        if note:
            self._tell(document, span, f"{name!r}: {note}")
            if before is not None:
                resolutions[span] = self._rulings.noted(before, note)

    def _disagreement(self, match: Match) -> str:
        if not match.rivals:
            return ""
        answers = dict.fromkeys(each.answer for each in match.rivals)
        if match.decision is None:
            return f"decisions disagree ({'; '.join(answers)}) and none is nearer: none was taken, keep one"
        return f"the nearest decision says {match.decision.answer}, others {'; '.join(answers)}"

    def _tell(self, document: Document, span: Span, note: str) -> None:
        # The same of a name's other mentions is not said again.
        if (document.id, note) not in self._told:
            self._told.add((document.id, note))
            self._notify(f"{document.id}, {span.start}–{span.end}: {note}")

    def _related(self, parsed: GeoparsedDocument, resolutions: tuple[Resolution, ...]) -> GeoparsedDocument:
        """The document with these resolutions; phrases such as "60 km south of Mosul" are read anew."""
        from geomap.relations import FAILS, HOLDS, relate

        # What was compared before was compared with other places.
        bare = tuple(
            replace(each, evidence=tuple(reason for reason in each.evidence if reason.name not in (HOLDS, FAILS)))
            for each in resolutions
        )
        related = relate(parsed.document, bare, self._gazetteer)
        return replace(
            parsed, resolutions=related.resolutions, relations=related.relations, footprints=related.footprints
        )

    def _provenance(self, provenance: Provenance | None) -> Provenance | None:
        if provenance is None:
            return None
        return replace(provenance, options={**provenance.options, "decisions": self.decisions.digest})


def _cleared(resolutions: Iterable[Resolution], own: dict[Span, Match]) -> dict[Span, Resolution]:
    """The resolutions by span, without those that a name marked by hand cuts or swallows."""
    marked = [span for span, match in own.items() if match.decision is not None and match.decision.act != Act.REJECT]
    kept = {}
    for resolution in resolutions:
        span = Span(resolution.mention.start, resolution.mention.end)
        if span in own or not any(span.start < other.end and other.start < span.end for other in marked):
            kept[span] = resolution
    return kept


def _is_rejected(match: Match | None) -> bool:
    return match is not None and match.decision is not None and match.decision.act == Act.REJECT


def _unread(document: Document, span: Span) -> Resolution:
    """A mention that the recogniser did not see."""
    mention = Mention(start=span.start, end=span.end, text=document.text[span.start : span.end], confidence=1.0)
    return Resolution(mention=mention, status=Status.NOT_FOUND)

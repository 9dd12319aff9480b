"""A spaCy pipeline as recogniser: any installed one, or a folder; its labels become kinds and roles.

spaCy is an extra and is imported only here, when a pipeline is asked for by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.gazetteer.features import NameFlag
from geomap.model import Document, Mention, MentionKind, MentionRole
from geomap.names import fold_many
from geomap.recognize.base_names import base_names
from geomap.recognize.coordinates import find_coordinates
from geomap.recognize.grammar import grammar

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Labels of places in spaCy's pipelines: OntoNotes (English, Chinese, Japanese …), WikiNER (French, Spanish,
#: German, Russian, many languages), NorNE, NKJP (Polish), KLUE (Korean) and RoNEC (Romanian).
_PLACES = {
    "GPE": None, "LOC": None, "FAC": MentionRole.LITERAL, "GPE_LOC": None, "GPE_ORG": MentionRole.METONYMIC,
    "placeName": None, "geogName": None, "LC": None, "FACILITY": MentionRole.LITERAL, "LOCATION": None,
}  # fmt: skip
#: Labels of groups: peoples, but also creeds and parties. Only what the gazetteer knows as a demonym is taken.
_PEOPLES = frozenset(("NORP", "NAT_REL_POL", "DRV"))
_LEADING = ("the ", "The ", "THE ")
_POSSESSIVE = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class SpacyRecognizer:
    """Recognises with a loaded spaCy pipeline. ``confidence`` stays empty: spaCy gives none."""

    pipeline: Any
    model: str
    gazetteer: Gazetteer

    @classmethod
    def load(cls, model: str, gazetteer: Gazetteer) -> SpacyRecognizer:
        """The recogniser on the installed pipeline ``model``, or on the one in that folder.

        Raises InputError, with the command that installs what is missing, or when it has no entities.
        """
        try:
            import spacy
        except ImportError:
            raise InputError(
                f"spacy:{model} needs spaCy, which is not installed: run pip install '.[spacy]'"
            ) from None
        try:
            pipeline = spacy.load(model)
        except OSError as error:
            if "/" in model or "\\" in model:
                advice = "give the folder that spaCy's to_disk wrote, the one with meta.json in it"
            else:
                advice = f"install it with python -m spacy download {model}, or give a pipeline's folder"
            raise InputError(f"spaCy has no pipeline {model!r} here: {advice}") from error
        except ValueError as error:
            raise InputError(
                f"spaCy cannot load {model!r} ({' '.join(str(error).split())[:160]}): install the release of the "
                "pipeline that fits this spaCy"
            ) from error
        if not {"ner", "entity_ruler"}.intersection(pipeline.pipe_names) and not any(
            "ner" in name or "entity" in name for name in pipeline.pipe_names
        ):
            raise InputError(
                f"{model!r} finds no entities: its components are {', '.join(pipeline.pipe_names) or 'none'}; "
                "give a pipeline with ner or entity_ruler"
            )
        return cls(pipeline, model, gazetteer)

    @property
    def name(self) -> str:
        meta = self.pipeline.meta
        label = f"{meta.get('lang', '')}_{meta.get('name', '')}".strip("_") or self.model
        return f"spacy {label} {meta.get('version', '')}".strip()

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """The places and peoples among the pipeline's entities, and the coordinates, in order."""
        text = document.text
        # spaCy refuses texts longer than this for the sake of memory; entities alone need little.
        self.pipeline.max_length = max(self.pipeline.max_length, len(text) + 1)
        found = []
        for entity in self.pipeline(text).ents:
            if entity.label_ in _PLACES or entity.label_ in _PEOPLES:
                start, end = _trimmed(text, entity.start_char, entity.end_char)
                if start < end:
                    found.append((start, end, entity.label_))
        mentions = self._mentions(text, found)
        coordinates = find_coordinates(text)
        taken = [(each.start, each.end) for each in coordinates]
        mentions = [m for m in mentions if not any(m.start < end and start < m.end for start, end in taken)]
        return tuple(sorted((*mentions, *coordinates), key=lambda mention: mention.start))

    def _mentions(self, text: str, found: list[tuple[int, int, str]]) -> list[Mention]:
        surfaces = [text[start:end] for start, end, _ in found]
        flags = self._flags(surfaces)
        bases = base_names(surfaces, grammar(self.pipeline.lang), self.gazetteer)
        mentions = []
        for (start, end, label), surface in zip(found, surfaces, strict=True):
            known = flags.get(surface, 0)
            is_demonym = bool(known & int(NameFlag.DEMONYM)) and not known & int(NameFlag.COUNTRY)
            if label in _PEOPLES and not is_demonym:
                continue
            mentions.append(
                Mention(
                    start=start,
                    end=end,
                    text=surface,
                    kind=MentionKind.DEMONYM if is_demonym else MentionKind.TOPONYM,
                    role=_PLACES.get(label),
                    name=bases.get(surface),
                )
            )
        return mentions

    def _flags(self, surfaces: list[str]) -> dict[str, int]:
        keys = dict(zip(surfaces, fold_many(surfaces), strict=True))
        known = self.gazetteer.features(set(keys.values()))
        return {surface: int(known[key].flags) for surface, key in keys.items() if key in known}


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a leading "the", a possessive, outer spaces and quotation marks."""
    surface = text[start:end]
    for ending in _POSSESSIVE:
        if surface.endswith(ending):
            end -= len(ending)
    for opening in _LEADING:
        if text.startswith(opening, start) and end - start > len(opening):
            start += len(opening)
    while start < end and (text[start].isspace() or text[start] in ",;:\"“”‘’'()[]"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:\"“”‘’'()[]"):
        end -= 1
    return start, end

"""Choosing: which recogniser reads a document, by its language or by the name that a user gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.model import Document, Mention
from geomap.recognize.grammar import grammar, profiles
from geomap.recognize.language import detect
from geomap.recognize.matching import GazetteerRecognizer
from geomap.recognize.rules import RulesRecognizer
from geomap.recognize.scripts import script_of
from geomap.recognize.trained import TrainedRecognizer, model_path

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.recognize import Recognizer

#: What `recognizer_named` knows; a spaCy pipeline's name or folder comes after "spacy:".
NAMES = ("auto", "trained", "rules", "gazetteer", "spacy:MODEL")
#: ISO 639, with a region that does not matter here: "en", "zh-Hans", "pt_BR".
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]+)*\Z")


def language_code(language: str) -> str:
    """The bare ISO 639 code of a language tag; raises InputError for anything else.

    >>> language_code("pt-BR")
    'pt'
    """
    match = _CODE.match(language.strip().casefold())
    if match is None:
        raise InputError(
            f"{language!r} is not a language code: give ISO 639, for example en or {', '.join(list(profiles())[:4])}"
        )
    return match[1]


def language_of(document: Document) -> str:
    """The language that the document says it is in, or else the one that its text looks like."""
    if document.language:
        try:
            return language_code(document.language)
        except InputError:
            # What a file of reports says of its language is not for the reader to mend.
            return detect(document.text)
    return detect(document.text)


@dataclass(frozen=True, slots=True)
class LanguageRecognizer:
    """Reads English with the shipped recogniser and other languages by the gazetteer.

    Latin-script languages without a table in ``languages`` are read as English.
    """

    gazetteer: Gazetteer
    english: Recognizer

    @property
    def name(self) -> str:
        return self.english.name

    def chosen(self, document: Document) -> Recognizer:
        """The recogniser for the document's language."""
        code = language_of(document)
        if code == "en":
            return self.english
        script = script_of(document.text[:2000])
        if code not in profiles() and script == "latin":
            return self.english
        return GazetteerRecognizer(self.gazetteer, grammar(code, script))

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        return self.chosen(document).recognize(document)


@dataclass(frozen=True, slots=True)
class AnyLanguageRecognizer:
    """Reads all languages, English too, by the gazetteer alone."""

    gazetteer: Gazetteer
    name: str = "gazetteer names"

    def chosen(self, document: Document) -> Recognizer:
        """The gazetteer recogniser with the tables of the document's language."""
        return GazetteerRecognizer(self.gazetteer, grammar(language_of(document), script_of(document.text[:2000])))

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        return self.chosen(document).recognize(document)


def english_recognizer(gazetteer: Gazetteer) -> Recognizer:
    """The trained recogniser with the shipped model; the rules in a package without one."""
    return TrainedRecognizer(gazetteer) if model_path().is_file() else RulesRecognizer(gazetteer)


def recognizer_named(name: str, gazetteer: Gazetteer) -> Recognizer:
    """The recogniser that ``name`` stands for, one of `NAMES`; raises InputError for others.

    A spaCy pipeline is loaded at once, so that a missing one is told before anything is read.
    """
    if name == "auto":
        return LanguageRecognizer(gazetteer, english_recognizer(gazetteer))
    if name == "trained":
        return TrainedRecognizer(gazetteer)
    if name == "rules":
        return RulesRecognizer(gazetteer)
    if name == "gazetteer":
        return AnyLanguageRecognizer(gazetteer)
    kind, _, model = name.partition(":")
    if kind == "spacy" and model:
        from geomap.recognize.spacy_pipeline import SpacyRecognizer

        return SpacyRecognizer.load(model, gazetteer)
    raise InputError(f"{name!r} is not a recogniser: choose one of {', '.join(NAMES)}")


def chosen(recognizer: Recognizer, document: Document) -> Recognizer:
    """The recogniser that reads ``document``: one that chooses by language is asked which."""
    choose = getattr(recognizer, "chosen", None)
    return recognizer if choose is None else choose(document)

"""Base names are what to look up for mentions that others found: "Мосул" for "Мосуле", where the language inflects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.names import fold
from geomap.recognize.grammar import Grammar
from geomap.recognize.inflection import forms

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


def base_names(surfaces: Sequence[str], grammar: Grammar, gazetteer: Gazetteer) -> dict[str, str]:
    """The base forms that the gazetteer knows of those surfaces that it does not know as they stand."""
    if not (grammar.endings or grammar.prefixes or grammar.names or grammar.demonyms):
        return {}
    tried = {surface: [form.text for form in forms(tuple(surface.split()), grammar)] for surface in set(surfaces)}
    keys = {form: fold(form) for found in tried.values() for form in found}
    known = gazetteer.features(set(keys.values()))
    bases = {}
    for surface, found in tried.items():
        key = keys[found[0]]
        if key in grammar.demonyms and (key not in known or surface[0].islower()):
            bases[surface] = grammar.demonyms[key]
            continue
        if key in known:
            continue
        for form in found:
            if keys[form] in grammar.names:
                bases[surface] = grammar.names[keys[form]][0]
                break
        else:
            best = max(
                (form for form in found if keys[form] in known),
                key=lambda form: known[keys[form]].population_log10,
                default=None,
            )
            if best is not None:
                bases[surface] = best
    return bases

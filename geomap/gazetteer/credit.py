"""The credit that the data's licences ask for, carried by maps, pictures, reports and exports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.model import GeoparsedDocument

#: GeoNames' licence (CC BY 4.0) asks for its name, the licence and a word that the data was changed.
ATTRIBUTION = (
    "Places: GeoNames (https://www.geonames.org), CC BY 4.0, changed. "
    "Boundaries, rivers and seas: made with Natural Earth."
)


def credit_of(documents: Iterable[GeoparsedDocument]) -> str:
    """What must be said wherever these documents' places are shown: the credits of all gazetteers, each once.

    Documents that do not say what they were made with count as made with the embedded gazetteer.
    """
    said = dict.fromkeys(
        (parsed.provenance.attribution if parsed.provenance else "") or ATTRIBUTION for parsed in documents
    )
    if not said:
        return ATTRIBUTION
    credits = sorted(said, key=lambda credit: not credit.startswith(ATTRIBUTION))
    # A credit that begins with geomap's own needs that only once.
    first, *others = credits
    rest = dict.fromkeys(own_part(credit) for credit in others)
    return " ".join([first, *(credit for credit in rest if credit and credit not in first)])


def own_part(credit: str) -> str:
    """What a credit says beyond the embedded gazetteer's: that of the user's own places; often nothing."""
    return credit.removeprefix(ATTRIBUTION).strip()

"""Stage: all mentions of a document together → a resolution for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from geomap.model import Document, Mention, Resolution

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

__all__ = ["Resolver", "at_home", "default_resolver"]


class Resolver(Protocol):
    """Chooses a place for every mention, or says that it cannot."""

    #: Names the resolver and its weights in a result's provenance.
    name: str

    def resolve(
        self, document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer
    ) -> tuple[Resolution, ...]:
        """One resolution a mention, in the mentions' order; raises nothing for names it cannot place."""


def default_resolver() -> Resolver:
    """The resolver that geomap uses unless told otherwise."""
    from geomap.resolve.ranking import RankingResolver

    return RankingResolver()


def at_home(gazetteer: Gazetteer, *, near: str | None = None, country: str | None = None) -> Resolver:
    """The default resolver for a source whose home is known; InputError for a home that the gazetteer lacks."""
    from geomap.resolve.homes import said
    from geomap.resolve.ranking import RankingResolver

    return RankingResolver(home=said(gazetteer, RankingResolver(), near=near, country=country))

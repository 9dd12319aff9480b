"""Similar names bring their places: those heard alike first, then those one wrong key away, then the rest."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from geomap.gazetteer import fuzzy
from geomap.gazetteer.bearer import Bearer
from geomap.gazetteer.name_table import EXACT_CASE, NameTable
from geomap.model import MatchKind

if TYPE_CHECKING:
    from geomap.gazetteer.fuzzy import SimilarName
    from geomap.gazetteer.fuzzy_index import FuzzyIndex

#: Places that one name brings into a fuzzy look-up, so that a common name leaves room for others.
_SAME_NAME = 5
#: Names that are looked up at most, where most of them are names of the same few places.
_MOST_NAMES = 40
#: So many of the first places are those heard, as many of the next those of names one wrong key away.
_HEARD_FIRST, _MISTYPED_NEXT = 6, 4


def similar_bearers(
    index: FuzzyIndex, table: NameTable, name: str, *, limit: int
) -> list[tuple[Bearer, SimilarName]]:
    """The places whose names sound most like ``name``, best first, each with the name that does."""
    names, mistyped = fuzzy.ranked_names(index, name)
    heard: dict[int, tuple[Bearer, SimilarName]] = {}
    typos: dict[int, tuple[Bearer, SimilarName]] = {}
    for start in range(0, max(_MOST_NAMES, 4 * limit), limit):
        batch = list(islice(names, limit))
        have = {similar.key for similar in batch}
        if not start:
            batch += [similar for similar in mistyped if similar.key not in have]
        if not batch:
            break
        rows = table.rows([similar.key for similar in batch], _SAME_NAME)
        for similar in batch:
            for row in rows.get(similar.key, ()):
                if not row[3] & EXACT_CASE:
                    each = Bearer(*row[2:], MatchKind.FUZZY, similar.key), similar
                    if similar.key in have:
                        heard.setdefault(row[2], each)
                    if similar.typo and not row[1]:
                        typos.setdefault(row[2], each)
        if len(heard) >= limit:
            break
    best = dict(islice(heard.items(), _HEARD_FIRST))
    for number, each in typos.items():
        if len(best) >= _HEARD_FIRST + _MISTYPED_NEXT:
            break
        best.setdefault(number, each)
    return list((best | {number: each for number, each in heard.items() if number not in best}).values())[:limit]

"""The words of a picture: its title, the line below, and the description for those who cannot see it."""

from __future__ import annotations

from geomap.model import Atlas

#: Places that the description names; the others are counted.
_NAMED = 12


def title_of(atlas: Atlas) -> str:
    """The only report's title, or what the picture shows."""
    if len(atlas.documents) == 1:
        return atlas.documents[0].document.title or "Places in the report"
    return "Places in the reports"


def subtitle_of(atlas: Atlas) -> str:
    """How many reports, of which days and from where."""
    documents = [parsed.document for parsed in atlas.documents]
    days = sorted({document.published for document in documents if document.published})
    sources = list(dict.fromkeys(document.source for document in documents if document.source))
    parts = [count(len(documents), "report")]
    if days:
        parts.append(days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}")
    if sources:
        parts.append(", ".join(sources[:3]) + (f" and {len(sources) - 3} more" if len(sources) > 3 else ""))
    return " · ".join(parts)


def description_of(atlas: Atlas) -> str:
    """What the picture shows, in sentences."""
    if not atlas.places:
        return "A map of the world; the text names no place that could be located."
    names = [f"{found.place.name} ({count(len(found.mentions), 'mention')})" for found in atlas.places[:_NAMED]]
    rest = len(atlas.places) - len(names)
    more = f" and {count(rest, 'other place')}" if rest else ""
    return (
        f"A map of {count(len(atlas.places), 'place')} named in {count(len(atlas.documents), 'report')}: "
        f"{', '.join(names)}{more}."
    )


def count(number: int, noun: str) -> str:
    """A number and its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

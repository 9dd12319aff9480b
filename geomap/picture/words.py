"""The words of a picture: its title, the line below, and the description for those who cannot see it."""

from __future__ import annotations

from geomap.model import Atlas
from geomap.render.places import shown_name
from geomap.words import Words

#: Places that the description names; the others are counted.
_NAMED = 12


def title_of(atlas: Atlas, words: Words) -> str:
    """The only report's title, or what the picture shows."""
    if len(atlas.documents) == 1:
        return atlas.documents[0].document.title or words.say("untitled_one")
    return words.say("untitled_many")


def subtitle_of(atlas: Atlas, words: Words) -> str:
    """How many reports, of which days and from where."""
    documents = [parsed.document for parsed in atlas.documents]
    days = sorted({document.published for document in documents if (document.published or "")[:4].isdigit()})
    sources = sorted({document.source for document in documents if document.source})
    parts = [words.say("reports", len(documents))]
    if days:
        parts.append(days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}")
    if sources:
        more = words.say("more_sources", len(sources) - 3) if len(sources) > 3 else ""
        parts.append(", ".join(sources[:3]) + more)
    return " · ".join(parts)


def description_of(atlas: Atlas, words: Words) -> str:
    """What the picture shows, in sentences."""
    if not atlas.places:
        return words.say("described_none")
    names = [
        f"{shown_name(found.place, [each.resolution.mention for each in found.mentions])} "
        f"({words.say('mentions', len(found.mentions))})"
        for found in atlas.places[:_NAMED]
    ]
    rest = len(atlas.places) - len(names)
    more = words.say("other_places", rest) if rest else ""
    return words.say(
        "described",
        places=words.say("places", len(atlas.places)),
        reports=words.say("reports", len(atlas.documents)),
        names=", ".join(names) + more,
    )

"""Collecting: each place once, with all its mentions, whatever the order of the documents."""

from __future__ import annotations

from dataclasses import replace

import handmade
from hypothesis import given
from hypothesis import strategies as st

from geomap.collect import collect
from geomap.model import Document, GeoparsedDocument, MentionKind, Resolution, Status

_PLACES = (handmade.MOSUL, handmade.NINEVEH, handmade.IRAQ, handmade.TRIPOLI_LIBYA, handmade.TRIPOLI_LEBANON)


@st.composite
def geoparsed_documents(draw: st.DrawFn) -> GeoparsedDocument:
    """Documents with few ids, so that some clash, and names that may mean anything or nothing."""
    places = draw(st.lists(st.sampled_from((*_PLACES, None)), max_size=5))
    text = " ".join("Name" for _ in places)
    resolutions = []
    for number, place in enumerate(places, start=1):
        mention = handmade.mention_of("Name", text=text, occurrence=number)
        resolutions.append(
            Resolution(mention=mention, status=Status.NOT_FOUND)
            if place is None
            else handmade.resolved(mention, place)
        )
    document = Document(text=text, id=draw(st.sampled_from("abc")), title=draw(st.sampled_from(("x", None))))
    return GeoparsedDocument(document=document, resolutions=tuple(resolutions))


def test_collect_puts_most_mentioned_first():
    """Mosul is named twice, the others once: those stand by name and id."""
    atlas = collect([handmade.report()])
    assert [(place.place.name, len(place.mentions)) for place in atlas.places] == [
        ("Mosul", 2),
        ("Iraq", 1),
        ("Nineveh", 1),
        ("Tripoli", 1),
    ]


def test_collect_counts_a_demonym_to_its_country():
    """An "Iraqi" is a mention of Iraq and stays marked as a demonym."""
    atlas = collect([handmade.report()])
    (iraq,) = [place for place in atlas.places if str(place.place.id) == "geonames:99237"]
    assert [mention.resolution.mention.kind for mention in iraq.mentions] == [MentionKind.DEMONYM]


def test_collect_keeps_unresolved_names():
    """A name without a place is listed, not lost."""
    atlas = collect([handmade.report()])
    assert [mention.resolution.mention.text for mention in atlas.unresolved] == ["Qwrtz"]


def test_collect_joins_documents():
    """The same place in two reports is one place with the mentions of both, in the order of ids."""
    atlas = collect([handmade.report(id="b"), handmade.report(id="a")])
    assert [mention.document.id for mention in atlas.places[0].mentions] == ["a", "a", "b", "b"]
    assert [parsed.document.id for parsed in atlas.documents] == ["a", "b"]


def test_collect_says_what_made_it_only_when_all_agree():
    """The provenance of an atlas is that of its documents, none when they differ."""
    first = handmade.report(id="a")
    other = replace(first, provenance=replace(handmade.PROVENANCE, gazetteer="another"))
    assert collect([first]).provenance == handmade.PROVENANCE
    assert collect([first, other]).provenance is None


def test_collect_of_nothing_is_an_empty_atlas():
    """No documents, no places."""
    atlas = collect([])
    assert (atlas.documents, atlas.places, atlas.unresolved, atlas.provenance) == ((), (), (), None)


@given(st.lists(geoparsed_documents(), max_size=5), st.randoms(use_true_random=False))
def test_collect_does_not_depend_on_the_order_of_documents(documents, random):
    """A law: shuffled documents give the same atlas, even when their ids clash."""
    shuffled = documents[:]
    random.shuffle(shuffled)
    assert collect(shuffled) == collect(documents)


@given(st.lists(geoparsed_documents(), max_size=5))
def test_collect_loses_no_mention(documents):
    """A law: every mention is either with a place or among the unresolved."""
    atlas = collect(documents)
    placed = sum(len(place.mentions) for place in atlas.places)
    assert placed + len(atlas.unresolved) == sum(len(parsed.resolutions) for parsed in documents)
    assert len({place.place.id for place in atlas.places}) == len(atlas.places)

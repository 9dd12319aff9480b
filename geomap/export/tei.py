"""A TEI P5 file is the text itself with each place name marked and referred to a list of places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from geomap.export.linked import uri_of
from geomap.export.markup import clean, to_bytes
from geomap.export.relation_rows import relation_rows
from geomap.export.rows import precision_at
from geomap.export.values import rounded
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas, AtlasPlace, GeoparsedDocument, Mention, PlaceId, Resolution

_TEI = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
#: What TEI takes for a date: a year, a month, a day, or a day with its time.
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?\Z", re.ASCII)
#: What an XML id cannot hold, and the mark that stands around a letter's number instead of it.
_NO_ID = re.compile(r"[^A-Za-z0-9.-]")
#: TEI's words for certainty, each with the least confidence that deserves it.
_CERTAINTIES = (("high", 0.8), ("medium", 0.5), ("low", 0.0))


def to_tei(atlas: Atlas) -> str:
    """The documents as TEI: one ``TEI`` element, inside a ``teiCorpus`` when there are several.

    ``placeName`` has ``ref`` (into the list of places), ``cert`` and, as ``n``, the offsets; a ``certainty``
    inside has the confidence. The text keeps its letters and its line breaks. Spatial phrases between places stand
    in a ``listRelation`` of the list of places.
    """
    places = {each.place.id: each for each in atlas.places}
    if len(atlas.documents) == 1:
        root = _document(atlas.documents[0], places, number=1)
        root.set("xmlns", _TEI)
    else:
        root = ET.Element("teiCorpus", xmlns=_TEI)
        root.append(_header("Places in the reports", None, None, (), credit_of(atlas.documents)))
        root.extend(_document(parsed, places, number=each) for each, parsed in enumerate(atlas.documents, start=1))
    return to_bytes(root, indent=False).decode("utf-8")


def _document(parsed: GeoparsedDocument, places: dict[PlaceId, AtlasPlace], *, number: int) -> ET.Element:
    document = parsed.document
    root = ET.Element("TEI", n=clean(document.id))
    named = dict.fromkeys(each.place.id for each in parsed.resolutions if each.place is not None)
    listed = [places[place_id] for place_id in named]
    credit = credit_of([parsed])
    root.append(_header(document.title or document.id, document.source, document.published, listed, credit, number))
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    _fill(ET.SubElement(body, "ab"), parsed, number)
    relations = list(_relations(parsed, number))
    if relations:
        settings = root.find("teiHeader/profileDesc/settingDesc/listPlace")
        if settings is not None:
            ET.SubElement(settings, "listRelation", type="spatial").extend(relations)
    return root


def _relations(parsed: GeoparsedDocument, number: int) -> Iterator[ET.Element]:
    """The spatial phrases between places: what is placed is active, what it is measured from passive."""
    places = {(each.mention.start, each.mention.end): each.place for each in parsed.resolutions}

    def keys(mentions: Iterable[Mention | None]) -> str:
        found = [places.get((each.start, each.end)) for each in mentions if each is not None]
        return " ".join(dict.fromkeys(f"#{_key(place.id, number)}" for place in found if place is not None))

    for relation, (row, _) in zip(parsed.relations, relation_rows([parsed]), strict=True):
        anchors, subject = keys(relation.anchors), keys([relation.subject])
        if not anchors:
            continue
        told = {"active": subject, "passive": anchors} if subject else {"mutual": anchors}
        name = {"name": "-".join(relation.kind.split()), "n": f"{relation.start}-{relation.end}"}
        element = ET.Element("relation", name | told)
        _text(element, "desc", " ".join(relation.text.split()))
        if row["method"]:
            _text(element, "desc", row["method"]).set("type", "method")
        yield element


def _header(
    title: str, source: str | None, published: str | None, places, credit: str, number: int = 0
) -> ET.Element:
    header = ET.Element("teiHeader")
    description = ET.SubElement(header, "fileDesc")
    _text(ET.SubElement(description, "titleStmt"), "title", title)
    publication = ET.SubElement(description, "publicationStmt")
    _text(publication, "p", credit)
    origin = ET.SubElement(description, "sourceDesc")
    bibliography = ET.SubElement(origin, "bibl")
    _text(bibliography, "title", title)
    if source:
        _text(bibliography, "publisher", source)
    if published:
        date = _text(bibliography, "date", published)
        if _DATE.match(published):
            date.set("when", published)
    if places:
        profile = ET.SubElement(header, "profileDesc")
        found = ET.SubElement(ET.SubElement(profile, "settingDesc"), "listPlace")
        found.extend(_place(each, number) for each in places)
    return header


def _place(found: AtlasPlace, number: int) -> ET.Element:
    place = found.place
    kind = str(precision_at(place, found.mentions[0].resolution))
    element = ET.Element("place", {_ID: _key(place.id, number), "type": kind, "subtype": place.feature_code})
    _text(element, "placeName", place.name)
    if place.country_code:
        _text(element, "country", place.country_code).set("key", place.country_code)
    if place.latitude is not None and place.longitude is not None:
        # TEI's default for geo is WGS 84, latitude before longitude.
        _text(ET.SubElement(element, "location"), "geo", f"{place.latitude} {place.longitude}")
    _text(element, "idno", str(place.id)).set("type", place.id.source)
    _text(element, "idno", uri_of(place.id)).set("type", "URI")
    confidence = rounded(found.confidence)
    if confidence is not None:
        _text(element, "note", str(confidence)).set("type", "confidence")
    return element


def _fill(block: ET.Element, parsed: GeoparsedDocument, number: int) -> None:
    """The text with its names marked; of names that overlap the first is."""
    text, at = parsed.document.text, 0
    last: ET.Element | None = None
    ordered = sorted(parsed.resolutions, key=lambda each: (each.mention.start, -each.mention.end))
    for resolution in ordered:
        mention = resolution.mention
        if mention.start < at:
            continue
        _append(block, last, text[at : mention.start])
        last = _name(block, resolution, number)
        if len(last):  # the name stands behind its certainty
            last[-1].tail = clean(mention.text)
        else:
            last.text = clean(mention.text)
        at = mention.end
    _append(block, last, text[at:])


def _name(block: ET.Element, resolution: Resolution, number: int) -> ET.Element:
    mention, place = resolution.mention, resolution.place
    attributes = {"n": f"{mention.start}-{mention.end}", "type": str(mention.kind)}
    confidence = resolution.confidence
    if place is not None:
        attributes["ref"] = f"#{_key(place.id, number)}"
    if confidence is not None and place is not None:
        attributes["cert"] = next(word for word, least in _CERTAINTIES if confidence >= least)
    element = ET.SubElement(block, "placeName", attributes)
    if confidence is not None and place is not None:
        ET.SubElement(element, "certainty", locus="value", degree=str(round(confidence, 4)))
    return element


def _key(place_id: PlaceId, number: int) -> str:
    """An XML id: unique in a corpus, where every document lists its places again."""
    return f"d{number}-{_NO_ID.sub(lambda letter: f'_{ord(letter[0]):x}_', str(place_id).replace(':', '.', 1))}"


def _append(block: ET.Element, last: ET.Element | None, text: str) -> None:
    if last is None:
        block.text = clean(text)
    else:
        last.tail = clean(text)


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = clean(text)
    return element

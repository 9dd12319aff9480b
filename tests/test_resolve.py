"""Resolution: the right one of many places of a name, by id."""

from __future__ import annotations

import re

import pytest

from geomap import Document, Geoparser, MentionKind, Status

MARK = re.compile(r"\[\[(.+?)\]\]")


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text with its [[names]] unmarked, and their spans."""
    plain, spans, at = "", [], 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        at = match.end()
    return plain + text[at:], spans


def resolve(geoparser: Geoparser, text: str):
    plain, spans = marked(text)
    return geoparser.resolve(Document(text=plain), spans).resolutions


def ids(geoparser: Geoparser, text: str) -> list[str | None]:
    return [str(r.place.id) if r.place else None for r in resolve(geoparser, text)]


CASES = [
    ("Police in [[Paris]], [[Texas]] closed a road.", ["geonames:4717560", "geonames:4736286"], "city, state"),
    ("The minister flew from [[Paris]] to [[Lyon]] in [[France]].",
     ["geonames:2988507", "geonames:2996944", "geonames:3017382"], "company of one country"),
    ("The [[Atlanta]] mayor and the governor of [[Georgia]] met in [[Savannah]].",
     ["geonames:4180439", "geonames:4197000", "geonames:4221552"], "the state among its cities"),
    ("[[Georgia]] and [[Armenia]] reopened a crossing; trains run from [[Tbilisi]] again.",
     ["geonames:614540", "geonames:174982", "geonames:611717"], "the country beside its neighbour"),
    ("Shelling shook [[Tripoli]] as [[Libya]]'s rivals met in [[Benghazi]].",
     ["geonames:2210247", "geonames:2215636", "geonames:88319"], "the capital of Libya"),
    ("Soldiers patrolled [[Tripoli]], north of [[Beirut]], after a blast in [[Lebanon]].",
     ["geonames:266826", "geonames:276781", "geonames:272103"], "the port in Lebanon"),
    ("Floods hit [[Córdoba]] and [[Rosario]] in [[Argentina]].",
     ["geonames:3860259", "geonames:3838583", "geonames:3865483"], "the Argentine city"),
    ("Trains from [[Seville]] to [[Córdoba]] in southern [[Spain]] were late.",
     ["geonames:2510911", "geonames:2519240", "geonames:2510769"], "the Spanish city"),
    ("Fires burn in [[Victoria]], west of [[Melbourne]], [[Australia]].",
     ["geonames:2145234", "geonames:2158177", "geonames:2077456"], "the state"),
    ("[[Niger]] closed its border with [[Nigeria]] near [[Maradi]].",
     ["geonames:2440476", "geonames:2328926", "geonames:2441291"], "the country, not the river or the state"),
    ("Aid trucks reached [[Amman]] before [[Jordan]] shut the road to [[Syria]].",
     ["geonames:250441", "geonames:248816", "geonames:163843"], "the country"),
    ("Rebels left [[Qayyarah]], 60 km south of [[Mosul]].", ["geonames:99003", "geonames:99072"], "a distance"),
    ("In [[Nineveh]] province, [[Mosul]] is quiet.", ["geonames:92877", "geonames:99072"], "a generic word"),
    ("[[Iraqi]] and [[Turkish]] officials met.", ["geonames:99237", "geonames:298795"], "demonyms mean their country"),
    ("The [[US]] and the [[UK]] sent ships.", ["geonames:6252001", "geonames:2635167"], "abbreviations"),
    ("Wildfires near [[Spokane]] and [[Yakima]] in [[Washington]] state forced thousands out.",
     ["geonames:5811696", "geonames:5816605", "geonames:5815135"], "Washington, the state among its towns"),
    ("[[Washington]] said it would send envoys to [[Moscow]] and [[Beijing]].",
     ["geonames:4140963", "geonames:524901", "geonames:1816670"], "Washington, the capital among capitals"),
    ("Fighting in [[Goma]] and [[Bukavu]] in eastern [[Congo]] displaced families.",
     ["geonames:216281", "geonames:217831", "geonames:203312"], "Congo, the one of Goma"),
    ("The president of the [[Republic of the Congo]] met envoys in [[Brazzaville]].",
     ["geonames:2260494", "geonames:2260535"], "Congo, the one of Brazzaville"),
    ("The [[Niger River]] burst its banks at [[Gao]] in [[Mali]].",
     ["naturalearth:river-niger", "geonames:2457163", "geonames:2453866"], "Niger, the river"),
    ("Drones hit a tanker in the [[Red Sea]], off [[Port Sudan]] in [[Sudan]].",
     ["naturalearth:sea-red-sea", "geonames:377039", "geonames:366755"], "the Red Sea, not the state"),
    ("Fighting spread to [[Red Sea]] state and to [[Port Sudan]], [[Sudan]].",
     ["geonames:408646", "geonames:377039", "geonames:366755"], "the state, not the Red Sea"),
    ("Gunmen raided a village in [[Niger State]], near [[Minna]], [[Nigeria]].",
     ["geonames:2328925", "geonames:2330100", "geonames:2328926"], "Niger, the state in Nigeria"),
    ("[[Victoria]] is the capital of [[British Columbia]], across the strait from [[Vancouver]].",
     ["geonames:6174041", "geonames:5909050", "geonames:6173331"], "Victoria, the city in Canada"),
    ("Pilgrims crossed the [[Jordan River]] between [[Israel]] and [[Jordan]].",
     ["naturalearth:river-jordan", "geonames:294640", "geonames:248816"], "Jordan, the river and the country"),
    ("A crash near [[Charleston]], [[W. Va.]], and another near [[Charleston]], [[S.C.]], killed two.",
     ["geonames:4801859", "geonames:4826850", "geonames:4574324", "geonames:4597040"], "one name, two senses"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[case[2] for case in CASES])
def test_names_mean_what_their_text_says(geoparser, text, expected, why):
    """Each name resolves to the place that its company, its words or its state point to."""
    assert ids(geoparser, text) == expected


def test_one_document_gives_the_same_answer_whatever_came_before(geoparser):
    """Nothing is carried over from one document to the next."""
    alone = resolve(geoparser, "Crowds filled [[Tripoli]] and [[Sirte]].")
    resolve(geoparser, "Crowds filled [[Tripoli]] and [[Beirut]] in [[Lebanon]].")
    assert resolve(geoparser, "Crowds filled [[Tripoli]] and [[Sirte]].") == alone


def test_probabilities_are_ordered_and_add_up_to_one_at_most(geoparser):
    """Candidates stand best first; the first one's probability is the confidence."""
    (resolution,) = resolve(geoparser, "A parade in [[Springfield]] drew crowds.")
    chances = [candidate.probability for candidate in resolution.candidates]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1.001
    assert resolution.confidence == chances[0]


def test_a_name_of_many_equal_places_is_ambiguous(geoparser):
    """Springfield without any company has a place, but the answer says that it is unsure."""
    (resolution,) = resolve(geoparser, "[[Springfield]] won again.")
    assert resolution.confidence < 0.7
    assert resolution.status == Status.AMBIGUOUS


def test_an_unknown_name_stays_listed_and_is_placed_by_the_town_beside_it(geoparser):
    """A name that the gazetteer lacks is not found, has no place, and lies where its town lies."""
    unknown, mosul = resolve(geoparser, "A shell hit [[Zzyqqort Hall]] in [[Mosul]].")
    assert unknown.status == Status.NOT_FOUND and unknown.place is None and unknown.candidates == ()
    assert unknown.location.precision == "derived"
    assert (unknown.location.latitude, unknown.location.longitude) == (mosul.place.latitude, mosul.place.longitude)


def test_an_unknown_name_alone_has_no_location(geoparser):
    """Nothing is ever placed at 0, 0."""
    (unknown,) = resolve(geoparser, "A shell hit [[Zzyqqort Hall]].")
    assert unknown.location is None


def test_demonyms_are_known_as_such(geoparser):
    """A span that is a demonym gets that kind."""
    (resolution,) = resolve(geoparser, "[[Iraqi]] troops moved.")
    assert resolution.mention.kind == MentionKind.DEMONYM


def test_evidence_speaks_in_sentences(geoparser):
    """The reasons name what tipped it."""
    paris, _ = resolve(geoparser, "Police in [[Paris]], [[Texas]] closed a road.")
    assert any("Texas" in evidence.because for evidence in paris.evidence)


def test_where_it_happened_ranks_above_what_is_merely_named(geoparser):
    """The bombed town is the most salient place; a demonym is the least."""
    town, demonym, capital = resolve(
        geoparser,
        "A bomb struck [[Ramadi]] at dawn and killed nine. Much later, [[French]] diplomats issued a note. "
        "It was read out in [[Oslo]] by a clerk.",
    )
    assert town.salience == 1.0
    assert demonym.salience < 0.5
    assert capital.salience < town.salience


def test_what_no_gazetteer_has_is_located_beside_the_nearest_settlement(geoparser):
    """Before the name counts as nearer than after it; far from all it is the settlement named most."""
    far = "Nothing else was said of it. " * 20
    text = f"In Mosul the Qwertin bridge fell. Mosul mourned. {far}The Zxcvbin hall burned. {far}Erbil was calm."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("Mosul", "Qwertin", "Zxcvbin", "Erbil")]
    parsed = geoparser.resolve(Document(text=text), [*spans, (text.rindex("Mosul"), text.rindex("Mosul") + 5)])
    methods = {each.mention.text: each.location.method for each in parsed.resolutions if each.location}
    assert "placed at Mosul" in methods["Qwertin"]
    assert "placed at Mosul" in methods["Zxcvbin"]

"""A stack of gazetteers answers as one: the first given wins ties, numbers never clash."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap import Geoparser
from geomap.cli import main
from geomap.errors import GazetteerNotFound, InputError
from geomap.gazetteer import Gazetteer, NameFlag, own_places
from geomap.gazetteer.opening import open_stack
from geomap.gazetteer.stack import GazetteerStack
from geomap.model import Bounds, Document, PlaceId

NORTH = """\
key,name,lat,lon,type,parent
m,Mosul,36.9,43.9,camp,geonames:99237
b,Blue Barn,36.07,43.31,camp,Nineveh
"""
SOUTH = """\
key,name,lat,lon,type,geometry
b,Blue Barn,30.1,47.1,village,
f,East Field,,,,"POLYGON ((43 36, 43.2 36, 43.2 36.2, 43 36.2, 43 36))"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A data folder with two gazetteers of own places."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def stack(folder, monkeypatch, gazetteer):
    """The northern places over the southern ones over the embedded gazetteer."""
    monkeypatch.setenv(own_places.DATA_VARIABLE, str(folder))
    for name, text in (("north", NORTH), ("south", SOUTH)):
        if not own_places.own_path(name).exists():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
            loaded = own_places.load(folder / f"{name}.csv", name, base=gazetteer)
            assert loaded.refused == ()
            own_places.write(
                loaded.places,
                own_places.own_path(name),
                name=name,
                date="2026-11-22",
                source=name,
                credit=f"{name} office",
            )
    with open_stack(["north", "south", "embedded"]) as opened:
        assert isinstance(opened, GazetteerStack)
        yield opened


def ids(stack, name: str, limit: int = 20) -> list[str]:
    return [str(candidate.place.id) for candidate in stack.candidates([name], limit=limit)[name]]


def test_own_places_win_ties(stack):
    """The user's Mosul stands before the city, lifted to its prominence; other names are as ever."""
    bearers = stack.bearers(["Mosul"])["Mosul"]
    assert [str(stack.place_id(bearer.number)) for bearer in bearers[:2]] == ["own-north:m", "geonames:99072"]
    assert bearers[0].prominence == bearers[1].prominence
    with Gazetteer.open() as base:
        assert stack.candidates(["Erbil"]) == base.candidates(["Erbil"])


def test_the_upper_gazetteer_wins(stack):
    """Of two own places of one name, that of the gazetteer given first comes first."""
    assert ids(stack, "Blue Barn") == ["own-north:b", "own-south:b"]
    assert ids(stack, "Blue Barn", limit=1) == ["own-north:b"]


def test_numbers_never_clash(stack):
    """Every file counts its own places from the same number; inside the stack all differ and lead back."""
    names = ["Blue Barn", "Mosul", "East Field", "Tigris", "Middle East", "Iraq", "Black Sea"]
    bearers = [bearer for found in stack.bearers(names).values() for bearer in found]
    identities = {bearer.number: stack.place_id(bearer.number) for bearer in bearers}
    assert len(set(identities.values())) == len(identities)
    assert all(stack.number(identity) == number for number, identity in identities.items())
    assert all(stack.candidate(bearer).place.id == identities[bearer.number] for bearer in bearers)


def test_places_and_shapes_come_from_whichever_has_them(stack):
    """By id: own places, with the names of areas of the base, and places of the base."""
    barn = stack.place(PlaceId.parse("own-north:b"))
    assert (barn.country_code, barn.admin) == ("IQ", ("Nineveh",))
    assert stack.geometry(PlaceId.parse("own-south:f")).bounds == (43, 36, 43.2, 36.2)
    assert stack.geometry(PlaceId.parse("geonames:99237")).area > 30
    assert stack.extent(PlaceId.parse("own-south:f")).geometry.bounds == (43, 36, 43.2, 36.2)
    assert stack.place(PlaceId.parse("own-north:none")) is None
    assert stack.number(PlaceId.parse("own-north:none")) is None
    assert (stack.country_name("IQ"), stack.area_name(92877)) == ("Iraq", "Nineveh")


def test_a_stack_has_all_that_a_gazetteer_has():
    """Whoever takes a gazetteer can take a stack."""
    missing = {name for name in vars(Gazetteer) if not name.startswith("_")} - set(dir(GazetteerStack))
    assert missing == {"open", "similar_bearers", "similar_candidate"}


def test_the_basemap_is_that_of_the_base(stack, gazetteer):
    """Countries and large towns in a box are the base's."""
    box = Bounds(40, 30, 48, 38)
    drawn = [
        {shape.place_id for shape in each.within(box, "country", tolerance_deg=0.2)}
        for each in (stack, gazetteer)
    ]
    assert drawn[0] == drawn[1] and PlaceId.parse("geonames:99237") in drawn[0]
    assert stack.cities_within(box, limit=5) == gazetteer.cities_within(box, limit=5)


def test_recognisers_see_the_names_of_all(stack, gazetteer):
    """Flags are joined, and an own place counts as one of a large population."""
    known = stack.features(["mosul", "east field", "erbil", "qwrtz"])
    assert known["mosul"].flags & NameFlag.CITY and known["mosul"].flags & NameFlag.REGION
    assert known["east field"].population_log10 == 5
    assert known["erbil"] == gazetteer.features(["erbil"])["erbil"]
    assert "qwrtz" not in known


def test_sounds_are_looked_up_in_all(stack):
    """A misspelt own place is found, and so is a misspelt place of the base."""
    assert str(stack.similar("Blu Barne")[0].place.id).endswith(":b")
    assert "geonames:99072" in [str(candidate.place.id) for candidate in stack.similar("Mossull")]


def test_sounds_keep_the_base_s_order(stack, gazetteer):
    """Own places that sound like nothing asked for change nothing: the well known stay before the little known."""
    for name in ("Karkouk", "Kirkk", "Kieff"):
        assert [each.place.id for each in stack.similar(name)] == [each.place.id for each in gazetteer.similar(name)]


def test_what_is_shown_names_every_gazetteer(stack, gazetteer):
    """Label, attribution and counts are those of all members."""
    assert stack.label == f"{gazetteer.label}, own-south 2026-11-22, own-north 2026-11-22"
    assert stack.attribution == f"{gazetteer.attribution} south office. north office."
    assert stack.info().places == gazetteer.info().places + 4
    assert stack.meta["date"].endswith("own-north 2026-11-22")


def test_a_report_is_placed_with_own_places(stack):
    """The pipeline takes a stack for a gazetteer."""
    text = "Rain flooded Blue Barn Camp, south of Erbil in Iraq, officials in Baghdad said."
    start = text.index("Blue Barn")
    parsed = Geoparser(stack).resolve(Document(text=text), [(start, start + 9), (38, 43), (47, 51)])
    assert [str(each.place.id) for each in parsed.resolutions] == [
        "own-north:b",
        "geonames:95446",
        "geonames:99237",
    ]


def test_own_places_alone_lie_over_the_embedded_gazetteer(stack):
    """A base is put underneath where none is given; without names all own places are taken."""
    for names in (["south"], None):
        with open_stack(names) as opened:
            assert ids(opened, "East Field")[0] == "own-south:f"
            assert ids(opened, "Erbil")[0] == "geonames:95446"


def test_the_embedded_gazetteer_alone_is_no_stack(stack):
    """Asked for by name it is what `Gazetteer.open` gives."""
    with open_stack(["embedded"]) as opened:
        assert isinstance(opened, Gazetteer)


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        (
            ["west"],
            GazetteerNotFound,
            "no gazetteer is called 'west': take one of embedded, geonames, north, south",
        ),
        (["north", "north"], InputError, "given twice"),
        (["geonames"], GazetteerNotFound, "geomap gazetteer build"),
        (["none/here.sqlite"], GazetteerNotFound, "no gazetteer at"),
    ],
)
def test_a_gazetteer_that_is_not_there_is_named(stack, names, error, message):
    """The error says what there is."""
    with pytest.raises(error, match=message):
        open_stack(names)


def test_the_command_line_chooses_the_stack(stack, capsys):
    """``--gazetteer`` may be given several times; the first one wins."""
    main(["lookup", "Blue Barn", "--gazetteer", "south", "--gazetteer", "north"])
    out = capsys.readouterr().out
    assert out.index("own-south:b") < out.index("own-north:b")
    main(["lookup", "Mosul", "--gazetteer", "embedded", "--limit", "1"])
    assert "own-north" not in capsys.readouterr().out
    assert main(["gazetteer", "verify", "--gazetteer", "north"]) == 0
    assert capsys.readouterr().out.count("WRONG") == 0

"""The hand-edited tables of the gazetteer: every row is a test case."""

from __future__ import annotations

import lzma
import re
from pathlib import Path

import pytest

from geomap.names import fold

GAZETTEER = Path(__file__).parent.parent / "gazetteer"
TABLES = GAZETTEER / "tables"
HEADERS = {
    "regions": "id name aliases feature_code members west south east north latitude longitude radius_km"
    " countries prominence source",
    "demonyms": "form kind target note",
    "abbreviations": "form target kind case note",
    "aliases": "name target note",
    "area_parts": "unit geonameid reason",
    "generic_words": "word position feature_codes language known",
}
TARGET = re.compile(r"cc:[A-Z]{2}|iso:[A-Z]{2}-[A-Z0-9]{1,3}|geonames:[1-9]\d*|regions:\S+|naturalearth:\S+")
MEMBER = re.compile(r"cc:[A-Z]{2}|geonames:[1-9]\d*")
# GeoNames' published feature codes, as far as the tables use them.
FEATURE_CODES = set(
    "ADM1 ADM2 ADM3 ADM4 PCLH PCLI PCLS TERR ZN"
    " BAY BGHT CHN CNL COVE ESTY FJD FLLS GLCR GULF HBR INLT LGN LK LKN LKS MRSH OCN PND RF RSV SD SEA SHOL"
    " SPNG STM STRT SWMP WAD WLL"
    " AMUS AREA BSND BTL CONT CST GASF INDS MILB NVB OAS OILF PRK PRT RES RGN RGNE RGNH"
    " PPL PPLA PPLC PPLX RD RSTN RSTP ST TNL"
    " AIRB AIRF AIRP ANS BDG BLDG BLDO CAVE CH CMP CMPRF CMTY CSTL CTRS DAM EST FT GATE HSP HSTS HTL MFG MKT"
    " MN MNMT MSQE MSTY MUS OILR PAL PRN PS PSN PSTB RLG SCHM SQR STDM STNB TOWR UNIV WALL"
    " ATOL BCH CAPE CLF CNYN CRTR DLTA DSRT GRGE HLL HLLS ISL ISLS ISTH MT MTS PASS PEN PK PLAT PLN PT RK SHOR"
    " UPLD VAL VLC BNKU RDGU TRNU FRST".split()
)
# Countries of the list without people of their own, or no longer in being.
WITHOUT_DEMONYM = {"AN", "AQ", "BV", "CS", "HM", "TF", "UM", "VA"}


def read(table: str) -> list[dict[str, str]]:
    header, *lines = (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


@pytest.fixture(scope="module")
def country_codes() -> set[str]:
    """ISO codes of the countries in the embedded gazetteer."""
    artefact = GAZETTEER / "embedded" / "places.tsv.xz"
    if not artefact.exists():
        pytest.skip("no embedded gazetteer here: build it with gazetteer/build.py")
    with lzma.open(artefact, "rt", encoding="utf-8") as lines:
        countries = (line.split("\t", 4) for line in lines if "\tAPCL" in line)
        codes = {code for _, _, _, code, _ in countries if code}
    assert len(codes) > 200
    return codes


@pytest.mark.parametrize("table", HEADERS)
def test_tables_are_plain_sorted_lines(table: str) -> None:
    """A table is UTF-8 lines with the same columns, sorted, without quotes, comments or stray blanks."""
    text = (TABLES / f"{table}.tsv").read_text(encoding="utf-8")
    assert text.endswith("\n") and "\r" not in text and "#" not in text and '"' not in text
    header, *lines = text.splitlines()
    assert header.split("\t") == HEADERS[table].split()
    for line in lines:
        cells = line.split("\t")
        assert len(cells) == len(HEADERS[table].split()), line
        assert all(cell == cell.strip() and "  " not in cell for cell in cells), line
        assert not any(part != part.strip() for cell in cells for part in cell.split("|")), line
    keys = [line.split("\t")[0] for line in lines]
    assert keys == sorted(keys)


def test_regions_are_many_and_have_one_row_each() -> None:
    """Region ids are unique slugs and no row names itself twice."""
    rows = read("regions")
    assert len(rows) > 300
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]), row["id"]
        names = [row["name"], *filter(None, row["aliases"].split("|"))]
        assert len(set(names)) == len(names), row["id"]
        assert row["source"], row["id"]
        assert row["prominence"] in set("12345"), row["id"]


def test_regions_bear_known_feature_codes() -> None:
    """A region is typed by a GeoNames feature code."""
    assert {row["feature_code"] for row in read("regions")} <= FEATURE_CODES


def test_regions_lie_where_they_say() -> None:
    """Bounds are a box on the globe, the label point lies in it, and a radius fits it."""
    for row in read("regions"):
        west, south, east, north = (float(row[side]) for side in ("west", "south", "east", "north"))
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        assert -180 <= west <= 180 and -180 <= east <= 180 and west != east, row["id"]
        assert -90 <= south < north <= 90, row["id"]
        assert south <= latitude <= north, row["id"]
        inside = west <= longitude <= east if west < east else longitude >= west or longitude <= east
        assert inside, row["id"]
        if row["radius_km"]:
            assert float(row["radius_km"]) > 0 and not row["members"], row["id"]


def test_only_regions_on_the_date_line_cross_it() -> None:
    """West exceeds east only where the region reaches both sides of 180 degrees."""
    crossing = {row["id"] for row in read("regions") if float(row["west"]) > float(row["east"])}
    assert {"asia", "aleutians", "pacific-ocean", "oceania"} <= crossing
    assert not crossing & {"europe", "africa", "americas", "kurdistan-region"}


def test_regions_have_members_of_known_form() -> None:
    """Members are countries or GeoNames areas, listed once; every region lies in some country or in the sea."""
    for row in read("regions"):
        members = [member for member in row["members"].split("|") if member]
        assert all(MEMBER.fullmatch(member) for member in members), row["id"]
        assert members == sorted(set(members)), row["id"]
        waters = {"OCN", "RGN", "RDGU"}
        assert row["countries"] or row["feature_code"] in waters, row["id"]


@pytest.mark.parametrize(
    ("region", "member"),
    [
        ("middle-east", "cc:IQ"), ("baltic-states", "cc:LV"), ("kurdistan-region", "geonames:95445"),
        ("donbas", "geonames:709716"), ("darfur", "geonames:408666"), ("new-england", "geonames:4971068"),
    ],
)
def test_well_known_regions_have_their_members(region: str, member: str) -> None:
    """A region's extent comes from the right areas."""
    (row,) = (row for row in read("regions") if row["id"] == region)
    assert member in row["members"].split("|")


@pytest.mark.parametrize("table", ["demonyms", "abbreviations", "aliases"])
def test_targets_are_well_formed_and_once_each(table: str) -> None:
    """A name points at a place by a scheme and key, once, and a region that it names exists."""
    regions = {f"regions:{row['id']}" for row in read("regions")}
    rows = read(table)
    first = HEADERS[table].split()[0]
    pairs = [(row[first], row["target"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
    for name, target in pairs:
        assert name and TARGET.fullmatch(target), (name, target)
        assert not target.startswith("regions:") or target in regions, (name, target)


def test_every_country_code_is_a_country(country_codes: set[str]) -> None:
    """Countries are named by codes that the gazetteer knows."""
    used = {code for row in read("regions") for code in row["countries"].split("|") if code}
    used |= {
        member.removeprefix("cc:")
        for row in read("regions")
        for member in row["members"].split("|")
        if member.startswith("cc:")
    }
    for table in ("demonyms", "abbreviations", "aliases"):
        used |= {row["target"][3:] for row in read(table) if row["target"].startswith("cc:")}
    assert used <= country_codes


def test_every_country_has_a_demonym(country_codes: set[str]) -> None:
    """The people of every inhabited country have a name."""
    named = {row["target"].removeprefix("cc:") for row in read("demonyms") if row["target"].startswith("cc:")}
    assert country_codes - named <= WITHOUT_DEMONYM


def test_demonyms_have_a_kind() -> None:
    """A demonym is an adjective, a noun, a plural or a language form."""
    assert {row["kind"] for row in read("demonyms")} == {"adjective", "noun", "plural", "language"}


@pytest.mark.parametrize(
    ("form", "target"),
    [
        ("Iraqi", "cc:IQ"), ("British", "cc:GB"), ("Danes", "cc:DK"), ("Filipina", "cc:PH"), ("Swiss", "cc:CH"),
        ("Kurds", "regions:kurdistan"), ("Texans", "iso:US-TX"), ("Hoosier", "iso:US-IN"),
        ("Georgian", "cc:GE"), ("Georgian", "iso:US-GA"), ("Catalans", "iso:ES-CT"), ("Asian", "regions:asia"),
        ("Londoners", "geonames:2643743"), ("Parisian", "geonames:2988507"), ("Chechen", "iso:RU-CE"),
    ],
)
def test_demonyms_name_their_place(form: str, target: str) -> None:
    """A demonym points at the country, state, city or region whose people it names."""
    assert (form, target) in {(row["form"], row["target"]) for row in read("demonyms")}


def test_all_us_states_have_demonym_and_postal_code() -> None:
    """The fifty states and the District have a people's name and a postal code."""
    demonyms = {row["target"] for row in read("demonyms") if row["target"].startswith("iso:US-")}
    postal = {row["target"] for row in read("abbreviations") if row["kind"] == "postal"}
    assert len(demonyms) == 51
    assert demonyms <= postal


def test_abbreviations_say_how_they_are_read() -> None:
    """A form has a kind and a letter case; English words among the postal codes need a city before them."""
    rows = read("abbreviations")
    assert {row["kind"] for row in rows} == {"ap", "country", "org", "postal", "traditional"}
    assert {row["case"] for row in rows} == {"any", "exact"}
    for row in rows:
        if row["form"] in {"IN", "OR", "ME", "OK", "HI", "OH", "PA", "LA", "MA", "DE"}:
            assert (row["case"], row["note"]) == ("exact", "context"), row["form"]


@pytest.mark.parametrize(
    ("form", "target"),
    [
        ("W. Va.", "iso:US-WV"), ("N.C.", "iso:US-NC"), ("Penna.", "iso:US-PA"), ("B.C.", "iso:CA-BC"),
        ("NSW", "iso:AU-NSW"), ("U.S.", "cc:US"), ("DRC", "cc:CD"), ("EU", "regions:european-union"),
        ("NYC", "geonames:5128581"), ("Philly", "geonames:4560349"),
    ],
)
def test_abbreviations_name_their_place(form: str, target: str) -> None:
    """An abbreviation as print has it points at its place."""
    assert (form, target) in {(row["form"], row["target"]) for row in read("abbreviations")}


def test_both_congos_are_named() -> None:
    """Names that two countries share point at each of them or say so."""
    notes = {row["name"]: row["note"] for row in read("aliases") if row["target"] == "cc:CD"}
    assert "other Congo" in notes["Congo"]


def test_generic_words_point_at_known_features() -> None:
    """A generic word stands before or after a name and says which sorts of place it makes."""
    rows = read("generic_words")
    assert len({(row["word"], row["language"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["position"] in {"after", "before", "both"}, row["word"]
        assert set(row["feature_codes"].split("|")) <= FEATURE_CODES | {"ADMD", "PCLD"}, row["word"]
        assert row["known"] in {"", row["position"]} or row["position"] == "both", row["word"]
        assert re.fullmatch(r"[a-z]{2}", row["language"]), row["word"]
        assert row["word"] == row["word"].lower(), row["word"]


def test_names_have_a_key() -> None:
    """Every name of the tables folds to a key that the look-up can hold."""
    for table, column in (("regions", "name"), ("demonyms", "form"), ("abbreviations", "form"), ("aliases", "name")):
        assert all(fold(row[column]) != "?" for row in read(table))


def test_parts_are_given_to_an_area_once() -> None:
    """A unit is a part of one GeoNames area, with the reason beside it."""
    rows = read("area_parts")
    assert len({row["unit"] for row in rows}) == len(rows)
    assert all(row["geonameid"].isdecimal() and row["reason"] for row in rows)

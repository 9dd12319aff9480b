"""GeoNames' full dump becomes a gazetteer of the same form as the embedded one."""

from __future__ import annotations

import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from geomap.errors import GazetteerError, GazetteerNotFound, InputError
from geomap.gazetteer import Gazetteer, NameFlag, artefact, verify
from geomap.gazetteer.geonames_build import build
from geomap.gazetteer.geonames_files import Skipped, country_codes, find_dump, read_lines
from geomap.gazetteer.geonames_records import IdSet, usable_names
from geomap.model import PlaceId

CASES = Path(__file__).parent / "cases" / "dump"
REAL = Path(__file__).resolve().parents[2] / "shared" / "geonames"

#: A gazetteer of geomap's own, as small as can be: an area, a town, a town that GeoNames removed, a region.
OWN = """\
30000001\tZed North\tAADM1\tZZ\t\t\t\t9.9\t19.9\t61\tOld North Name\tNorth Zedder\t!NZ\t\t19|9|21|11
30000004\tZedhavn\tPPPL\tZZ\t30000001\t\t70000\t10.1\t20.1\t90\tHavn\t\t\t\t
39999999\tGone Town\tPPPL\tZZ\t30000001\t\t900\t10.5\t20.5\t30\t\t\t\t\t
39999998\tFar Town\tPPPL\tYY\t\t\t900\t40.5\t20.5\t30\t\t\t\t\t
regions:zed-coast\tZed Coast\tLRGN\tZZ\t\t\t\t9\t20\t65\tCoast of Zed\t\t\t\t
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with an artefact of five places and no shapes."""
    folder = tmp_path / "own"
    folder.mkdir()
    header = f"format={artefact.FORMAT}\tdate=2026-07\tsources=handmade 1\tplaces=5\n"
    with lzma.open(folder / "places.tsv.xz", "wt", encoding="utf-8", newline="\n") as out:
        out.write(header + "\t".join(artefact.COLUMNS) + "\n" + OWN)
    return folder


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """A copy of the small dump, to be changed by a test."""
    return Path(shutil.copytree(CASES, tmp_path / "dump"))


def made(dump: Path, own: Path, target: Path, *codes: str) -> tuple[Gazetteer, Skipped]:
    report = build(find_dump(dump, country_codes(list(codes) or ["zz"])), target, embedded=own)
    return Gazetteer.open(target), report.skipped


def ids(gazetteer: Gazetteer, name: str) -> list[str]:
    return [str(candidate.place.id) for candidate in gazetteer.candidates([name])[name]]


def test_the_dump_brings_places_with_their_areas(dump, own, tmp_path):
    """A town has kind, population and areas from the dump; its areas are found by GeoNames' codes."""
    gazetteer, skipped = made(dump, own, tmp_path / "full.sqlite")
    with gazetteer:
        town = gazetteer.place(PlaceId.parse("geonames:30000004"))
        assert (town.feature_code, town.population, town.latitude) == ("PPLA", 80000, 10.12)
        assert [str(area) for area in town.admin_ids] == ["geonames:30000001", "geonames:30000003"]
        assert town.admin == ("Zed North", "Harbour District")
        assert gazetteer.place(PlaceId.parse("geonames:30000005")).population is None
        assert skipped.total == 0


@pytest.mark.parametrize(
    ("name", "expected", "why"),
    [
        ("Zedhavn", "geonames:30000004", "its main name"),
        ("زدهافن", "geonames:30000004", "an alternate name of the dump"),
        ("Havn", "geonames:30000004", "a name that only geomap's gazetteer has"),
        ("Old North Name", "geonames:30000001", "the same for an area"),
        ("North Zed", "geonames:30000001", "GeoNames' name of an area that has an English one here"),
        ("North Zedder", "geonames:30000001", "a demonym of our tables"),
        ("NZ", "geonames:30000001", "an abbreviation of our tables"),
        ("Zed Coast", "regions:zed-coast", "a region of our tables"),
        ("Far Town", "geonames:39999998", "a town of a country that was not built"),
        ("The Old Mill", "geonames:30000006", "quotation marks in a name are letters like any other"),
        ("Río Zed", "geonames:30000007", "a river"),
    ],
)
def test_names_of_both_are_found(own, tmp_path, name, expected, why):
    """Names of the dump and names of geomap's own tables lead to one place."""
    with made(CASES, own, tmp_path / "full.sqlite")[0] as gazetteer:
        assert ids(gazetteer, name) == [expected], why


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Gone Town", "GeoNames no longer has this town of a built country"),
        ("ZDH", "codes of airports are no names"),
        ("zdhafn", "nor are letter-by-letter transcriptions"),
    ],
)
def test_what_is_no_name_is_left_out(own, tmp_path, name, why):
    """Some entries of the dump and of geomap's gazetteer do not go in."""
    with made(CASES, own, tmp_path / "full.sqlite")[0] as gazetteer:
        assert ids(gazetteer, name) == [], why


def test_a_mill_is_no_region(own, tmp_path):
    """Recognisers are not told that the name of a building is the name of a region."""
    with made(CASES, own, tmp_path / "full.sqlite")[0] as gazetteer:
        known = gazetteer.features(["the old mill", "mt zed", "zed river", "zedhavn", "zed coast"])
        assert not known["the old mill"].flags & (NameFlag.REGION | NameFlag.CITY)
        assert known["mt zed"].flags & NameFlag.REGION
        assert known["zed river"].flags & NameFlag.RIVER
        assert known["zedhavn"].flags & (NameFlag.CITY | NameFlag.SEAT)
        assert known["zed coast"].flags & NameFlag.REGION


def test_the_table_of_names_brings_languages(dump, own, tmp_path):
    """With alternateNamesV2 the names have languages, historic ones are marked, links and codes stay out."""
    rows = [
        "1\t30000004\ten\tZed Harbour\t1\t\t\t\t\t",
        "2\t30000004\tru\tЗедгавань\t\t\t\t\t\t",
        "3\t30000004\tde\tZedhafen\t\t\t\t1\t1880\t1918",
        "4\t30000004\tlink\thttps://zed.example/\t\t\t\t\t\t",
        "5\t30000004\tiata\tZDQ\t\t\t\t\t\t",
        "6\t30000004\tabbr\tZH\t\t\t\t\t\t",
        "7\t44444444\ten\tElsewhere\t\t\t\t\t\t",
        "8\t30000008\tfr\tMont Zed\t\t\t\t\t\t",
        "9\tbroken",
    ]
    rows += [f"{10 + at}\t30000005\tla\tZedlingum {at}\t\t\t\t\t\t" for at in range(40)]
    with zipfile.ZipFile(dump / "alternateNamesV2.zip", "w") as archive:
        archive.writestr("alternateNamesV2.txt", "\n".join(rows) + "\n")
    gazetteer, skipped = made(dump, own, tmp_path / "full.sqlite")
    with gazetteer:
        assert gazetteer.alternates(PlaceId.parse("geonames:30000004"))[:3] == (
            ("Zed Harbour", "en", False),
            ("Зедгавань", "ru", False),
            ("Zedhafen", "de", True),
        )
        assert ids(gazetteer, "Zedhafen") == ids(gazetteer, "ZH") == ["geonames:30000004"]
        assert ids(gazetteer, "ZDQ") == ids(gazetteer, "zh") == ids(gazetteer, "Elsewhere") == []
        assert ids(gazetteer, "Mont Zed") == ["geonames:30000008"]
    assert skipped.lines() == ["1 line skipped: not the 10 columns of a name (first: alternateNamesV2.zip:9)"]


def test_the_hierarchy_says_where_a_place_is_when_its_codes_do_not(dump, own, tmp_path):
    """The river has no code of an area: its parents in hierarchy.zip lead to one."""
    (dump / "hierarchy.txt").write_text("30000001\t30000003\tADM\n30000003\t30000007\t\n", encoding="utf-8")
    with made(dump, own, tmp_path / "full.sqlite")[0] as gazetteer:
        river = gazetteer.place(PlaceId.parse("geonames:30000007"))
        assert [str(area) for area in river.admin_ids] == ["geonames:30000001", "geonames:30000003"]


def test_the_whole_world_is_read_from_one_file(dump, own, tmp_path):
    """``all`` reads allCountries, zipped or not; towns of other countries that are gone go too."""
    (dump / "ZZ.txt").rename(dump / "allCountries.txt")
    with made(dump, own, tmp_path / "full.sqlite", "all")[0] as gazetteer:
        assert ids(gazetteer, "Zedhavn") == ["geonames:30000004"]
        assert ids(gazetteer, "Far Town") == []


BAD_LINES = [
    ("30000009\tShort\tShort", "not 19 columns"),
    (
        "\t".join(["30000010", "Far North", "", "", "95.0", "20.0", *[""] * 13]),
        "coordinates outside the globe",
    ),
    ("\t".join(["30000011", "Nowhere", "", "", "x", "20.0", *[""] * 13]), "no coordinates"),
    ("\t".join(["many", "Numberless", "", "", "9", "20.0", *[""] * 13]), "no id"),
    ("\t".join(["30000012", "", "", "", "9", "20.0", *[""] * 13]), "no name"),
    ("\t".join(["30000004", "Twice", "", "", "9", "20.0", *[""] * 13]), "the same id again"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES, ids=[reason for _, reason in BAD_LINES])
def test_a_line_that_does_not_fit_is_counted_and_skipped(dump, own, tmp_path, line, reason):
    """One bad line among many is told with its number; the others go in."""
    good = (dump / "ZZ.txt").read_text(encoding="utf-8")
    more = "".join(
        "\t".join([str(31000000 + at), f"Hamlet {at}", "", "", "9", "20", "P", "PPL", "ZZ", *[""] * 10])
        + "\n"
        for at in range(40)
    )
    (dump / "ZZ.txt").write_text(good + line + "\n" + more, encoding="utf-8")
    gazetteer, skipped = made(dump, own, tmp_path / "full.sqlite")
    with gazetteer:
        assert ids(gazetteer, "Hamlet 39") == ["geonames:31000039"]
    assert (skipped.counts, skipped.examples) == ({reason: 1}, {reason: "ZZ.txt:9"})


def test_a_line_that_is_not_utf_8_is_skipped(dump):
    """Only that line is lost, and the numbers of the others stay right."""
    (dump / "ZZ.txt").write_bytes(b"one\ntw\xff\nthree\n")
    skipped = Skipped()
    assert list(read_lines(dump / "ZZ.txt", skipped)) == [(1, ["one", "", "three"])]
    assert skipped.examples == {"not UTF-8": "ZZ.txt:2"}


def zipped(dump: Path) -> bytes:
    with zipfile.ZipFile(dump / "ZZ.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(dump / "ZZ.txt", "ZZ.txt")
    return (dump / "ZZ.zip").read_bytes()


def cut_off(dump: Path) -> None:
    (dump / "ZZ.zip").write_bytes(zipped(dump)[:-200])


def damaged(dump: Path) -> None:
    content = bytearray(zipped(dump))
    content[120] ^= 0xFF
    (dump / "ZZ.zip").write_bytes(content)


def another(dump: Path) -> None:
    (dump / "ZZ.txt").write_text("name,latitude\nZedhavn,10\n" * 50, encoding="utf-8")


def empty(dump: Path) -> None:
    (dump / "ZZ.txt").write_text("", encoding="utf-8")


def html(dump: Path) -> None:
    (dump / "admin1CodesASCII.txt").write_text("<html>\n<p>Not found\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (cut_off, "damaged or cut off"),
        (damaged, "damaged or cut off"),
        (another, "is not the GeoNames file of that name"),
        (empty, "is empty"),
        (html, "admin1CodesASCII.txt is not the GeoNames file of that name"),
    ],
)
def test_a_file_that_cannot_be_used_leaves_the_old_gazetteer(dump, own, tmp_path, spoil, message):
    """The error names the file; the gazetteer that was there is untouched and nothing lies beside it."""
    target = tmp_path / "out" / "full.sqlite"
    made(dump, own, target)[0].close()
    before = target.read_bytes()
    spoil(dump)
    with pytest.raises(GazetteerError, match=message):
        made(dump, own, target)
    assert target.read_bytes() == before
    assert os.listdir(target.parent) == ["full.sqlite"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file sizes are a matter of POSIX")
def test_a_full_disk_leaves_the_old_gazetteer(dump, own, tmp_path):
    """When the file cannot grow the error says how much room is needed, and the old file stays."""
    target = tmp_path / "out" / "full.sqlite"
    target.parent.mkdir()
    target.write_text("the old one", encoding="utf-8")
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from geomap.errors import GazetteerError\n"
        "from geomap.gazetteer.geonames_build import build\n"
        "from geomap.gazetteer.geonames_files import find_dump\n"
        "dump = find_dump(Path(sys.argv[1]), ('ZZ',))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "try: build(dump, Path(sys.argv[3]), embedded=Path(sys.argv[2]))\n"
        "except GazetteerError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(dump), str(own), str(target)], capture_output=True, text=True
    )
    assert "could not be written" in done.stdout and "GB must be free there" in done.stdout, done.stderr
    assert target.read_text(encoding="utf-8") == "the old one"
    assert os.listdir(target.parent) == ["full.sqlite"]


def test_missing_files_are_named(dump, tmp_path):
    """The error says which file is not there."""
    with pytest.raises(GazetteerNotFound, match=r"no QQ.zip and no QQ.txt"):
        find_dump(dump, ("QQ",))
    (dump / "admin1CodesASCII.txt").unlink()
    with pytest.raises(GazetteerNotFound, match=r"no admin1CodesASCII.txt"):
        find_dump(dump, ("ZZ",))
    with pytest.raises(GazetteerNotFound, match="is not a folder"):
        find_dump(tmp_path / "none", ("ZZ",))


def test_country_codes_are_checked():
    """Codes are put in order and in capitals; ``all`` is the empty tuple."""
    assert country_codes(["sy", "IQ", "iq"]) == ("IQ", "SY")
    assert country_codes(["all"]) == ()
    for words in (["Iraq"], ["1Q"], ["all", "IQ"]):
        with pytest.raises(InputError):
            country_codes(words)


def test_ids_are_remembered_as_bits():
    """An id is new once, however large it is."""
    seen = IdSet()
    assert [seen.add(number) for number in (5, 99072, 40_000_000, 5)] == [True, True, True, False]
    assert 99072 in seen and 99073 not in seen and 2_000_000_000 not in seen


def test_usable_names_leaves_codes_and_links_out():
    """What no text writes is no name."""
    names = ["Mosul", "OSM", "almwsl", "الموصل", "https://a.example", "", "x" * 81, "摩苏尔", "A|B"]
    assert usable_names(names) == "Mosul|الموصل|摩苏尔|A/B"


def test_a_built_gazetteer_verifies(own, tmp_path):
    """Every check holds for a fresh file, and its sums are recorded."""
    made(CASES, own, tmp_path / "full.sqlite")[0].close()
    checks = list(verify.verify(tmp_path / "full.sqlite"))
    assert [check.rule for check in checks if not check.holds] == []
    assert tuple(check.rule for check in checks) == verify.RULES
    assert checks[-1].detail.startswith("10 rows in place")


SPOILED = [
    ("DELETE FROM place WHERE id = 30000004", "every name belongs to a place"),
    ("UPDATE name SET rank = rank + 1 WHERE key = 'zedhavn'", "ranks have no gaps"),
    ("UPDATE place SET latitude = 95 WHERE id = 30000004", "coordinates are on the globe"),
    ("UPDATE place SET name = '' WHERE id = 30000004", "every place has a name and a kind"),
    ("UPDATE place SET population = 1 WHERE id = 30000004", "counts and sums are as recorded"),
]


@pytest.mark.parametrize(("change", "rule"), SPOILED, ids=[rule for _, rule in SPOILED])
def test_verify_finds_what_is_wrong(own, tmp_path, change, rule):
    """Each rule that is broken is named."""
    made(CASES, own, tmp_path / "full.sqlite")[0].close()
    with sqlite3.connect(tmp_path / "full.sqlite") as connection:
        connection.execute(change)
    connection.close()
    assert rule in [check.rule for check in verify.verify(tmp_path / "full.sqlite") if not check.holds]


def test_verify_ends_at_a_file_that_cannot_be_read(own, tmp_path):
    """Half a file fails the first check."""
    target = tmp_path / "full.sqlite"
    made(CASES, own, target)[0].close()
    target.write_bytes(target.read_bytes()[:40_000])
    (check, *_) = verify.verify(target)
    assert (check.rule, check.holds) == ("the file is whole", False)


@pytest.mark.skipif(
    not (REAL / "SG.zip").exists(), reason="there is no real dump of Singapore beside the checkout"
)
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Pulau Ubin", "geonames:1880162"),
        ("Tanjong Pagar", "geonames:1880131"),
        ("Singapore", "geonames:1880251"),
        ("Singapore River", "geonames:1880248"),
    ],
)
def test_a_real_country_is_read_whole(own, tmp_path_factory, name, expected):
    """Every row of the real dump of Singapore goes in."""
    target = tmp_path_factory.getbasetemp() / "singapore.sqlite"
    if not target.exists():
        report = build(find_dump(REAL, ("SG",)), target, embedded=own)
        assert (report.places - report.own, report.skipped.total) == (1911, 0)
    with Gazetteer.open(target) as gazetteer:
        assert ids(gazetteer, name)[0] == expected

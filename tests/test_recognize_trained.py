"""The trained recogniser reads reports as they come, and its model file is what the tagger made."""

from itertools import pairwise

import pytest

from geomap.errors import InputError
from geomap.gazetteer import Gazetteer
from geomap.model import Document, MentionKind
from geomap.recognize import Recognizer, TrainedRecognizer
from geomap.recognize.model_file import Model
from geomap.recognize.tagger import LABELS, Weights, decode, spans_of
from geomap.recognize.tokens import tokenize
from geomap.recognize.trained import model_path, split_by_case

np = pytest.importorskip("numpy")


@pytest.fixture(scope="module")
def recognizer():
    with Gazetteer.open() as gazetteer:
        yield TrainedRecognizer(gazetteer)


REPORT = (
    "Sudanese troops pushed towards the town of Kutum on Monday, a relief worker said. Colonel Yasir Dawud, the "
    "spokesman for the garrison in North Darfur state, said the advance began before sunrise. Dawud added that aid "
    "from the EU-funded airlift would follow in October. The clashes spread to El Fasher, 90 kilometers south of "
    "Kutum, and along the Nile river in Sudan."
)
PLACES = {"Kutum", "Sudan", "Sudanese", "El Fasher", "Nile"}
OTHERS = {"Yasir", "Dawud", "Monday", "October", "Colonel"}


@pytest.mark.parametrize("change", [str, str.lower, str.upper], ids=["as written", "small letters", "capitals"])
def test_trained_reads_a_report_in_any_letter_case(recognizer, change):
    """The same settlements, areas and peoples, whether or not letter case tells anything."""
    mentions = recognizer.recognize(Document(text=change(REPORT)))
    texts = {mention.text for mention in mentions}
    wanted = PLACES if change is str else PLACES - {"Nile"}
    assert {change(name) for name in wanted} <= texts
    words = {word for text in texts for word in text.split()}
    assert not words & {change(name) for name in OTHERS}


def test_trained_gives_ordered_mentions_with_confidence(recognizer):
    """Offsets slice back, nothing overlaps, confidence is a probability, demonyms are marked."""
    mentions = recognizer.recognize(Document(text=REPORT))
    assert all(REPORT[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))
    assert all(0.3 < mention.confidence <= 1 for mention in mentions)
    assert all(mention.role is not None for mention in mentions)
    assert {mention.text for mention in mentions if mention.kind is MentionKind.DEMONYM} == {"Sudanese"}


@pytest.mark.parametrize("text", ["", " ", "...", "x", "12 34", "é" * 500, "Ω" * 50 + "\n" * 50, "\u202eMosul\u202c"])
def test_trained_takes_any_text(recognizer, text):
    """Nothing raises."""
    recognizer.recognize(Document(text=text))


def test_trained_finds_coordinates_beside_names(recognizer):
    """Both kinds in one text, without overlap."""
    text = "The wreck lies at 35.120 N, 24.900 E off Crete in Greece."
    kinds = [(mention.text, mention.kind) for mention in recognizer.recognize(Document(text=text))]
    assert kinds[0] == ("35.120 N, 24.900 E", MentionKind.COORDINATE)
    assert ("Greece", MentionKind.TOPONYM) in kinds


def test_trained_keeps_the_recognizer_protocol(recognizer):
    """It has a name with the model's version, and recognises."""
    assert isinstance(recognizer, Recognizer)
    assert recognizer.name.startswith("trained ")


def test_the_shipped_model_is_small_and_holds_no_words():
    """At most three megabytes, and only hashes and numbers behind the card."""
    assert model_path().stat().st_size <= 3_000_000
    model = Model.load(model_path())
    assert all(isinstance(key, int) for key in model.cased.rows)


def _weights() -> Weights:
    """Two features: one for the beginning of a name, one for its inside."""
    from zlib import crc32

    states = np.zeros((3, 5, len(LABELS)), dtype=np.float32)
    states[0, 2, LABELS.index("B")] = 4
    states[1, 2, LABELS.index("I")] = 4
    states[:2, 2, LABELS.index("O")] = -1
    transitions = np.zeros((len(LABELS), len(LABELS)))
    transitions[LABELS.index("O"), LABELS.index("I")] = -20
    return Weights(rows={crc32(b"first"): 0, crc32(b"next"): 1}, states=states, transitions=transitions)


def test_decode_finds_the_best_labels_of_each_sentence():
    """A name runs on, an inside without a beginning does not stand, sentences do not mix."""
    features = [["first"], ["next"], ["other"], [], ["next"], ["first"]]
    labels, probabilities = decode(_weights(), features, [(0, 4), (4, 6)])
    assert spans_of(labels)[0] == (0, 2, False)
    assert labels[2:4] == [0, 0]
    assert labels[5] == LABELS.index("B")
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(6))


def test_decode_cuts_endless_sentences():
    """A list of a thousand names without a full stop is read in pieces."""
    labels, _ = decode(_weights(), [["first"]] * 1000, [(0, 1000)])
    assert labels == [LABELS.index("B")] * 1000


def test_a_model_comes_back_as_it_was_saved(tmp_path):
    """The same bytes twice, and the same weights to within a step of their scale."""
    model = Model(cased=_weights(), caseless=_weights(), roles=None, card={"version": "test"})
    model.save(tmp_path / "one")
    loaded = Model.load(tmp_path / "one")
    loaded.save(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert loaded.card == {"version": "test"}
    order = [loaded.cased.rows[key] for key in model.cased.rows]
    assert loaded.cased.states[order] == pytest.approx(model.cased.states[:2], abs=0.05)


def test_a_file_that_is_no_model_is_refused(tmp_path):
    """The error names the file."""
    path = tmp_path / "none.bin"
    path.write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"none\.bin"):
        Model.load(path)


@pytest.mark.parametrize(
    ("text", "cased", "caseless"),
    [
        ("The road to Kabul is open. FIRE NEAR KABUL AIRPORT ROAD.", 1, 1),
        ("the road to kabul is open. nobody was hurt.", 0, 2),
        ("THE ROAD TO KABUL IS OPEN.", 0, 1),
    ],
)
def test_split_by_case_sorts_sentences(text, cased, caseless):
    """Capitals count only where small letters stand beside them."""
    with_case, without = split_by_case(tokenize(text))
    assert (len(with_case), len(without)) == (cased, caseless)

"""A snippet is the sentence around a mention, whatever the script."""

from __future__ import annotations

import pytest

from geomap.render.snippets import Snippets, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain fell. Mosul flooded! Why?", ["Rain fell.", "Mosul flooded!", "Why?"]),
        (
            "Gen. Aziz left St. Louis on Sept. 3. He came back.",
            ["Gen. Aziz left St. Louis on Sept. 3.", "He came back."],
        ),
        ("The U.S. Army left. J. Smith stayed.", ["The U.S. Army left.", "J. Smith stayed."]),
        ('"Go home." She left.', ['"Go home."', "She left."]),
        ("It rose 3.5 percent in Ghent.", ["It rose 3.5 percent in Ghent."]),
        ("A heading\n\nThe text.", ["A heading", "The text."]),
        (
            "A line that was wrapped by a program at some column and goes\non in the next line of the same text.",
            ["A line that was wrapped by a program at some column and goes\non in the next line of the same text."],
        ),
        ("他在北京。她在上海。", ["他在北京。", "她在上海。"]),
        ("ذهب إلى الموصل؟ نعم.", ["ذهب إلى الموصل؟", "نعم."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    """Abbreviations, initials, quotes, figures and wrapped lines do not part a sentence."""
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_snippet_is_the_sentence_of_the_mention():
    """The second of three sentences."""
    text = "It rained. The bridge in Mosul held. Nobody came."
    start = text.index("Mosul")
    first, last = Snippets(text).around(start, start + 5)
    assert text[first:last] == "The bridge in Mosul held."


def test_a_long_sentence_is_cut_around_the_mention():
    """What is left is no longer than asked and cut at spaces."""
    text = "word " * 200 + "Mosul " + "other " * 200
    start = text.index("Mosul")
    first, last = Snippets(text).around(start, start + 5, length=100)
    assert first <= start and last >= start + 5
    assert last - first <= 100
    assert text[first:last].split()[0] == "word" and text[first:last].split()[-1] == "other"


def test_every_mention_lies_in_its_snippet():
    """Also without any space, at the very start and at the very end."""
    text = "x" * 1000
    for start in (0, 1, 500, 995):
        first, last = Snippets(text).around(start, start + 5)
        assert first <= start and start + 5 <= last

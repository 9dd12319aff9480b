"""Sentences end at marks, paragraphs and unwrapped lines, in any script."""

from __future__ import annotations

import pytest

from geomap.sentences import Sentences, split


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
    assert [text[start:end] for start, end in split(text)] == expected


def test_an_offset_belongs_to_the_sentence_that_began_last():
    """Also between two sentences, and before the first one there is none."""
    text = "  It rained. Nobody came.\n\nThe end"
    sentences = Sentences(text)
    assert [sentences.number(offset) for offset in (3, 12, 13, 26, 33)] == [0, 0, 1, 1, 2]
    assert text[slice(*sentences.at(15))] == "Nobody came."
    assert sentences.at(0) == (0, 0)
    assert Sentences("").at(0) == (0, 0)

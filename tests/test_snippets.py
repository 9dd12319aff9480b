"""A snippet is the sentence around a mention, whatever the script."""

from __future__ import annotations

from geomap.snippets import Snippets


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

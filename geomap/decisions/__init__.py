"""Decisions are what a person ruled about places in reports; they are read, matched with mentions, and applied."""

from geomap.decisions.applying import DECIDED, FOLLOWED, Decider, apply_decisions
from geomap.decisions.model import Act, Decision, Decisions, Point, Span, digest_of
from geomap.decisions.reading import parse_decisions, read_decisions

__all__ = [
    "DECIDED",
    "FOLLOWED",
    "Act",
    "Decider",
    "Decision",
    "Decisions",
    "Point",
    "Span",
    "apply_decisions",
    "digest_of",
    "parse_decisions",
    "read_decisions",
]

"""Whose tables these are: a draft until signed; of what others published ours are a recomputation."""

from collections.abc import Sequence

from rules import Outcome
from rules.analysis.portrait import published
from rules.library.layers import OWN, SUPPOSED, kind
from tables.words import date_in_words

DRAFT, SIGNED, AGAIN, OURS, OTHERS = (
    "Concept",
    "Vastgesteld",
    "Narekening",
    "Uitgave van Verdeelsleutel",
    "Niet vastgesteld",
)
"""A draft, and what is signed; what is shipped, of a ministry or not; with what is not its own."""


def of_whom(outcomes: Sequence[Outcome]) -> str:
    """In a word what these tables are: above every printed page."""
    prepared = outcomes[0].prepared
    layers = {layer for outcome in outcomes for layer in outcome.prepared.origins()}
    publication, shipped = prepared.publication, prepared.library.layers[0].publications
    if any(kind(layer) in SUPPOSED for layer in layers) or (OWN in layers and publication.name in shipped):
        return OTHERS
    if publication.name in shipped:
        return AGAIN if published(publication) else OURS
    return SIGNED if publication.signed_by else DRAFT


def signed_words(outcomes: Sequence[Outcome]) -> str:
    """Who signed it, when, and under which kenmerk; or that nobody did."""
    of = outcomes[0].prepared.publication
    kenmerk = f" Kenmerk: {of.kenmerk}." if of.kenmerk else ""
    return {
        DRAFT: f"Concept: nog niet vastgesteld.{kenmerk}",
        SIGNED: f"Vastgesteld door {of.signed_by} op {date_in_words(of.signed_on)}.{kenmerk}",
        AGAIN: "Narekening van Verdeelsleutel: niet door de uitgever gemaakt of vastgesteld.",
        OURS: "Uitgave van Verdeelsleutel, door niemand vastgesteld.",
        OTHERS: "Niet vastgesteld: met andere cijfers of gegevens dan de uitgave zelf.",
    }[of_whom(outcomes)]

"""Sixty further causes: twelve kinds of mistake for five municipalities that differ, the true one first or second."""

import pytest

from tests.helpers.received_amounts import (
    CLUSTER,
    IU,
    MEI_2023,
    SEPTEMBER_2023,
    M,
    S,
    check,
    dutch,
    value,
    with_input,
)
from tests.helpers.workspaces import SHIPPED

OF = {
    "Amsterdam, the largest": "0363",
    "Gouda": "0513",
    "Stadskanaal, much Wsw": "0037",
    "Renkum": "0274",
    "Voorne aan Zee, merged in 2023": "1992",
}
OTHERS = {"0363": "0599", "0513": "0484", "0037": "0765", "0274": "0289", "1992": "0502"}
"""Of each another municipality, the row of which is taken for its own."""


def amount(code, rule=CLUSTER):
    return value(*S, rule, code)


def without_one(number):
    """The third digit left out."""
    text = str(number)
    return int(text[:2] + text[3:])


def interchanged(number):
    """Two digits beside each other that differ, not at the start, the other way round."""
    text = str(number)
    place = next(n for n in range(2, len(text) - 1) if text[n] != text[n + 1])
    return int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


KINDS = {
    "in thousands": (lambda code: round(amount(code) / 1000), "het bedrag is in duizenden"),
    "ten times": (lambda code: amount(code) * 10, "tien keer te hoog"),
    "a month": (lambda code: round(amount(code) / 12), "een twaalfde"),
    "half a year": (lambda code: round(amount(code) / 2), "de helft"),
    "the sign": (lambda code: -amount(code), "het teken is omgekeerd"),
    "rounded to thousands": (lambda code: round(amount(code), -3), "het bedrag is afgerond op"),
    "two digits interchanged": (lambda code: interchanged(amount(code)), "twee cijfers zijn verwisseld"),
    "a digit lacking": (lambda code: without_one(amount(code)), "er ontbreekt een cijfer"),
    "the row of another": (lambda code: amount(OTHERS[code]), "dit is het bedrag van"),
    "another stream": (lambda code: amount(code, IU), "dit is het bedrag van Integratie-uitkering"),
    "an older circular": (lambda code: value(SEPTEMBER_2023, 2024, CLUSTER, code), "Septembercirculaire gemeentefonds 2023"),
    "an old volume": (
        lambda code: with_input(*S, CLUSTER, code, "bijstandsontvangers", (MEI_2023, 2024)),
        "Bijstandsontvangers",
    ),
}  # fmt: skip


def test_there_are_sixty_and_of_each_municipality_every_amount_is_another():
    assert len(KINDS) * len(OF) == 60
    for code in OF.values():
        assert amount(code) not in {wrong(code) for wrong, _ in KINDS.values()}
    assert SHIPPED.complete(*M)


@pytest.mark.promise("docs/check.md#known-causes")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", OF)
def test_the_true_cause_is_named_first_or_second(kind, who, tmp_path):
    code, (wrong, cause) = OF[who], KINDS[kind]
    result = check(tmp_path, *S, code, {CLUSTER: dutch(wrong(code)), IU: dutch(amount(code, IU))})
    assert result.exit_code == 1, result.output
    first_two = [line for line in result.stdout.splitlines() if line.startswith(("  1. ", "  2. "))]
    assert cause in "\n".join(first_two), result.stdout

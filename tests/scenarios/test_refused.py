"""A scenario that cannot be is refused, with what comes near to what was meant."""

import pytest

from allocation.errors import InputError
from rules.scenarios.known import read_scenario
from tests.helpers.own_scenario import HIGHER, SEPT, over, run, written

# what is refused

WRONG = {
    '[[figure]]\nname = "uitkeringsfactr"\nvalue = 1\n': "uitkeringsfactor",
    '[[input]]\nname = "bijstandsontvanger"\ntimes = 1\n': "bijstandsontvangers",
    '[[rule]]\nname = "iu_participati"\nas_in = 2024\n': "iu_participatie",
    '[[rule]]\nname = "iu_participatie"\nby = "wssw"\n': "wsw",
    '[[rule]]\nname = "iu_participatie"\nby = "wsw"\n': "een regel met dezelfde pot",
    '[[figure]]\nname = "uitkeringsfactor"\nformula = "bedrag_bijstandsontvange"\n': "bedrag_bijstandsontvanger",
    '[[figure]]\nname = "uitkeringsfactor"\ntimes = 1\npublication = "septembercirculaire-204"\n': SEPT,
    '[[figure]]\nname = "uitkeringsfactor"\nvalue = -1\n': "van 0",
    '[[figure]]\nname = "uitkeringsfactor"\nvalue = 1\nformula = "1"\n': "value en formula",
    '[[figure]]\nname = "uitkeringsfactor"\n': "het heeft geen daarvan",
    '[[figure]]\nname = "uitkeringsfactor"\nvalue = 1\nyears = [1999]\n': "geen publicatie van 1999",
    '[[figure]]\nname = "uitkeringsfactor"\ntimes = 1\nyears = [2015]\n': "jaren en publicaties waarin het die heeft: 2024",
    '[[figure]]\nname = "uitkeringsfactor"\nvale = 1\n': "bedoelde u value?",
    '[[figures]]\nname = "uitkeringsfactor"\nvalue = 1\n': "bedoelde u figure?",
    '[[input]]\nname = "bijstandsontvangers"\nvalue = 1\n': "noem de gemeenten",
    "[[vary]]\nvalues = [1]\n": "een van figure, input zegt wat er verandert; het heeft geen daarvan",
    '[[vary]]\nfigure = "uitkeringsfactor"\ninput = "bijstandsontvangers"\ntimes = [1]\n': "het heeft figure en input",
    '[[vary]]\nfigure = "uitkeringsfactor"\nvalues = [1]\ntimes = [1]\n': "een van values, times",
    '[[vary]]\ninput = "bijstandsontvangers"\nvalues = [1]\n': "een gegeven varieert met times",
    '[territory]\nmerge = ["0513=9001"]\n': "0501+0530+0614=1992",
    '[[figure]]\nname = "uitkeringsfactor"\nformula = "1 +"\n': "'1 +': een formule bestaat uit",
    '[[rule]]\nname = "vangnet_grond_a"\nby = "vangnet_grond_c"\nyears = [2026, 2027]\n': "de regels gaan niet samen: rule vangnet_grond_a: no version between",
    '[[draw]]\nfigure = "uitkeringsfactor"\nshape = "triangulair"\nleast = 1\nmost = 2\n': "triangular",
}


@pytest.mark.promise("docs/scenarios.md#unknown-keys")
@pytest.mark.parametrize(("text", "expected"), WRONG.items())
def test_what_is_not_there_is_refused_with_what_comes_near(tmp_path, text, expected):
    result = run("scenario", "proef", "--data", written(tmp_path, "proef", text))
    assert result.exit_code == 2
    assert expected in result.stderr


@pytest.mark.parametrize("name", ["Hoger", "een naam", "basis"])
def test_a_name_that_cannot_be_typed_or_has_a_meaning_is_refused(tmp_path, name):
    (tmp_path / "x.toml").write_text(f'[scenario]\nname = "{name}"\ntitle = "x"\nsource = "x"\n')
    with pytest.raises(InputError, match=r"kleine letters en cijfers, met streepjes; basis is waar"):
        read_scenario(tmp_path / "x.toml")


def test_a_municipality_that_is_not_there_is_refused_with_what_comes_near(tmp_path):
    text = '[[input]]\nname = "bijstandsontvangers"\ntimes = 2\nmunicipalities = ["Goude"]\n'
    result = run("scenario", "proef", SEPT, "--data", written(tmp_path, "proef", text))
    assert result.exit_code == 2
    assert "Gouda" in result.stderr


def test_a_value_that_an_input_cannot_have_is_refused(tmp_path):
    text = '[[input]]\nname = "bijstandsontvangers"\nplus = -100000\n'
    with pytest.raises(InputError, match="0 of meer"):
        over(text, tmp_path=tmp_path).outcome(SEPT)


@pytest.mark.parametrize("asked", ["factor-1-procent-hogr", f"{HIGHER}+nergens", f"{HIGHER}+{HIGHER}", ""])
def test_a_scenario_that_is_not_there_is_refused(asked):
    result = run("scenario", asked, SEPT)
    assert result.exit_code == 2
    assert "scenario" in result.stderr


def test_one_name_twice_is_refused(tmp_path):
    result = run("scenario", HIGHER, "--data", written(tmp_path, HIGHER, ""))
    assert result.exit_code == 2
    assert "een andere naam" in result.stderr

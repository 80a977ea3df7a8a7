"""What the bank takes from libraries, compared with lists that were written from the standards."""

import re
from http import HTTPStatus

import pytest

from tests.trivia.recomputation import BANK, Recomputation, key

recompute = Recomputation()


@recompute(r"Which HTTP status code means “(.*)”\?")
def status(phrase: str) -> str:
    named = {s.name.replace("_", "").casefold(): str(s.value) for s in HTTPStatus}
    renamed = {"unprocessablecontent": "422", "contenttoolarge": "413"}
    name = re.sub(r"\W", "", phrase).casefold()
    return renamed.get(name) or named[name]


ELEMENTS = dict(
    zip(
        """
        H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb
        Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu
        Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr
        """.split(),
        """
        hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium
        aluminium silicon phosphorus sulfur chlorine argon potassium calcium scandium titanium vanadium
        chromium manganese iron cobalt nickel copper zinc gallium germanium arsenic selenium bromine krypton
        rubidium strontium yttrium zirconium niobium molybdenum technetium ruthenium rhodium palladium
        silver cadmium indium tin antimony tellurium iodine xenon caesium barium lanthanum cerium
        praseodymium neodymium promethium samarium europium gadolinium terbium dysprosium holmium erbium
        thulium ytterbium lutetium hafnium tantalum tungsten rhenium osmium iridium platinum gold mercury
        thallium lead bismuth polonium astatine radon francium radium actinium thorium protactinium uranium
        neptunium plutonium americium curium berkelium californium einsteinium fermium mendelevium nobelium
        lawrencium
        """.split(),
        strict=True,
    )
)
NAMES = list(ELEMENTS.values())


@recompute(r"Which element has the chemical symbol (\w+)\?")
def element_called(symbol: str) -> str:
    return ELEMENTS[symbol]


@recompute(rf"What is the chemical symbol of ({'|'.join(NAMES)})\?")
def symbol_of(element: str) -> str:
    return next(symbol for symbol, name in ELEMENTS.items() if name == element)


@recompute(r"What does this Python expression give\? (.*)")
def evaluated(code: str) -> str:
    return repr(eval(code))


@recompute(r"Which word stands for (\w) in the NATO phonetic alphabet\?")
def radio(letter: str) -> str:
    alphabet = (
        "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar "
        "Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
    )
    return next(word for word in alphabet.split() if word.startswith(letter))


@recompute(r"Which letter comes right after (\w+) in the Greek alphabet\?")
def after_in_greek(letter: str) -> str:
    alphabet = (
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "sigma tau upsilon phi chi psi omega"
    ).split()
    return alphabet[alphabet.index(letter) + 1]


@pytest.mark.parametrize("pattern", recompute.checks)
def test_the_key_is_the_answer_computed_from_the_prompt(pattern: str):
    answers = list(recompute.answers(pattern))
    assert answers, "no question is asked like this any more"
    for prompt, right, recomputed in answers:
        assert right == recomputed, prompt


FINNISH = "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai".split()


def test_names_of_days_and_months_are_not_inflected():
    called = re.compile(
        r"(?:In Finnish, which day of the week is|In which language is \w+day called) “(.*)”\?"
    )
    found = [(called.fullmatch(draft["prompt"]), draft) for draft in BANK]
    asked = [m[1] for m, d in found if m and (m[0].startswith("In Finnish") or key(d) == "Finnish")]
    assert asked
    assert set(asked) <= set(FINNISH)


CAPITALS = {
    "Germany": "Berlin",
    "France": "Paris",
    "Australia": "Canberra",
    "Canada": "Ottawa",
    "Brazil": "Brasília",
    "Turkey": "Ankara",
    "Switzerland": "Bern",
    "New Zealand": "Wellington",
    "Kazakhstan": "Astana",
    "Nigeria": "Abuja",
    "Myanmar": "Naypyidaw",
    "Burundi": "Gitega",
    "Pakistan": "Islamabad",
    "Morocco": "Rabat",
    "Vietnam": "Hanoi",
    "Ukraine": "Kyiv",
    "Iceland": "Reykjavik",
    "Mongolia": "Ulaanbaatar",
    "Ecuador": "Quito",
    "Peru": "Lima",
    "the Philippines": "Manila",
    "Kenya": "Nairobi",
    "Ethiopia": "Addis Ababa",
    "Norway": "Oslo",
    "Poland": "Warsaw",
}


@pytest.mark.parametrize("country", CAPITALS)
def test_a_capital_that_everybody_can_look_up_is_right(country: str):
    capital, name = CAPITALS[country], country.removeprefix("the ")
    keys = {
        draft["prompt"]: key(draft)
        for draft in BANK
        if draft["prompt"]
        in {f"What is the capital of {country}?", f"{capital} is the capital of which country?"}
    }
    assert keys
    for prompt, right in keys.items():
        assert right == (capital if prompt.startswith("What") else name)


@pytest.mark.parametrize(
    "moot",
    ["Bolivia", "South Africa", "Israel", "Sri Lanka", "Tanzania", "Eswatini", "Ivory Coast", "Indonesia"],
)
def test_disputed_capitals_are_not_asked_for(moot: str):
    assert not [d for d in BANK if d["prompt"] == f"What is the capital of {moot}?"]
    assert not [
        d for d in BANK if d["prompt"].endswith("is the capital of which country?") and key(d) == moot
    ]

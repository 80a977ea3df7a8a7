"""Questions from the parse of a sentence: what is asked, in which words, and the right answer."""

from collections.abc import Callable, Iterator

from processor.writing.asking import causes, comparisons, definitions, gaps, lists, parts
from processor.writing.asking.asked import LONGEST_PROMPT, Asked, Asker, Said
from processor.writing.concepts import Concepts
from processor.writing.phrasing import Clause, clause_of, well_formed
from processor.writing.prose import Sentence, balanced

__all__ = ["Asked", "Asking", "Said"]

Kind = Callable[[Asker, Sentence, Clause], Iterator[Asked]]
KINDS: tuple[Kind, ...] = (
    definitions.of_definition, definitions.of_name, definitions.of_apposition,
    parts.of_subject, parts.of_relative, parts.of_object, parts.of_completion, parts.of_place, parts.of_year,
    lists.of_list, lists.of_examples, lists.of_count,
    causes.of_reason, causes.of_conclusion, causes.of_consequence, causes.of_condition, causes.of_means,
    causes.of_use,
    comparisons.of_contrast, comparisons.of_truth, gaps.of_gap,
)  # fmt: skip


class Asking:
    """Makes the questions of sentences."""

    def __init__(self, concepts: Concepts) -> None:
        self._asker = Asker(concepts)

    def said_by(self, sentences: list[Sentence]) -> list[Said]:
        """What the sentences say of their subjects, as far as it can be understood alone."""
        clauses = ((sentence, clause_of(sentence)) for sentence in sentences if sentence.askable)
        said = (
            comparisons.said_in(self._asker, sentence, clause)
            for sentence, clause in clauses
            if clause.is_plain
        )
        return [one for one in said if one is not None]

    def questions_of(self, sentence: Sentence) -> Iterator[Asked]:
        """All questions that a sentence gives, and that can be understood alone."""
        if not sentence.askable:
            return
        clause = clause_of(sentence)
        if clause.is_plain:
            for kind in KINDS:
                yield from filter(_is_usable, kind(self._asker, sentence, clause))


def _is_usable(asked: Asked) -> bool:
    """Whether a question is whole, of a length that can be read, and without traces of a wrong parse."""
    is_short = len(asked.prompt.split()) <= LONGEST_PROMPT
    is_well_formed = well_formed(asked.prompt) and well_formed(asked.answer)
    is_balanced = balanced(asked.answer) and balanced(asked.prompt)
    return bool(asked.prompt) and is_short and is_balanced and is_well_formed

"""Every filter and order, tried on the seven questions of the quiz Capitals."""

from typing import Any

from tests.rest.cases import Case, Step, read

UNKNOWN = "00000000-0000-4000-8000-000000000000"
OF_CAPITALS: Step = ("eq", "quiz_id", "$capitals")
BY_POSITION: Step = ("order", "position")


def places(name: str, *steps: Step, found: list[int]) -> Case:
    """The positions of the questions that these filters leave."""
    chain = read("questions", "position", OF_CAPITALS, *steps, BY_POSITION)
    return Case(name, "ada", chain, [{"position": place} for place in found])


def ordered(name: str, *steps: Step, found: list[int]) -> Case:
    """The positions of the questions in the order asked for."""
    return Case(
        name, "ada", read("questions", "position", OF_CAPITALS, *steps), [{"position": p} for p in found]
    )


def has(amount: int) -> Any:
    """Whether there are so many rows."""
    return lambda data: data is not None and len(data) == amount


def nothing(data: Any) -> bool:
    """Whether there is no body: supabase-py makes an empty list of it."""
    return not data


def some_row(data: Any) -> bool:
    """Whether there is at least one row."""
    return bool(data)


FILTERS = (
    places("eq of a number", ("eq", "position", 3), found=[3]),
    places("eq of an enum", ("eq", "kind", "poll"), found=[7]),
    places("eq of a text with spaces and a mark", ("eq", "prompt", "Snow is white."), found=[3]),
    places("eq of a text with a comma and quotes finds nothing", ("eq", "prompt", 'a,"b"'), found=[]),
    places("neq", ("neq", "position", 3), found=[1, 2, 4, 5, 6, 7]),
    places("gt", ("gt", "position", 5), found=[6, 7]),
    places("gte", ("gte", "position", 5), found=[5, 6, 7]),
    places("lt", ("lt", "position", 3), found=[1, 2]),
    places("lte", ("lte", "position", 3), found=[1, 2, 3]),
    places("two filters on one column", ("gt", "position", 2), ("lt", "position", 5), found=[3, 4]),
    places("like", ("like", "prompt", "The %"), found=[1, 5]),
    places("like minds case", ("like", "prompt", "the %"), found=[]),
    places("ilike", ("ilike", "prompt", "the %"), found=[1, 5]),
    places("in", ("in", "position", [2, 4, 99]), found=[2, 4]),
    places("in of texts", ("in", "kind", ["numeric", "ordering"]), found=[4, 6]),
    places("in of nothing", ("in", "position", []), found=[]),
    places("is null", ("is", "subject", None), found=[1, 2, 3, 4, 5, 6, 7]),
    places("not is null", ("not", "subject", "is", None), found=[]),
    places("not eq", ("not", "position", "eq", 1), found=[2, 3, 4, 5, 6, 7]),
    places("not like", ("not", "prompt", "like", "The %"), found=[2, 3, 4, 6, 7]),
    places("or", ("or", "position.eq.1,kind.eq.poll"), found=[1, 7]),
    places("or with and within", ("or", "position.eq.1,and(position.gt.3,position.lt.6)"), found=[1, 4, 5]),
    places("or with not", ("or", "position.eq.2,prompt.not.like.*e*"), found=[2, 4]),
    places("match", ("match", {"position": 2, "kind": "multiple_choice"}), found=[2]),
    places("filter by name of operator", ("filter", "position", "gte", "6"), found=[6, 7]),
    places("contains of jsonb", ("contains", "choices", '[{"text": "Rome"}]'), found=[1]),
    places("contained by of jsonb", ("containedBy", "choices", "[]"), found=[4, 5]),
    places("text search", ("textSearch", "prompt", "capital & italy", {"config": "english"}), found=[1]),
    places(
        "text search, plain",
        ("textSearch", "prompt", "snow white", {"type": "plain", "config": "english"}),
        found=[3],
    ),
    places(
        "text search, phrase",
        ("textSearch", "prompt", "largest city", {"type": "phrase", "config": "english"}),
        found=[5],
    ),
    places(
        "text search, as on the web",
        ("textSearch", "prompt", "tea or italy", {"type": "websearch", "config": "english"}),
        found=[1, 7],
    ),
    places("a value within jsonb", ("eq", "choices->0->>text", "Rome"), found=[1]),
    Case(
        "like all of",
        "ada",
        read(
            "questions", "position", OF_CAPITALS, ("filter", "prompt", "like(all)", "{The*,*?}"), BY_POSITION
        ),
        [{"position": 1}, {"position": 5}],
    ),
    Case(
        "like any of",
        "ada",
        read(
            "questions", "position", OF_CAPITALS, ("filter", "prompt", "like(any)", "{Pi*,Tea*}"), BY_POSITION
        ),
        [{"position": 4}, {"position": 7}],
    ),
    Case(
        "ilike any of",
        "ada",
        read(
            "questions",
            "position",
            OF_CAPITALS,
            ("filter", "prompt", "ilike(any)", "{pi*,TEA*}"),
            BY_POSITION,
        ),
        [{"position": 4}, {"position": 7}],
    ),
    Case(
        "contains of an array",
        "ada",
        read("trivia_questions", "kind", ("contains", "choices", ["Jupiter", "Saturn"]), ("limit", 1)),
        [{"kind": "single_choice"}],
    ),
    Case(
        "contained by of an array",
        "ada",
        read("trivia_questions", "choices", ("containedBy", "choices", ["Nothing"]), ("limit", 1)),
        [{"choices": []}],
    ),
    Case(
        "overlaps of an array",
        "ada",
        read("trivia_questions", "kind", ("overlaps", "choices", ["Chicago", "Nothing"]), ("limit", 1)),
        [{"kind": "single_choice"}],
    ),
    Case("is true", "bob", read("attempts", "id", ("is", "preview", True)), []),
    Case("is false", "bob", read("attempts", "id", ("is", "preview", False)), has(6)),
)
ORDERS = (
    ordered("order", ("order", "position"), found=[1, 2, 3, 4, 5, 6, 7]),
    ordered("order, descending", ("order", "position", {"ascending": False}), found=[7, 6, 5, 4, 3, 2, 1]),
    ordered(
        "order by an enum is the order of its values",
        ("order", "kind", {"ascending": False}),
        ("limit", 2),
        found=[7, 6],
    ),
    ordered(
        "order by two columns",
        ("order", "subject"),
        ("order", "position", {"ascending": False}),
        ("limit", 2),
        found=[7, 6],
    ),
    ordered("order by text", ("order", "prompt"), ("limit", 1), found=[6]),
    Case(
        "nulls first",
        "bob",
        read("attempts", "quiz_id", ("order", "deadline", {"nullsFirst": False}), ("limit", 1)),
        [{"quiz_id": "$begun"}],
    ),
    Case(
        "nulls last when descending",
        "bob",
        read(
            "attempts",
            "quiz_id",
            ("order", "deadline", {"ascending": False, "nullsFirst": False}),
            ("limit", 1),
        ),
        [{"quiz_id": "$begun"}],
    ),
    Case(
        "order by a computed column",
        "ada",
        read(
            "quizzes",
            "title",
            ("in", "id", ["$capitals", "$secret", "$begun"]),
            ("order", "question_count", {"ascending": False}),
        ),
        [{"title": "Capitals"}, {"title": "Begun"}, {"title": "Secret"}],
    ),
)

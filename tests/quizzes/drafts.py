"""Drafts of every kind; together, they have every field that a draft may have."""

import json
from pathlib import Path
from typing import Any

Draft = dict[str, Any]

CHOICES = [{"text": "Rome", "correct": True}, {"text": "Paris", "correct": False}]

DRAFTS: dict[str, Draft] = {
    "single choice": {"kind": "single_choice", "prompt": "The capital of Italy?", "choices": CHOICES},
    "single choice, weighted": {
        "kind": "single_choice",
        "prompt": "Which is largest?",
        "choices": [
            {"text": "Jupiter", "weight": 1, "feedback": "Yes."},
            {"text": "Saturn", "weight": 0.5, "feedback": "Nearly."},
            {"text": "Mars", "weight": -0.25},
        ],
    },
    "multiple choice": {
        "kind": "multiple_choice",
        "prompt": "Which are prime?",
        "choices": [
            {"text": "2", "correct": True},
            {"text": "3", "correct": True},
            {"text": "4", "correct": False, "feedback": "2 · 2", "pinned": True},
            {"text": "5", "correct": True},
        ],
    },
    "multiple choice, weighted": {
        "kind": "multiple_choice",
        "prompt": "Which are prime?",
        "choices": [
            {"text": "2", "weight": 0.75},
            {"text": "3", "weight": 0.25},
            {"text": "4", "weight": -1},
        ],
    },
    "true or false": {"kind": "true_false", "prompt": "Water is wet.", "correct": False},
    "true or false with feedback": {
        "kind": "true_false",
        "prompt": "Snow is cold.",
        "correct": True,
        "feedback_true": "Yes.",
        "feedback_false": "It is frozen water.",
    },
    "numeric, tolerance": {
        "kind": "numeric",
        "prompt": "What is pi?",
        "answers": [
            {"value": 3.14159, "tolerance": 0.00001, "feedback": "Exactly."},
            {"value": 3.14, "tolerance": 0.05, "weight": 0.5},
        ],
    },
    "numeric, units": {
        "kind": "numeric",
        "prompt": "How far is it?",
        "answers": [{"value": 5, "tolerance": 0.1}],
        "units": [{"unit": "km", "factor": 1}, {"unit": "m", "factor": 0.001}, {"unit": "kg"}],
        "unit_required": False,
        "unit_share": 0.25,
    },
    "numeric, range": {
        "kind": "numeric",
        "prompt": "A digit?",
        "answers": [{"min": 0, "max": 9}, {"value": -1}],
    },
    "short text": {
        "kind": "short_text",
        "prompt": "The largest city of Brazil?",
        "answers": [{"text": "São Paulo"}, {"text": "Rio", "weight": 0.1, "feedback": "The second."}],
    },
    "short text, case counts": {
        "kind": "short_text",
        "prompt": "The symbol of cobalt?",
        "answers": [{"text": "Co"}, {"text": "CO", "weight": 0, "feedback": "Carbon monoxide."}],
        "case_sensitive": True,
    },
    "ordering": {
        "kind": "ordering",
        "prompt": "From small to large.",
        "choices": [{"text": text} for text in ("ant", "cat", "dog", "cow", "whale")],
    },
    "slider": {
        "kind": "slider",
        "prompt": "When did the Wall fall?",
        "min": 1900,
        "max": 2000,
        "step": 1,
        "value": 1989,
        "tolerance": 1,
        "partial_within": 10,
        "nearest": True,
    },
    "matching": {
        "kind": "matching",
        "prompt": "Which capital is whose?",
        "pairs": [
            {
                "text": "Italy",
                "match": "Rome",
                "media_url": "https://example.org/italy.png",
                "media_alt": "The outline of Italy",
            },
            {"text": "The Vatican", "match": "Rome"},
            {"text": "Peru", "match": "Lima"},
        ],
        "distractors": ["Zagreb", "Milan"],
    },
    "cloze": {
        "kind": "cloze",
        "prompt": "The [[2]] is [[3]] km long and flows [[1]].",
        "gaps": [
            {
                "kind": "single_choice",
                "choices": [
                    {"text": "north", "correct": True},
                    {"text": "south", "correct": False, "feedback": "No."},
                ],
            },
            {
                "kind": "short_text",
                "answers": [{"text": "Nile"}],
                "weight": 2,
                "case_sensitive": True,
                "forgives": [],
            },
            {"kind": "numeric", "answers": [{"value": 6650, "tolerance": 50, "feedback": "About."}]},
        ],
    },
    "word cloud": {"kind": "word_cloud", "prompt": "A river?", "words": 3, "points": 0},
    "essay": {
        "kind": "essay",
        "prompt": "Why did Rome fall?",
        "points": 3,
        "max_length": 800,
        "rubric": [
            {"text": "Causes", "points": 2, "description": "At least two."},
            {
                "text": "Style",
                "points": 1,
                "levels": [{"text": "Poor", "points": 0}, {"text": "Clear", "points": 1}],
            },
        ],
        "marking_notes": "Any two causes of chapter 7.",
    },
    "slide": {
        "kind": "slide",
        "points": 0,
        "prompt": "Now for the rivers.",
        "explanation": "They are long.",
        "media_url": "https://example.org/river.png",
        "time_limit_ms": 5000,
    },
    "poll": {
        "kind": "poll",
        "prompt": "Tea or coffee?",
        "choices": [{"text": "Tea"}, {"text": "Coffee"}],
        "points": 0,
    },
    "everything": {
        "kind": "single_choice",
        "prompt": "The capital of Italy?",
        "choices": [
            {
                "text": "Rome",
                "correct": True,
                "media_url": "https://example.com/rome.png",
                "media_alt": "The Colosseum",
            },
            {"text": "Paris", "correct": False},
        ],
        "points": 2.5,
        "time_limit_ms": 15000,
        "explanation": "Since 1871.",
        "subject": "Geography",
        "difficulty": "easy",
        "text_format": "markdown",
        "media_url": "https://example.com/italy.png",
        "media_alt": "",
        "source": "An atlas, p. 4",
        "tags": ["capitals", "grade 7"],
        "name": "Capital of Italy",
        "external_id": "GEO-7",
    },
}

TRUE_FALSE: Draft = DRAFTS["true or false"]


def single(*texts: str, **more: Any) -> Draft:
    """A single choice between these, of which the first is right."""
    choices = [{"text": text, "correct": index == 0} for index, text in enumerate(texts)]
    return {"kind": "single_choice", "prompt": "Which?", "choices": choices, **more}


# What an editor changes easily: each is opened and saved, and must come back as it was
EDITOR_DRAFTS: list[Draft] = json.loads(
    Path(__file__).with_name("drafts_for_the_editor.json").read_text(encoding="utf-8")
)

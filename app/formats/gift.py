"""Reads Moodle's GIFT: plain text with a block for each question and blank lines between blocks.

The marks between a question's braces determine its kind, and each kind has a function that writes the draft.
Where Moodle's documentation is silent, this reads as Moodle's own importer does. Feedback for true, for false
or for any other answer, which a draft has no field for, goes into the explanation, labelled. Titles, ids and
tags are dropped.
"""

from __future__ import annotations

import re
from decimal import Decimal

from app.formats.gift_question import MAX_QUESTION_CHARS, WEIGHT_STEP, Question, quoted, unmarked
from app.formats.gift_syntax import (
    CATEGORY,
    Answer,
    GiftSyntaxError,
    Line,
    Token,
    blocks,
    category_name,
    cut,
    join,
    split_answers,
    split_comments,
)
from app.formats.reading import ChoiceDraft, NumberAnswerDraft, Problem, Reading, TextAnswerDraft

MAX_FILE_CHARS = 10_000_000
MAX_QUESTIONS = 5_000
MAX_PROBLEMS = 500  # then reading stops: this is probably not GIFT
MAX_SUBJECT_CHARS = 200
WEIGHT_SLACK = Decimal("0.01")  # how far the sum of parts such as 33.33 % may be from 100 %

ANSWERED = {True: "If you answered true: ", False: "If you answered false: "}
ANY_OTHER = "For any other answer: "
TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # characters that text in Postgres cannot have


def read_gift(text: str) -> Reading:
    """Read a GIFT file. Never raises: what can't be read is listed as problems, in the file's order."""
    if len(text) > MAX_FILE_CHARS:
        message = f"The file is longer than {MAX_FILE_CHARS} characters. Split it into several files."
        return Reading(problems=[Problem(1, "file_too_long", message)])
    reading = Reading()
    subject = ""
    for block in blocks(text):
        line, first = block[0]
        if len(reading.problems) >= MAX_PROBLEMS:
            message = "This file has too many problems, so reading stopped here. Is it GIFT?"
            reading.problems[MAX_PROBLEMS:] = [Problem(line, "too_many_problems", message)]
            break
        if first.startswith(CATEGORY):
            subject = _read_subject(block[0], reading)
            continue
        if len(reading.questions) == MAX_QUESTIONS:
            message = f"A file may have {MAX_QUESTIONS} questions; this one and those after it were not read."
            reading.problems.append(Problem(line, "too_many_questions", message))
            break
        question = _read_question(block)
        if question.problems:
            reading.problems += sorted(question.problems, key=lambda problem: problem.line)
            reading.skipped += 1
            continue
        if subject:
            question.draft["subject"] = subject
        reading.questions.append(question.draft)
        reading.lines.append(question.line)
    if not reading.questions and not reading.problems:
        reading.problems.append(Problem(1, "no_questions", "The file has no questions."))
    return reading


def _read_subject(line: Line, reading: Reading) -> str:
    name = category_name(line)
    if len(name) > MAX_SUBJECT_CHARS or _UNSTORABLE.search(name):
        message = f"A category's name may have {MAX_SUBJECT_CHARS} characters, without NUL or broken ones."
        reading.problems.append(Problem(line[0], "bad_category", message))
        return ""
    return name


def _read_question(block: list[Line]) -> Question:
    question = Question(block[0][0], {"kind": "single_choice", "prompt": ""})
    if sum(len(line) + 1 for _, line in block) > MAX_QUESTION_CHARS:
        message = f"A question may have {MAX_QUESTION_CHARS} characters. Is a blank line missing?"
        question.refuse(question.line, "question_too_long", message)
        return question
    for number, line in block:
        if _UNSTORABLE.search(line):
            question.refuse(number, "bad_character", "This line has a NUL or a broken character. Delete it.")
            return question
    try:
        parts = cut(block)
    except GiftSyntaxError as error:
        question.problems.append(error.problem)
        return question
    question.read_prompt(join(parts.before), join(parts.after))
    _read_answers(question, parts.answers)
    general = parts.general_feedback
    question.read_explanation(general[0].line if general else question.line, join(general))
    return question


def _read_answers(question: Question, tokens: list[Token]) -> None:
    word, comments = split_comments(tokens)
    if not tokens:
        message = "Quizzler has no essay questions. Write the accepted answers into the braces."
        question.refuse(question.line, "essay", message)
    elif word.upper() in TRUTH:
        _read_true_false(question, TRUTH[word.upper()], comments)
    elif tokens[0].kind == "#":
        _read_numeric(question, split_answers(tokens[1:]), tokens[0].line)
    else:
        answers = split_answers(tokens)
        if any(answer.mark == "~" for answer in answers):
            _read_choices(question, answers)
        elif any(answer.mark == "=" and "->" in answer.text for answer in answers):
            message = "Quizzler has no matching questions. Ask for each pair in a question of its own."
            question.refuse(question.line, "matching", message)
        else:
            _read_short_text(question, answers)


def _read_true_false(question: Question, truth: bool, comments: list[list[Token]]) -> None:
    """{TRUE#feedback for the wrong answer#feedback for the right one}; both are optional."""
    question.draft["kind"] = "true_false"
    question.draft["correct"] = truth
    for tokens, answered in zip(comments, (not truth, truth), strict=False):
        if tokens and (text := question.feedback(tokens[0].line, join(tokens))):
            question.explanation.append(ANSWERED[answered] + text)


def _read_choices(question: Question, answers: list[Answer]) -> None:
    """~wrong, =right, ~%50%partly. A single choice if a = is worth 100 %, else a multiple choice."""
    if not question.can_read(answers, at_least=2):
        return
    weights: list[Decimal] = []
    choices: list[ChoiceDraft] = []
    single = False
    for answer in answers:
        is_marked = answer.mark == "="
        weights.append(question.weight(answer, default=100 if is_marked else 0, lowest=-100))
        single = single or (is_marked and weights[-1] == 1)
        choices.append({"text": question.answer_text(answer, question.format), "weight": 0})
        if feedback := question.feedback(answer.line, answer.feedback):
            choices[-1]["feedback"] = feedback
    question.refuse_repeats([choice["text"] for choice in choices], answers)
    if max(weights) <= 0:
        message = "No choice is right. Mark the right one with =, or several, each with its part: ~%50%."
        question.refuse(question.line, "no_right_answer", message)
    elif not single:
        weights = _spread(question, weights)
    for choice, weight in zip(choices, weights, strict=True):
        choice["weight"] = float(weight)
    question.draft["kind"] = "single_choice" if single else "multiple_choice"
    question.draft["choices"] = choices


def _spread(question: Question, weights: list[Decimal]) -> list[Decimal]:
    """Correct rounded parts (three times 33.33 %) so that their sum is 1; refuse others."""
    total = sum((weight for weight in weights if weight > 0), Decimal(0))
    if abs(total - 1) > WEIGHT_SLACK:
        worth = f"The right choices add up to {float(total * 100):g} %."
        message = f"{worth} Make that 100 %, or mark the only right one with =."
        question.refuse(question.line, "weights_not_100", message)
    elif total != 1:
        weights = [(weight / total).quantize(WEIGHT_STEP) if weight > 0 else weight for weight in weights]
        largest = weights.index(max(weights))
        weights[largest] += 1 - sum(weight for weight in weights if weight > 0)
    return weights


def _read_short_text(question: Question, answers: list[Answer]) -> None:
    """=accepted =%50%partly =an*t; a single answer needs no =. * is a wildcard, as in Moodle.

    Moodle's =%0%* is feedback for every other answer.
    """
    if not question.can_read(answers, at_least=1):
        return
    accepted: list[TextAnswerDraft] = []
    given: list[Answer] = []
    for answer in answers:
        weight = question.weight(answer, default=100, lowest=0)
        feedback = question.feedback(answer.line, answer.feedback)
        text = question.answer_text(answer, "plain")
        if text == "*" and weight == 0:
            question.explanation.append(feedback and ANY_OTHER + feedback)
            continue
        if text == "*":
            message = r"A single * accepts any answer. Write the accepted answers, or \* for an asterisk."
            question.refuse(answer.line, "accepts_anything", message)
        draft: TextAnswerDraft = {"text": text}
        if weight != 1:
            draft["weight"] = float(weight)
        if feedback:
            draft["feedback"] = feedback
        accepted.append(draft)
        given.append(answer)
    question.refuse_repeats([draft["text"] for draft in accepted], given)
    _need_full_marks(question, [draft.get("weight", 1) for draft in accepted])
    question.draft["kind"] = "short_text"
    question.draft["answers"] = accepted


def _read_numeric(question: Question, answers: list[Answer], line: int) -> None:
    """{#3:0.5}, {#1..5}, {#=3:0 =%50%3:1}. Moodle's ~ or =%0%* is feedback for every other answer."""
    if not answers:
        message = "No number follows the #. Write one, as in {#3.14:0.01}."
        question.refuse(line, "no_right_answer", message)
        return
    if not question.are_few(answers):
        return
    accepted: list[NumberAnswerDraft] = []
    for answer in answers:
        weight = question.weight(answer, default=0 if answer.mark == "~" else 100, lowest=0)
        feedback = question.feedback(answer.line, answer.feedback)
        if weight == 0 and answer.text in ("", "*"):
            question.explanation.append(feedback and ANY_OTHER + feedback)
            continue
        draft = _number_answer(question, answer)
        if weight != 1:
            draft["weight"] = float(weight)
        if feedback:
            draft["feedback"] = feedback
        accepted.append(draft)
    _need_full_marks(question, [draft.get("weight", 1) for draft in accepted])
    question.draft["kind"] = "numeric"
    question.draft["answers"] = accepted


def _number_answer(question: Question, answer: Answer) -> NumberAnswerDraft:
    text = unmarked(answer.text)
    low, dots, high = text.partition("..")
    if dots:
        least, most = question.number(answer.line, low), question.number(answer.line, high)
        if least > most:
            message = f"The range {quoted(text)} is in the wrong order. Write the smaller number first."
            question.refuse(answer.line, "bad_range", message)
        return {"min": least, "max": most}
    centre, colon, margin = text.partition(":")
    value = question.number(answer.line, centre)
    if not colon:
        return {"value": value}
    tolerance = question.number(answer.line, margin)
    if tolerance < 0:
        question.refuse(answer.line, "bad_tolerance", "A tolerance can't be negative.")
    return {"value": value, "tolerance": tolerance}


def _need_full_marks(question: Question, weights: list[float]) -> None:
    if max(weights, default=0) < 1:
        message = "No answer is worth 100 %. At least one has to be."
        question.refuse(question.line, "no_right_answer", message)

"""What is said about problems in GIFT, by their codes, and the bounds of a file."""

from app.formats.reading import TOO_MANY

MAX_QUESTION_CHARS = 30_000  # with its markup and all of its answers
MAX_PROBLEMS = 500  # then reading stops, because the file is probably not GIFT

SENTENCES = {
    "too_many_questions": TOO_MANY,
    "too_many_problems": "There are too many problems, so the rest of the file was not read. Is it GIFT?",
    "no_questions": "The file has no questions.",
    "question_too_long": f"A question may have {MAX_QUESTION_CHARS} characters. Is a blank line missing?",
    "bad_character": "There is a NUL or a broken character in this line. Delete it.",
    "no_answers": "Nothing in this file has answers in braces. Add {…} after each question. Is it GIFT?",
    "no_text": "Nothing stands before these braces. Write what is asked.",
    "no_match": "This pair has no right side. Write what belongs to it after the ->.",
    "unclosed_title": "This title does not end. Write :: after it, too.",
    "unopened_brace": r"This } has no {. Add it, or write \} for a brace in the text.",
    "unclosed_brace": "The answers that begin here do not end. Add the }, and no blank line before it.",
    "nested_brace": r"This { is among the answers. Write } before it to end them, or \{ for a brace in text.",
    "second_answers": r"A brace after the answers. Put a blank line before a new question; write \{ in text.",
    "stray_text": "This text before the first = or ~ is not an answer. Mark it with = or ~, or delete it.",
    "accepts_anything": r"A lone * accepts any text. Write the accepted answers, or \* for a star itself.",
    "read_as_gaps": "This was read as a text with {} gaps. If these are questions, put blank lines between.",
    "bracketed_number": "“{}” in the text would be read as a gap. Put a space between its brackets.",
    "command_or_line_end": r"“\{}” in a formula was read as a command, not as the end of a line.",
    "name_shortened": "The name of this question was shortened to {} characters.",
    "left_out_of_feedback": "A picture or other content was left out of this feedback.",
    "picture": "A question can have one picture, in its prompt, given by its web address (https://…).",
}
HINTS = {  # by the code of a refusal by SQL: how to correct it in GIFT
    "bad_url": SENTENCES["picture"],
    "missing_field": "If its tags are meant to be seen, begin it with [plain].",
    "no_right_choice": "Mark the right choice with =, or each of several with its percentage: ~%50%.",
    "weights_not_one": "Make the percentages add up to 100, or mark the only right choice with =.",
}

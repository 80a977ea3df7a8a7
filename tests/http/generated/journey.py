"""What a program does with a generated Python client: journey.py URL. It prints "done" in the end."""

import importlib
import pkgutil
import sys
from uuid import uuid4

import quizzler_client
from quizzler_client import AuthenticatedClient, Client
from quizzler_client.api.attempts import start_attempt, submit_attempt
from quizzler_client.api.auth import sign_up
from quizzler_client.api.questions import create_questions
from quizzler_client.api.quizzes import create_quiz, get_quiz, update_quiz
from quizzler_client.api.results import my_result
from quizzler_client.models import (
    Answer,
    MyResult,
    NewQuiz,
    ProblemDetails,
    Question,
    QuestionDraft,
    QuestionDraftKind,
    Quiz,
    QuizChanges,
    Session,
    SignUp,
    StartedAttempt,
    Submission,
)  # fmt: skip

url = sys.argv[1]
for module in pkgutil.walk_packages(quizzler_client.__path__, "quizzler_client."):
    importlib.import_module(module.name)

account = SignUp(email=f"ada-{uuid4().hex[:8]}@example.com", password="correct horse battery staple")
session = sign_up.sync(client=Client(url), body=account)
assert isinstance(session, Session)
client = AuthenticatedClient(url, token=session.access_token)

quiz = create_quiz.sync(client=client, body=NewQuiz(title="Rivers", description="Of Africa"))
assert isinstance(quiz, Quiz)
draft = QuestionDraft(kind=QuestionDraftKind.TRUE_FALSE, prompt="The Nile flows north.", correct=True)
question = create_questions.sync(quiz.id, client=client, body=draft)
assert isinstance(question, Question)
changed = update_quiz.sync(quiz.id, client=client, body=QuizChanges(title="Rivers of Africa"))
assert isinstance(changed, Quiz)
assert (changed.title, changed.description) == ("Rivers of Africa", "Of Africa")

attempt = start_attempt.sync(quiz.id, client=client)
assert isinstance(attempt, StartedAttempt)
asked = attempt.questions[0]
right = next(choice.id for choice in asked.choices if choice.text == "True")
answers = Submission(answers=[Answer(question_id=str(asked.id), response=[right])])
assert submit_attempt.sync(quiz.id, client=client, body=answers).score == 1
result = my_result.sync(quiz.id, client=client)
assert isinstance(result, MyResult)
assert result.attempts[0].percent == 100

problem = get_quiz.sync(uuid4(), client=client)
assert isinstance(problem, ProblemDetails)
assert (problem.status, problem.code) == (404, "quiz_not_found")
print("done")

"""Players that are programs: they wait a moment, answer, and count the outcomes."""

import asyncio
import random
import time
from collections import Counter
from typing import Any

from app.rooms import protocol
from client import Player

KeyedQuestion = dict[str, Any]  # a question with its answer key, as its owner reads it

FIRST = "Ada Bea Cem Dov Eve Fay Gus Hal Ida Jon Kai Lea Max Nia Oda Pia Quy Ron Sol Tia Uma Vic Wes Yan Zoe"
LAST = "Bold Brave Calm Clever Curious Early Fast Great Keen Kind Late Lucky Quick Quiet Sharp Sly Tall Wise"


def nickname(number: int) -> str:
    """A name for the bot of this number, from 0; the first 450 names have no number in them."""
    firsts, lasts = FIRST.split(), LAST.split()
    turn, place = divmod(number, len(firsts))
    name = f"{firsts[place]} the {lasts[(place + turn) % len(lasts)]}"
    again = turn // len(lasts)
    return f"{name} {again + 1}" if again else name


class Tally:
    """Counts of what happened to the answers of many bots."""

    def __init__(self) -> None:
        self.sent = 0
        self.unsent = 0  # answers that a bot failed to send
        self.accepted = 0
        self.rejected: Counter[str] = Counter()
        self.results = 0
        self.came_back = 0
        self.waits_s: list[float] = []  # from sending an answer to its acknowledgement

    @property
    def unacknowledged(self) -> int:
        """Answers to which the server did not reply."""
        return self.sent - self.accepted - self.rejected.total()


class Bot:
    """Answers each question once, within `think_s` seconds; its skill is how often it knows the answer."""

    def __init__(
        self, player: Player, keyed: dict[str, list[KeyedQuestion]], tally: Tally, think_s: float
    ) -> None:
        """`keyed`: the questions whose answer keys are known, by prompt."""
        self.player = player
        self.skill = random.uniform(0.3, 0.95)  # noqa: S311 - for variety
        self._keyed = keyed
        self._tally = tally
        self._think_s = think_s
        self._answered = 0
        self._sent_at = 0.0
        self._sending: asyncio.Task[None] | None = None
        player.on_message = self._handle

    def _handle(self, message: protocol.AnyServerMessage) -> None:
        match message:
            case protocol.QuestionOpened():
                self._consider(message)
            case protocol.Welcome():
                self._tally.came_back += 1
                if message.question and not message.question.answered and message.state == "open":
                    self._consider(message.question)
            case protocol.AnswerAccepted():
                self._tally.accepted += 1
                self._tally.waits_s.append(time.perf_counter() - self._sent_at)
            case protocol.AnswerRejected():
                self._tally.rejected[message.code] += 1
            case protocol.Result():
                self._tally.results += 1

    def _consider(self, question: protocol.AskedQuestion) -> None:
        if question.kind != "slide" and question.number > self._answered:
            self._answered = question.number
            self._sending = asyncio.create_task(self._answer(question))
            self._sending.add_done_callback(self._note_end)

    def _note_end(self, sending: asyncio.Task[None]) -> None:
        if not sending.cancelled() and sending.exception():
            self._tally.unsent += 1

    async def _answer(self, question: protocol.AskedQuestion) -> None:
        most_s = min(self._think_s, question.remaining_ms / 1000 * 0.8)
        await asyncio.sleep(random.uniform(0.1, 1) * most_s)  # noqa: S311 - for variety
        knows = random.random() < self.skill  # noqa: S311 - for variety
        drafts = self._keyed.get(question.prompt, []) if knows else []
        keyed = next((draft for draft in drafts if _is_of(draft, question)), None)
        response = right_response(keyed, question) if keyed else any_response(question)
        self._tally.sent += 1
        self._sent_at = time.perf_counter()
        await self.player.send_answer(question.number, response)


def any_response(question: protocol.AskedQuestion) -> protocol.Response:
    """A random response that fits the question."""
    ids = [choice.id for choice in question.choices]
    match question.kind:
        case "numeric":
            return random.randint(0, 100)  # noqa: S311 - a guess
        case "slider":
            low, high, step = question.min or 0, question.max or 0, question.step or 1
            return low + step * random.randint(0, int((high - low) / step))  # noqa: S311 - a guess
        case "short_text" | "word_cloud" | "essay":
            return "no idea"
        case "matching":
            return {item.id: random.choice(ids) for item in question.items}  # noqa: S311 - a guess
        case "cloze":
            return {
                gap.id: random.choice(gap.choices).id if gap.choices else "0"  # noqa: S311 - a guess
                for gap in question.gaps
            }
        case "ordering":
            return random.sample(ids, len(ids))
        case "multiple_choice":
            return random.sample(ids, random.randint(1, len(ids)))  # noqa: S311 - a guess
    return [random.choice(ids)]  # noqa: S311 - a guess


def right_response(keyed: KeyedQuestion, question: protocol.AskedQuestion) -> protocol.Response:
    """The right response to a question with this answer key; a guess if it has none, as a poll."""
    ids = {choice.text: choice.id for choice in question.choices}
    match question.kind:
        case "true_false":
            return ["true" if keyed["correct"] else "false"]
        case "numeric" if question.units:
            return f"{_number(keyed)} {question.units[0]}"
        case "numeric":
            return _number(keyed)
        case "slider":
            low, step = keyed["min"], keyed.get("step", 1)
            most = int((keyed["max"] - low) / step)
            return float(low + step * min(round((keyed["value"] - low) / step), most))
        case "short_text":
            return str(keyed["answers"][0]["text"])
        case "matching":
            matches = {pair["text"]: ids[pair["match"]] for pair in keyed["pairs"]}
            return {item.id: matches[item.text] for item in question.items}
        case "cloze":
            return {
                gap.id: _filled(draft, {choice.text: choice.id for choice in gap.choices})
                for gap, draft in zip(question.gaps, keyed["gaps"], strict=True)
            }
        case "ordering":
            return [ids[choice["text"]] for choice in keyed["choices"]]
        case "single_choice" | "multiple_choice":
            right = [ids[c["text"]] for c in keyed["choices"] if c.get("correct") or c.get("weight", 0) > 0]
            return (right if question.kind == "multiple_choice" else right[:1]) or any_response(question)
    return any_response(question)


def _is_of(keyed: KeyedQuestion, question: protocol.AskedQuestion) -> bool:
    """Whether this answer key is the question's. Two questions may have the same prompt."""
    if keyed["kind"] != question.kind:
        return False
    match question.kind:
        case "matching":
            shown = {choice.text for choice in question.choices}
            items = {item.text for item in question.items}
            pairs = keyed["pairs"]
            return {pair["text"] for pair in pairs} == items and {pair["match"] for pair in pairs} <= shown
        case "cloze":
            return len(keyed["gaps"]) == len(question.gaps) and all(
                {choice["text"] for choice in draft.get("choices", ())}
                == {choice.text for choice in gap.choices}
                for gap, draft in zip(question.gaps, keyed["gaps"], strict=True)
            )
    texts = {choice["text"] for choice in keyed.get("choices", ())}
    return not texts or texts == {choice.text for choice in question.choices}


def _number(keyed: KeyedQuestion) -> float:
    best = keyed["answers"][0]
    return float(best["value"] if "value" in best else (best["min"] + best["max"]) / 2)


def _filled(gap: KeyedQuestion, ids: dict[str, str]) -> str | float:
    """A right response to a gap of a cloze; `ids`: those of its choices by their texts."""
    match gap["kind"]:
        case "numeric":
            return _number(gap)
        case "short_text":
            return str(gap["answers"][0]["text"])
    return next(ids[c["text"]] for c in gap["choices"] if c.get("correct") or c.get("weight") == 1)

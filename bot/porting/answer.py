"""`answers.csv`: what was answered to the company's own questions. Needed: email, week, question, answer.

Each row carries the version of the question that was asked: its words, its kind (empty: text), and
what could be chosen.
"""

from collections.abc import Sequence
from pathlib import Path

from bot.porting import adding, bulk, cells
from bot.porting.intake import Intake
from bot.porting.keyed import Keyed
from bot.porting.sheet import BadCell, Column, Row, Values
from bot.rules.question import CHOICE, KINDS, SCALE, TEXT
from bot.rules.question import Question as Version
from models.question import Answer, Question

FILE = "answers.csv"
KEYS = [Answer.person_id, Answer.week, Answer.question_id]


def take(intake: Intake, path: Path) -> None:
    sheet = intake.sheet(path, FILE, _columns(intake), _check)
    answers = Keyed(intake, sheet, Answer, KEYS, {"value": ""}, "question")
    for chunk in sheet.chunks(intake.progress):
        rows = [row for row in chunk if not row.bad]
        _version(intake, rows)
        answers.take(rows)


def _columns(intake: Intake) -> list[Column]:
    return [
        Column("email", intake.person, required=True, field="person_id"),
        Column("week", cells.week, required=True),
        Column("question", cells.word, required=True),
        Column("kind", cells.one_of(*KINDS), TEXT),
        Column("options", cells.words, []),
        Column("answer", required=True, field="value"),
    ]


def _check(values: Values) -> None:
    kind = values.get("kind", TEXT)
    if kind == SCALE and values["value"].strip() not in ("1", "2", "3", "4", "5"):
        raise BadCell("answer", f"{values['value']!r} is not a whole number from 1 to 5")
    if kind == CHOICE and values["value"] not in values.get("options", []):
        raise BadCell("answer", f"{values['value']!r} is none of the options")


def _version(intake: Intake, rows: Sequence[Row]) -> None:
    """Put each row's version of its question in its place, kept where it is new."""
    found: dict[str, Version] = {}
    for row in rows:
        values = row.values
        options = tuple(values.pop("options", ()))
        version = Version(values.pop("question"), values.pop("kind", TEXT), options)
        values["question_id"] = version.key
        found[version.key] = version
    fresh = [
        {
            "key": key,
            "text": version.text,
            "kind": version.kind,
            "options": list(version.options),
            "asked_since": intake.now,
        }
        for key, version in found.items()
    ]
    adding.add(intake, Question, fresh, Question.id)
    ids = dict(bulk.find(intake, Question, [Question.key, Question.id], [Question.key], list(found)))
    for row in rows:
        row.values["question_id"] = ids[row.values["question_id"]]

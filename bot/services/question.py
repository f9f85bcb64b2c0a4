"""The company's own questions in the check-in: which are asked, and what was answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules import question as rules
from bot.rules.question import Question
from bot.rules.setting import Chosen
from models import question
from models.base import add_all_once
from models.person import Person
from models.question import Answer


def asked(person: Person, settings: Chosen) -> list[Question]:
    """What a person is asked now: the questions of their team, else those of the company."""
    return [rules.read(each) for each in settings.get("questions", person.team)]


def keep(
    session: Session,
    *,
    person: Person,
    week: str,
    answers: Mapping[str, str],
    settings: Chosen,
    now: datetime,
) -> None:
    """Keep somebody's answers of a week, in the place of earlier ones; Refusal names a field.

    An answer to a question that has been changed since the form was opened stays with the version
    that was asked.
    """
    found = {each.key: each for each in asked(person, settings)}
    rules.check(list(found.values()), answers)
    given = {key: value.strip() for key, value in answers.items() if value.strip()}
    for key, each in found.items():
        if key in given:
            question.add(
                session,
                person.workspace_id,
                key=key,
                text=each.text,
                kind=each.kind,
                options=list(each.options),
                now=now,
            )
    rows = question.by_keys(session, person.workspace_id, given)
    question.forget(session, person.workspace_id, person.id, week)
    whose = {"workspace_id": person.workspace_id, "person_id": person.id, "week": week}
    kept = [whose | {"question_id": row.id, "value": given[key]} for key, row in rows.items()]
    add_all_once(session, Answer, kept)


def answered(
    session: Session, workspace_id: int, people: Collection[int], week: str
) -> dict[int, Sequence[tuple[Question, str]]]:
    """Each person's answers of a week with the questions as they were asked."""
    found: dict[int, list[tuple[Question, str]]] = defaultdict(list)
    for person_id, row, value in question.answers(session, workspace_id, people, week):
        found[person_id].append((Question(row.text, row.kind, tuple(row.options)), value))
    return dict(found)

"""What follows the answer to a contest: an accepted one takes the cue with it, for the next run too."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy.orm import Session

from bot.services import contest
from bot.services import record as reading
from bot.signals import bands
from bot.signals.bands import Past
from bot.signals.constants import DEFAULT
from models.card import Card
from models.signal import SignalCue
from tests.services.conftest import House
from tests.support import cues, rows
from tests.support.cast import START

NEXT = cues.AS_OF + timedelta(days=14)


def _contested(session: Session, *, workspace_id: int) -> None:
    """Ada's card of one of her two cues, seen in two weeks; somebody else has the same cue."""
    whose: dict[str, Any] = {"workspace_id": workspace_id}
    cues.seen(session, **whose)
    cues.seen(session, **whose, as_of=cues.AS_OF + timedelta(days=7), raised=False)
    cues.seen(session, **whose, as_of=date(2026, 8, 2))
    cues.seen(session, **whose, name="growth")
    cues.seen(session, **whose, slack_id="UMALLORY")
    ada = rows.person(session, workspace_id=workspace_id, slack_id="UADA")
    values = {"band": "worth_a_conversation", "confidence": "medium", "window": "2026-09-28/2026-11-22"}
    about = {"signal": "goal_momentum", "month": "2026-12", "as_of": cues.AS_OF, "formula": "goal_momentum/1"}
    rest = {"evidence": [], "to_manager": True, "published_at": START, "state": "contested"}
    session.add(Card(**whose, person_id=ada.id, **values, **about, **rest))


def _answered(house: House, *, accepts: bool) -> None:
    house.do(_contested)
    ref = str(house.all(Card)[0].id)
    answer = {"accepts": accepts, "text": "I see it otherwise", "now": START}
    house.do(contest.answer, slack_user_id="UGRACE", ref=ref, **answer)


def _kept(house: House) -> set[tuple[int, str, date]]:
    return {(cue.person_id, cue.signal, cue.as_of) for cue in house.all(SignalCue)}


def _next_run(house: House) -> tuple[int, Past]:
    """Ada's row, and what the next weekly run knows of before."""
    record = house.ask(reading.read, as_of=NEXT)
    size = len(record.people)
    past = bands.past(record.earlier, "goal_momentum", np.arange(size), size, NEXT, DEFAULT)
    return record.people.id.tolist().index(house.person("UADA").id), past


def test_an_accepted_contest_withdraws_the_cue_and_nothing_else(house: House) -> None:
    _answered(house, accepts=True)
    ada, mallory = house.person("UADA").id, house.person("UMALLORY").id
    assert _kept(house) == {
        (ada, "goal_momentum", date(2026, 8, 2)),
        (ada, "growth", cues.AS_OF),
        (mallory, "goal_momentum", cues.AS_OF),
    }


def test_the_run_after_an_accepted_contest_begins_anew_and_says_it_no_sooner(house: House) -> None:
    _answered(house, accepts=True)
    ada, past = _next_run(house)
    assert past.held[ada] == 0
    assert past.silent[ada]
    assert past.manager_silent[ada]


@pytest.mark.parametrize("answered", [False, True], ids=["waiting", "declined"])
def test_a_cue_whose_contest_is_not_accepted_stays(house: House, answered: bool) -> None:
    if answered:
        _answered(house, accepts=False)
    else:
        house.do(_contested)
    ada, past = _next_run(house)
    assert len(_kept(house)) == 5
    assert past.held[ada] == bands.STRENGTH["worth_a_conversation"]

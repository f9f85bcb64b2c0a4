"""What the set-up shows is what people will get."""

import pytest

from bot.services import preview, setting
from tests.services.conftest import House
from tests.support import rows
from tests.support.cast import START


@pytest.mark.parametrize(
    ("day", "until"),
    [("fri", "Wed 25 Nov, 09:30"), ("wed", "Mon 23 Nov, 09:30"), ("mon", "Thu 19 Nov, 09:30")],
)
def test_the_prompt_closes_when_a_real_one_would(house: House, day: str, until: str) -> None:
    house.set("checkin_day", day)
    ada = house.ask(rows.person, slack_id="UADA")
    chosen = house.ask(setting.chosen)
    (_who, prompt), *_rest = preview.messages(ada, chosen, START)
    assert f"Open until {until}" in str(prompt)

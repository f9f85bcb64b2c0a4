"""Who may hear from the bot unasked."""

import pytest

from bot.rules import setting
from bot.rules.launch import hears


@pytest.mark.parametrize(
    ("launch", "team", "heard"),
    [
        pytest.param("nobody", "Platform", False, id="before the switch nobody hears"),
        pytest.param("everyone", "Platform", True, id="after it everybody hears"),
        pytest.param("everyone", "", True, id="also somebody without a team"),
        pytest.param("pilot:Platform|Product", "Product", True, id="a pilot team hears"),
        pytest.param("pilot:Platform|Product", "Sales", False, id="another team does not"),
        pytest.param("pilot:Platform", "Plat", False, id="nor one whose name only begins alike"),
        pytest.param("pilot:Platform", "", False, id="nor somebody without a team"),
        pytest.param("pilot:Nobody: everyone", "Nobody: everyone", True, id="a team's name may hold a colon"),
        pytest.param("", "Platform", False, id="nothing set is nobody"),
    ],
)
def test_the_switch_decides_who_hears(launch: str, team: str, heard: bool) -> None:
    assert hears(launch, team) is heard


def test_the_default_is_that_nobody_hears() -> None:
    assert not hears(setting.KINDS["launch"].default, "Platform")

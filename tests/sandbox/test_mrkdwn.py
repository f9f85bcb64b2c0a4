"""Slack's mrkdwn, as the page writes it."""

from datetime import UTC, datetime

import pytest

from bot.sandbox import PretendSlack
from bot.sandbox.dates import next_first, next_friday
from bot.sandbox.mrkdwn import Writer

NOW = datetime(2027, 1, 8, 9, 30, tzinfo=UTC)


@pytest.fixture
def write() -> Writer:
    slack = PretendSlack(clock=lambda: NOW)
    slack.add_person("UADA", name="Ada <b>", tz="Europe/Berlin")
    slack.add_channel("CKUDOS", name="kudos")
    return Writer(slack.workspace, "UADA", NOW)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <del>gone</del>"),
        ("*bold _and italic_*", "<strong>bold <em>and italic</em></strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("`a < b *c*`", "<code>a &lt; b *c*</code>"),
        ("R&amp;D &lt;b&gt; <i>", "R&amp;D &lt;b&gt; i"),
        (":rock: :not_an_emoji:", "🪨 :not_an_emoji:"),
        ("<@UADA>", '<span class="mention me">@Ada &lt;b&gt;</span>'),
        ("<@UNONE|who>", '<span class="mention">@who</span>'),
        ("<#CKUDOS>", '<a class="mention" href="/?as=UADA&amp;at=CKUDOS">#kudos</a>'),
        ("<!here>", '<span class="mention">@here</span>'),
        ("<!date^1799400600^{date_pretty} at {time}|then>", "<time>Today at 10:30</time>"),
        ("<!date^1796808600^{date_short}|then>", "<time>Dec 9, 2026</time>"),
        ("<javascript:alert(1)|x>", "x"),
    ],
)
def test_inline_text(write: Writer, text: str, html: str) -> None:
    assert write.inline(text) == html


def test_lines_become_lists_quotes_and_code(write: Writer) -> None:
    text = "Intro\n• one\n• two\n&gt; said\n2. second\n```\n<b>\n```"
    assert write.mrkdwn(text) == (
        "<p>Intro</p><ul><li>one</li><li>two</li></ul><blockquote>said</blockquote>"
        '<ol start="2"><li>second</li></ol><pre><code>&lt;b&gt;</code></pre>'
    )


@pytest.mark.parametrize(
    ("now", "friday", "first"),
    [
        ("2027-01-08T08:29:00+00:00", "2027-01-08T08:30:00+00:00", "2027-02-01T08:00:00+00:00"),
        ("2027-01-08T08:30:00+00:00", "2027-01-15T08:30:00+00:00", "2027-02-01T08:00:00+00:00"),
        ("2027-03-26T12:00:00+00:00", "2027-04-02T07:30:00+00:00", "2027-04-01T07:00:00+00:00"),
        ("2027-01-01T07:00:00+00:00", "2027-01-01T08:30:00+00:00", "2027-01-01T08:00:00+00:00"),
    ],
)
def test_the_clock_presets_keep_the_wall_clock(now: str, friday: str, first: str) -> None:
    instant = datetime.fromisoformat(now)
    assert next_friday(instant, "Europe/Berlin") == datetime.fromisoformat(friday)
    assert next_first(instant, "Europe/Berlin") == datetime.fromisoformat(first)

"""What Slack says when it refuses a call, whatever shape its answer has."""

from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

# The HTTP answer 429 says the first, some methods document the second.
RATE_LIMITS = {"ratelimited", "rate_limited"}
# How long to wait where Slack asks for patience without saying how much.
UNSAID = 30.0


@dataclass(frozen=True)
class SlackRefusal:
    """`code` is Slack's error (empty where the answer was none of Slack's own, as from a proxy),
    `retry_after` seconds."""

    code: str
    status: int
    retry_after: float

    @property
    def is_rate_limit(self) -> bool:
        return self.status == 429 or self.code in RATE_LIMITS

    @property
    def is_fault(self) -> bool:
        """Whether the call's outcome is unknown: the server failed, or it was not Slack that answered."""
        return self.status >= 500 or not (self.code or self.is_rate_limit)


def refusal(error: SlackApiError) -> SlackRefusal:
    """Read an error of slack_sdk, whose `response` is a dict, text, or a bare HTTP response."""
    response = error.response
    data = getattr(response, "data", None)
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    headers = {name.lower(): value for name, value in (getattr(response, "headers", None) or {}).items()}
    code = data.get("error", "") if isinstance(data, dict) else ""
    try:
        retry_after = float(headers.get("retry-after", UNSAID))
    except ValueError:
        retry_after = UNSAID
    return SlackRefusal(str(code), status, retry_after)

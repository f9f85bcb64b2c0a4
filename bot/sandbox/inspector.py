"""The inspector: what went between Slack and the bot lately."""

import json
from dataclasses import asdict
from itertools import islice
from typing import Any

from bot.sandbox.records import Call, Delivery
from bot.sandbox.slack import PretendSlack

SHOWN = 60


def recent(slack: PretendSlack) -> list[dict[str, Any]]:
    """The newest deliveries and calls, newest first, with the place at which `detail` finds each."""
    calls = [_call(call, place) for place, call in _last(slack.calls)]
    deliveries = [_delivery(delivery, place) for place, delivery in _last(slack.deliveries)]
    return sorted([*calls, *deliveries], key=lambda entry: entry["at"], reverse=True)[:SHOWN]


def detail(slack: PretendSlack, kind: str, place: int) -> str:
    """All of one record, as indented JSON."""
    log: list[Any] = slack.calls if kind == "call" else slack.deliveries
    record = asdict(log[place])
    record.pop("body", None)
    return json.dumps(record, indent=2, ensure_ascii=False, default=str)


def _last(log: list[Any]) -> list[tuple[int, Any]]:
    first = max(0, len(log) - SHOWN)
    return list(enumerate(islice(log, first, None), start=first))


def _call(call: Call, place: int) -> dict[str, Any]:
    result = "ok" if call.ok else str(call.answer.get("error") or call.status or "cut")
    return _shown("call", place, call.method, call.started, call.duration, ok=call.ok, result=result)


def _delivery(delivery: Delivery, place: int) -> dict[str, Any]:
    name = delivery.name + (f" (again, {delivery.attempt})" if delivery.attempt else "")
    result = delivery.problem or str(delivery.status or "…")
    return _shown("delivery", place, name, delivery.at, delivery.duration, ok=delivery.ok, result=result)


def _shown(
    kind: str, place: int, name: str, at: Any, duration: float, *, ok: bool, result: str
) -> dict[str, Any]:
    return {
        "kind": kind,
        "place": place,
        "name": name,
        "at": at,
        "milliseconds": round(duration * 1000),
        "ok": ok,
        "result": result,
    }

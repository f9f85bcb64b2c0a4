"""Whether this process can do its work, and its figures."""

from datetime import datetime, timedelta
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot import metrics, schema
from bot.database import DatabaseAway
from bot.deadline import answering
from bot.settings import SettingsError
from bot.tools import Tools
from models import delivery, workspace
from models.delivery import CLAIMED, WAITING

# The ledger has an index by this, so that what a scrape costs does not grow with the years.
LEDGER_SPAN = timedelta(days=7)


class Readiness:
    """Asked by a load balancer: is the database there and migrated, the workspace known and its
    token good, Slack connected."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        # Socket Mode sets this; over HTTP Slack comes to us.
        self.connected: bool | None = None

    async def answer(self, _request: Request) -> Response:
        """`/readyz`: 200 when all is well, else 503 with what is missing."""
        with answering():
            checks: dict[str, Any] = {
                "database": await self._database(),
                "workspace": await self._workspace(),
            }
        if self.connected is not None:
            checks["socket"] = "ok" if self.connected else "not connected"
        ready = all(value == "ok" for value in checks.values())
        return JSONResponse({"ready": ready, **checks}, status_code=200 if ready else 503)

    async def metrics(self, _request: Request) -> Response:
        """`/metrics`: the process's counters, and how much the outbox owes."""
        try:
            await self._tools.read(measure_outbox, now=self._tools.clock())
        except DatabaseAway:
            metrics.LAG.set(float("nan"))
        return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})

    async def _workspace(self) -> str:
        if not self._tools.tenants:
            return "not known yet: Slack has not answered auth.test"
        try:
            active = await self._tools.database.read(workspace.active_ids)
        except DatabaseAway:
            return "ok"
        served = {tenant.workspace for tenant in self._tools.tenants.values()}
        return "ok" if served <= set(active) else "Slack refuses the token: nothing is sent until a new one"

    async def _database(self) -> str:
        try:
            current = await self._tools.database.read(schema.revision_is_current)
        except (DatabaseAway, SettingsError) as error:
            return f"away: {type(error).__name__}"
        return "ok" if current else "not migrated"


def measure_outbox(session: Session, *, now: datetime) -> None:
    for gauge in (metrics.WAITING, metrics.LEDGER, metrics.DUE):
        gauge.clear()
    oldest: datetime | None = None
    for workspace_id in workspace.active_ids(session):
        for kind, amount in delivery.waiting(session, workspace_id):
            metrics.WAITING.labels(kind=kind).inc(amount)
        for kind, state, amount in delivery.totals(session, workspace_id, since=now - LEDGER_SPAN):
            metrics.LEDGER.labels(kind=kind, state=WAITING if state == CLAIMED else state).inc(amount)
            metrics.DUE.labels(kind=kind).inc(amount)
        mine = delivery.oldest_due(session, workspace_id, now=now)
        oldest = min(filter(None, (oldest, mine)), default=None)
    metrics.LAG.set(max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)

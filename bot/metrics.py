"""What /metrics shows. Counters of this process, and the ledger's totals read when asked."""

from prometheus_client import Counter, Gauge, Histogram

RECEIVED = Counter("cairn_received_total", "Deliveries from Slack, by kind and outcome.", ["kind", "outcome"])
ANSWERED = Histogram(
    "cairn_answer_seconds",
    "Time from a delivery's arrival to its answer.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0),
)
SETTLED = Counter(
    "cairn_delivery_attempts_total", "Attempts to send, by kind and what came of them.", ["kind", "state"]
)
RATE_LIMITED = Counter("cairn_rate_limited_total", "How often Slack asked to wait.")
WAITING = Gauge("cairn_deliveries_waiting", "Messages owed and not settled, by kind.", ["kind"])
LAG = Gauge("cairn_delivery_lag_seconds", "How long the oldest message that is due has waited.")
ROUNDS = Counter("cairn_rounds_total", "Rounds of the scheduler, by outcome.", ["outcome"])

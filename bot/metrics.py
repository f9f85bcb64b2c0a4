"""What /metrics shows: counters of this process, and the ledger's totals read when asked.

The counters and histograms add up over replicas. The ledger is read from the database, also
what was skipped while it was planned, so that a kill loses none of it; it is counted over a
week, because a whole ledger grows without end.
"""

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
RATE_LIMITED = Counter("cairn_rate_limited_total", "How often Slack asked to wait, by method.", ["method"])
LATENESS = Histogram(
    "cairn_delivery_lateness_seconds",
    "How long after the instant it was due a message was sent, by kind.",
    ["kind"],
    buckets=(1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 86400),
)
WAITING = Gauge("cairn_deliveries_waiting", "Messages owed and not settled, by kind.", ["kind"])
LEDGER = Gauge(
    "cairn_ledger",
    "Messages promised in the last seven days, by kind and state: sent, skipped, failed, waiting. "
    "Read from the database, so every replica shows the same.",
    ["kind", "state"],
)
DUE = Gauge("cairn_ledger_due", "All messages promised in the last seven days, by kind.", ["kind"])
LAG = Gauge("cairn_delivery_lag_seconds", "How long the oldest message that is due has waited.")
ROUNDS = Counter("cairn_rounds_total", "Rounds of the scheduler, by outcome.", ["outcome"])

"""The talent signals by name."""

# Shown to the person and the direct manager only, and off until notice and consultation are on record.
WATCH = ("engagement_trend", "overload_watch", "stay_conversation")
SIGNALS = (
    *("goal_momentum", "delivery_reliability", "recognition_breadth", "recognition_given", "growth"),
    *(*WATCH, "unseen_contribution"),
)

"""What would make a goal SMARTER than it is: hints, never conditions."""

from bot.rules.goal import GoalDraft
from bot.rules.measure import chosen_kind, milestones

SPECIFIC, MEASURE, TARGET, RELEVANT, DUE = "specific", "measure", "target", "relevant", "due"
# A title of fewer words seldom says what will be different.
FEWEST_WORDS = 3


def missing(draft: GoalDraft) -> tuple[str, ...]:
    """What a goal lacks, in the order of the form. Achievable is for its owner and manager to agree."""
    found = {
        SPECIFIC: len(draft.title.split()) < FEWEST_WORDS,
        MEASURE: not draft.measure.strip() and chosen_kind(draft.kind, draft.unit) != "yes_no",
        TARGET: not _has_target(draft),
        RELEVANT: not draft.relevance.strip() and not draft.parent,
        DUE: draft.due is None,
    }
    return tuple(name for name, lacks in found.items() if lacks)


def _has_target(draft: GoalDraft) -> bool:
    kind = chosen_kind(draft.kind, draft.unit)
    if kind == "milestones" and len(milestones(draft.measure)) > 1:
        return True
    return kind == "yes_no" or bool(draft.target.strip())

"""What the method says about one person, and the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

CUE, NONE, NOT_ENOUGH, EXCUSED, OFF = "cue", "none", "not_enough_evidence", "excused", "off"
PERSON_ONLY, CONVERSATION, CLEAR = "person_only", "worth_a_conversation", "clear_change"
LOW, USUAL, HIGH = "low", "usual", "high"
MEDIUM = "medium"

Fact: TypeAlias = int | float | str


@dataclass(frozen=True)
class Evidence:
    """One line: what was seen, without mood, workload or anybody's words, and where.

    `said` is the sentence with places for `facts`, so that a view can say it in the reader's language.
    `ref` is the goal_id, the kudos_id or the week it can be looked up by; `kind` (checkin, goal, update,
    kudos) and `ids` are the database's, for links. `at` is the day of the newest fact behind the line.
    """

    family: str
    ref: str
    at: date
    said: str
    facts: Mapping[str, Fact]
    kind: str = ""
    ids: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The line in English."""
        return self.said.format(**self.facts)


@dataclass(frozen=True)
class Finding:
    """One signal of one person. `person`, `manager` are positions in the record's people.

    `score` is the evidence E in nats, or the level where the signal is one; it is for audits and never
    reaches a person. `raised` says that this cue is new and may be told; `to_manager` that it may reach
    the manager too (two families, enough confidence, the month's watch cue). `Run.kept` has the ids and
    values from which `explain.again` computes a cue anew.
    """

    person: int
    signal: str
    as_of: date
    state: str
    band: str | None
    confidence: str | None
    window: str
    score: float
    formula: str
    evidence: tuple[Evidence, ...] = ()
    families: tuple[str, ...] = ()
    raised: bool = False
    to_manager: bool = False

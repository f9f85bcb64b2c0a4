"""Every statement of the bot finds its rows by an index, on both engines.

What is explained are the statements as they run, so that a new one is covered by itself.
"""

from collections.abc import AsyncIterator
from contextlib import closing

import pytest

from bot.database import Database
from bot.settings import Settings
from bot.tools import Tools
from models import Base
from tests.benchmarks import companies, past
from tests.support.plans import FILLED, WATCHED, Plans, constraint_names, watched
from tests.support.week import Week

PEOPLE, DELIVERIES, WEEKS = 500, 10_000, 8
# Statements that go through everybody, by words of theirs, and why they may.
MAY = {
    "SELECT person.id, person.team": "a digest is about the whole company, and read beside the writers",
    "count(checkin.answered_at)": "the same",
    "count(DISTINCT goal.owner_id)": "the same",
    "SELECT goal.ref ": "only for the first goal after an import: then its number is known",
    "person_1.manager_id = person.id": "a page of everybody, in their order, until all are booked",
    "appointment.subject_id = person.id)) ORDER BY person.id": "the same",
    "person.dm_channel IS NULL AND": "a page of everybody, in their order, while most have no DM yet",
    "coalesce(person.email, person.slack_user_id": "signals compare everybody, beside the writers",
    "goal.id, goal.ref, goal.owner_id, goal.start_date": "the same",
    "goal_update.goal_id, goal_update.author_id, ": "the same",
    "coalesce(checkin.mood": "the same",
    "growth_act.id, growth_act.ref, growth_act.person_id, ": "the same",
    "kudos.ref, kudos.giver_id, kudos_receiver.receiver_id": "the same",
    "goal_change.rescope": "the same",
    "absence.last_day >=": "the same",
    "signal_cue.raised, signal_cue.to_manager": "the same",
    "SELECT consent.person_id": "the same",
    "|| person.roles ||": "who holds a role is asked where the set-up is still open, and in it",
    "min(goal_update.at)": "where the record begins, once for a run of the signals",
    "max(checkin.week)": "the newest week stands at the end of an index, where the search begins",
}
# The indexes by which the busiest statements find their rows.
NAMED = {
    "booking": {"uq_appointment_workspace_id_kind_subject_id_period"},
    "prompts": {"ix_appointment_workspace_id_kind_due_at", "ix_kudos_untold"},
    "a bell": {
        "ix_delivery_unsettled",
        "ix_delivery_useful_until",
        "ix_delivery_conversation",
        "ix_delivery_workspace_id_created_at",
        "ix_delivery_workspace_id_claimed_at",
        "ix_person_without_dm",
    },
    "sending": {
        "ix_delivery_unsettled",
        "ix_delivery_conversation",
        "ix_delivery_useful_until",
        "ix_delivery_workspace_id_claimed_at",
    },
    "kudos": {
        "uq_person_workspace_id_slack_user_id",
        "ix_kudos_workspace_id_giver_id_at",
        "ix_kudos_receiver_workspace_id_receiver_id_kudos_id",
        "uq_kudos_receiver_workspace_id_kudos_id_receiver_id",
    },
    "reactions": {"uq_kudos_workspace_id_act_key"},
    "goals": {
        "uq_goal_workspace_id_ref",
        "uq_goal_workspace_id_act_key",
        "ix_goal_workspace_id_level_team",
        "ix_goal_workspace_id_owner_id_status",
        "ix_goal_update_workspace_id_goal_id_at",
        "ix_person_workspace_id_manager_id",
    },
    "check-ins": {"uq_checkin_workspace_id_person_id_week"},
    "reminders": {"ix_delivery_scheduled"},
    "summaries": {"ix_kudos_receiver_workspace_id_receiver_id_kudos_id"},
    "closings": {"ix_person_workspace_id_manager_id"},
    "read-outs": {"ix_goal_update_workspace_id_goal_id_at"},
    "digests": {"ix_checkin_workspace_id_week"},
    "a late answer": {"ix_delivery_workspace_id_person_id_kind_period"},
}


@pytest.fixture
async def plans(database: Database) -> AsyncIterator[Plans]:
    """How a week was lived by a company that has a past."""
    with database.writing() as connection:
        companies.fill(connection, PEOPLE)
        past.add_deliveries(connection, DELIVERIES)
        past.add_checkins(connection, WEEKS)
        connection.exec_driver_sql(
            "UPDATE person SET dm_channel = slack_user_id WHERE person.workspace_id = 1 AND id > 20"
        )
        companies.settle(connection)
        names = constraint_names(connection)
    # Its connections are watched from the first on.
    another = Database(database.engine.url.render_as_string(hide_password=False))
    with closing(another), watched(another.engine, names) as plans:
        async for plans.stage in Week(Tools(another, Settings())).stages():
            pass
        yield plans
    if not database.is_sqlite:
        # Row by row, each of them would be looked for among those that refer to it.
        with database.writing() as connection:
            connection.exec_driver_sql("TRUNCATE workspace CASCADE")


@pytest.mark.long
async def test_every_statement_finds_its_rows_by_an_index(plans: Plans, engine: str) -> None:
    full = {text: stage for text, stage in plans.full().items() if not any(words in text for words in MAY)}
    assert not full, "\n\n".join(f"{stage}: {text}" for text, stage in full.items())

    missing = {stage: wanted - plans.indexes(stage) for stage, wanted in NAMED.items()}
    assert not any(missing.values()), {stage: names for stage, names in missing.items() if names}

    used = set().union(*map(plans.indexes, plans.steps))
    tables = WATCHED if engine == "sqlite" else FILLED
    indexes = {str(index.name) for table in tables for index in Base.metadata.tables[table].indexes}
    assert not indexes - used, f"nothing uses {indexes - used}"

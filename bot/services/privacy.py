"""What is held about somebody, who looked at it, and all of it as a file for them alone."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.language import language_of, speaking
from bot.porting import own
from bot.services import attachment, post
from bot.services import person as directory
from bot.services.attachment import File
from bot.services.setting import chosen
from bot.services.talk import KIND
from bot.views import privacy as views
from bot.views.privacy import Held, Look
from models import person, receipt

LOOKS = 10


def held(session: Session, *, workspace_id: int, slack_user_id: str) -> Held:
    """How much of each kind is held about the asker, and who of those with a role looked at it."""
    me = directory.asker(session, workspace_id, slack_user_id)
    rows = receipt.of_subject(session, workspace_id, me.id, limit=LOOKS)
    viewers = person.by_ids(session, workspace_id, {row.viewer_id for row in rows if row.viewer_id})
    return Held(
        counts=own.counted(session, workspace_id=workspace_id, person_id=me.id),
        looks=[
            Look(
                viewers[row.viewer_id].mention if row.viewer_id in viewers else "",
                row.role,
                row.item,
                row.at,
                everybody=row.subject_id is None,
            )
            for row in rows
        ],
        looked=receipt.count(session, workspace_id, me.id),
    )


def export(session: Session, *, workspace_id: int, slack_user_id: str, act: str, now: datetime) -> None:
    """Owe the asker a DM with everything that is held about them; the same act again owes it once."""
    me = directory.asker(session, workspace_id, slack_user_id)
    settings = chosen(session, workspace_id=workspace_id)
    about = f"export:{act}"
    with speaking(language_of(me, settings)):
        message, title = views.exported(), views.title()
        post.to_person(
            session,
            person=me,
            kind=KIND,
            about=about,
            message=message,
            settings=settings,
            now=now,
            asked=True,
        )
    packed = own.archive(session, workspace_id=workspace_id, person_id=me.id)
    attachment.keep(
        session,
        workspace_id=workspace_id,
        key=post.key(KIND, me.id, about),
        files=[File("cairn-about-me.zip", title, "application/zip", packed)],
        now=now,
    )

"""What one person sees on the page: the list of places, and the messages of one of them."""

from dataclasses import dataclass, field

from bot.sandbox.channels import Channel
from bot.sandbox.dates import clock_time, day_name
from bot.sandbox.messages import Message
from bot.sandbox.workspace import Workspace

NEWEST = 300


def tone(user: str) -> int:
    """One of eight colours, which stays with the person."""
    return sum(map(ord, user)) % 8


def initials(name: str) -> str:
    """Up to two letters for the picture."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@dataclass
class Entry:
    """A line in the list of places."""

    id: str
    name: str
    mark: str
    unread: int = 0
    here: bool = False


@dataclass
class Line:
    """One message on the page; `day` where a new day begins, `continued` where the author goes on."""

    message: Message
    author: str
    is_app: bool
    time: str
    day: str = ""
    continued: bool = False
    replies: list[Message] = field(default_factory=list)
    last_reply: str = ""

    @property
    def tone(self) -> int:
        return tone(self.message.user)

    @property
    def initials(self) -> str:
        return initials(self.author)


class Sight:
    """The workspace through the eyes of `viewer`, who is at `place` (a channel's id, or `home`)."""

    def __init__(
        self, workspace: Workspace, viewer: str, place: str, read: dict[tuple[str, str], str]
    ) -> None:
        self.workspace = workspace
        self.viewer = workspace.members[viewer]
        self.place = place
        self._read = read

    @property
    def channel(self) -> Channel | None:
        """The conversation on show, None for Home."""
        return self.workspace.channels.get(self.place)

    def channels(self) -> list[Entry]:
        """Public channels, and private ones the viewer is in."""
        places = [
            place
            for place in self.workspace.channels.values()
            if place.kind == "channel" and (not place.private or self.viewer.id in place.members)
        ]
        marks = {True: "🔒", False: "#"}
        return [
            self._entry(place, place.name, marks[place.private])
            for place in sorted(places, key=lambda place: place.name)
        ]

    def directs(self) -> list[Entry]:
        """The viewer's direct messages, except the one with the app."""
        app = {self.viewer.id, self.workspace.bot.id}
        return [
            self._entry(place, self._others(place), "@")
            for place in self.workspace.channels.values()
            if place.kind != "channel" and self.viewer.id in place.members and set(place.members) != app
        ]

    def app(self) -> Entry:
        """The direct message with the app."""
        place = self.workspace.open_dm([self.viewer.id, self.workspace.bot.id])[0]
        return self._entry(place, "Messages", "✉")

    def title(self) -> str:
        """The name of the place on show."""
        channel = self.channel
        if channel is None or (self.workspace.bot.id in channel.members and channel.kind == "im"):
            return self.workspace.bot.name
        return f"#{channel.name}" if channel.kind == "channel" else self._others(channel)

    def lines(self) -> list[Line]:
        """The newest messages here, oldest first; replies are counted at what they answer."""
        seen = self.workspace.visible(self.place, self.viewer.id)
        self._read[self.viewer.id, self.place] = seen[-1].ts if seen else "0"
        roots: dict[str, Line] = {}
        for message in seen[-NEWEST:]:
            root = roots.get(message.thread_ts or "")
            if root is None or root.message is message:
                roots[message.ts] = self._line(message)
            else:
                root.replies.append(message)
                root.last_reply = self._when(message)
        lines = list(roots.values())
        self._divide(lines)
        return lines

    def thread(self, ts: str) -> list[Line]:
        """A message with its replies, or nothing where it is gone."""
        seen = self.workspace.visible(self.place, self.viewer.id)
        here = [message for message in seen if ts in (message.ts, message.thread_ts)]
        return [self._line(message) for message in here] if here and here[0].ts == ts else []

    def _line(self, message: Message) -> Line:
        author = self.workspace.members.get(message.user)
        name = author.name if author else message.user
        return Line(message, name, message.bot_id is not None, clock_time(message.ts, self.viewer.tz))

    def _when(self, message: Message) -> str:
        day = day_name(message.ts, self.viewer.tz, self.workspace.clock())
        near = day.lower() if day in ("Today", "Yesterday") else day.partition(", ")[2].rpartition(" ")[0]
        return f"{near} at {clock_time(message.ts, self.viewer.tz)}"

    def _divide(self, lines: list[Line]) -> None:
        """Mark where days begin and where somebody simply goes on."""
        now = self.workspace.clock()
        day, before = "", None
        for line in lines:
            here = day_name(line.message.ts, self.viewer.tz, now)
            line.day, day = ("" if here == day else here), here
            line.continued = bool(before and not line.day and self._goes_on(before, line))
            before = line

    def _goes_on(self, before: Line, line: Line) -> bool:
        same = before.message.user == line.message.user and before.message.only_for == line.message.only_for
        return same and not before.replies and float(line.message.ts) - float(before.message.ts) < 300

    def _entry(self, place: Channel, name: str, mark: str) -> Entry:
        read = float(self._read.get((self.viewer.id, place.id), "0"))
        seen = self.workspace.visible(place.id, self.viewer.id)
        unread = sum(float(message.ts) > read and message.user != self.viewer.id for message in seen)
        here = place.id == self.place
        return Entry(place.id, name, mark, 0 if here else unread, here)

    def _others(self, place: Channel) -> str:
        names = [self.workspace.members[user].name for user in place.members if user != self.viewer.id]
        return ", ".join(names) or self.viewer.name

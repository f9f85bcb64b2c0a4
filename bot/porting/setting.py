"""`settings.json`: `{"workspace": {key: text}, "teams": {team: {key: text}}}`, as one would type them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bot.porting import bulk
from bot.porting.intake import Intake
from bot.rules import setting as rules
from bot.rules.refusal import Refusal
from models.change import SettingChange
from models.workspace import Setting

FILE = "settings.json"
Chosen = dict[tuple[str, str], Any]


def take(intake: Intake, path: Path) -> None:
    """A setting that the file does not name stays as it is."""
    counts = intake.report.counts(FILE)
    reader = _Reader(intake, path)
    chosen = dict(reader.read())
    counts.rows = len(chosen)
    changes, record = [], []
    for row_id, team, key, value in intake.connection.execute(_standing(intake)):
        if (team, key) not in chosen:
            continue
        wanted = chosen.pop((team, key))
        if wanted == value:
            counts.unchanged += 1
        else:
            changes.append((row_id, {"value": wanted, **_stamp(intake)}))
            record.append(_changed(intake, team, key, rules.write(value), wanted))
    bulk.change(intake, Setting, changes)
    fresh = [
        {"workspace_id": intake.workspace_id, "team": team, "key": key, "value": value, **_stamp(intake)}
        for (team, key), value in chosen.items()
    ]
    record += [_changed(intake, team, key, "", value) for (team, key), value in chosen.items()]
    if fresh:
        intake.connection.execute(insert(Setting), fresh)
    if record:
        intake.connection.execute(insert(SettingChange), record)
    counts.changed, counts.added = len(changes), len(fresh)
    intake.progress(FILE, 1, 1)


def _standing(intake: Intake) -> Any:
    return select(Setting.id, Setting.team, Setting.key, Setting.value).where(
        Setting.workspace_id == intake.workspace_id
    )


def _stamp(intake: Intake) -> dict[str, Any]:
    return {"changed_at": intake.now, "changed_by": "import"}


def _changed(intake: Intake, team: str, key: str, before: str, value: Any) -> dict[str, Any]:
    """A line of the record of changes."""
    return {
        "workspace_id": intake.workspace_id,
        "team": team,
        "key": key,
        "before": before,
        "after": rules.write(value),
        "at": intake.now,
        "by": "an import",
    }


class _Reader:
    """The file's settings, checked; what is wrong is reported with the line of its key."""

    def __init__(self, intake: Intake, path: Path) -> None:
        self.report = intake.report
        self._path = path
        self._lines: list[str] = []

    def read(self) -> Iterator[tuple[tuple[str, str], Any]]:
        found = self._object(self._parsed(), "", 0)
        unknown = [key for key in found if key not in ("workspace", "teams")]
        if unknown:
            self.report.unknown_columns[FILE] = unknown
        yield from self._settings("", found.get("workspace", {}), "workspace", 0)
        teams = self._object(found.get("teams", {}), "teams", 0)
        for team, settings in teams.items():
            yield from self._settings(team, settings, team, self._line("teams", 0))

    def _parsed(self) -> Any:
        try:
            text = self._path.read_bytes().decode("utf-8-sig")
            self._lines = text.splitlines()
            return json.loads(text)
        except OSError as error:
            self.report.add(FILE, 0, "", f"cannot be read: {error.strerror}")
        except UnicodeDecodeError:
            self.report.add(FILE, 0, "", "is not UTF-8. Save it again as UTF-8")
        except json.JSONDecodeError as error:
            self.report.add(FILE, min(error.lineno, len(self._lines)), "", f"is not JSON: {error.msg}")
        return {}

    def _settings(
        self, team: str, found: Any, name: str, after: int
    ) -> Iterator[tuple[tuple[str, str], Any]]:
        start = self._line(name, after)
        for key, text in self._object(found, name, start).items():
            line = self._line(key, start)
            if not isinstance(text, str):
                self.report.add(FILE, line, key, "must be a text in quotes, as one would type it")
                continue
            try:
                yield (team, key), rules.read(key, text, team=team)
            except Refusal as refusal:
                self.report.add(FILE, line, key, str(refusal))

    def _object(self, found: Any, name: str, line: int) -> dict[str, Any]:
        if isinstance(found, dict):
            return found
        self.report.add(FILE, line or 1, name, "must be an object with keys and texts")
        return {}

    def _line(self, key: str, after: int) -> int:
        """The line, counted from 1, in which a key first stands after a line, else that line."""
        sought = json.dumps(key, ensure_ascii=False)
        for number, line in enumerate(self._lines[max(after - 1, 0) :], max(after, 1)):
            if sought in line or json.dumps(key) in line:
                return number
        return after or 1

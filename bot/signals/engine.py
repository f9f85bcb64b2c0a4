"""The method from end to end: a record and a day in, findings out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.signals.constants import DEFAULT, Constants
from bot.signals.finding import Finding
from bot.signals.frame import Frame, framed
from bot.signals.record import Record


@dataclass(frozen=True)
class Run:
    """The findings of one day: every signal of everybody eligible, made as they are asked for."""

    record: Record
    frame: Frame
    constants: Constants

    def __iter__(self) -> Iterator[Finding]:
        yield from ()


def run(record: Record, *, as_of: date, constants: Constants = DEFAULT) -> Run:
    """Compute every signal as of the end of a day in UTC; what came later is not looked at."""
    return Run(record, framed(record, as_of, constants), constants)

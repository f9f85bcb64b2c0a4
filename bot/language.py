"""The language in which somebody is spoken to.

English stands in the code; other languages are gettext catalogues in `bot/locales`. Whoever speaks
sets the language around it (`speaking`); a message is built in the language of whoever reads it.
"""

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

SOURCE = "en"
LANGUAGES = ("en", "de")

_spoken: ContextVar[str] = ContextVar("language", default=SOURCE)


class Reader(Protocol):
    """Somebody whose locale is known as Slack says it, such as `de-DE`, and who may have chosen a
    language here; empty where they have not."""

    @property
    def locale(self) -> str: ...

    @property
    def language(self) -> str: ...


class Defaults(Protocol):
    """The settings of a workspace."""

    def get(self, key: str, /) -> Any: ...


def language() -> str:
    """The language that is being spoken."""
    return _spoken.get()


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak a language for a while; one without a catalogue is English."""
    token = _spoken.set(name if name in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(name: str) -> None:
    """Speak a language to the end of the task, which serves one person."""
    _spoken.set(name if name in LANGUAGES else SOURCE)


def language_of(reader: Reader, settings: Defaults) -> str:
    """The language that somebody reads: chosen here, else their own in Slack, else the workspace's."""
    if reader.language in LANGUAGES:
        return reader.language
    name = reader.locale.replace("_", "-").partition("-")[0].lower()
    return name if name in LANGUAGES else str(settings.get("language"))


def _(text: str, /, **values: Any) -> str:
    """A sentence in the language being spoken, with the values named in it."""
    said = catalogue(_spoken.get()).gettext(text)
    return said.format(**values) if values else said


def plural(one: str, many: str, n: float, /, **values: Any) -> str:
    """A sentence about `n` of something, which it names as `{n}`."""
    return catalogue(_spoken.get()).ngettext(one, many, n).format(n=n, **values)  # type: ignore[arg-type]


def later(text: str, /) -> str:
    """Marks a sentence that stands in a table, to be said with `_` once somebody reads it."""
    return text


@cache
def catalogue(name: str) -> gettext.NullTranslations:
    """The sentences of a language, read once."""
    if name == SOURCE:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("bot").joinpath(f"locales/{name}/LC_MESSAGES/cairn.po")
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=name))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)

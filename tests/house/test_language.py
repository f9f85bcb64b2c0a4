"""Every visible sentence can be said in every language, and is."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.language import LANGUAGES, SOURCE
from tests.house.source import ROOT, Module, at, within

KEYWORDS = {"_": None, "later": None, "plural": (1, 2)}
OTHERS = [each for each in LANGUAGES if each != SOURCE]
# Words with a space between them, or one with a capital letter: something that a person reads.
SPOKEN = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}|^[A-Z][a-z]{2,}")
NAMES = re.compile(r"\{(\w*)[^}]*\}")
# What looks like a sentence and is none.
SILENT = ("_", "later", "plural", "compile", "ZoneInfo", "TypeVar")
NOT_SAID = {"English", "Deutsch"}
# What only the operator's command line asks for, which speaks English.
OPERATORS = {
    *("bot/porting/erase.py", "bot/services/replay.py"),
    *("bot/services/signals.py", "bot/services/story.py"),
}


def spoken(module: Module) -> Iterator[ast.Constant]:
    """Constants that a person might read and that no catalogue will see."""
    silent = {id(node) for node in _silent(module.tree)}
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in silent:
            continue
        if SPOKEN.search(node.value) and node.value not in NOT_SAID:
            yield node


def _silent(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, what goes through the catalogue, and what is a pattern rather than a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.Call) and _called(node) in SILENT:
            for argument in (*node.args, *(each.value for each in node.keywords)):
                yield from (each for each in ast.walk(argument) if isinstance(each, ast.Constant))


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


@pytest.mark.parametrize("module", within("bot/views"), ids=repr)
def test_a_view_says_nothing_past_the_catalogue(module: Module) -> None:
    assert [f"{at(module, node)} {node.value!r}" for node in spoken(module)] == []


@pytest.mark.parametrize("module", within("bot", "handlers", "models"), ids=repr)
def test_a_refusal_is_said_in_the_askers_language(module: Module) -> None:
    bare = [
        at(module, node)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and _called(node) == "Refusal"
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert module.path in OPERATORS or not bare


@pytest.mark.parametrize("module", within("bot", "handlers"), ids=repr)
def test_no_sentence_stands_inside_a_formatted_string(module: Module) -> None:
    """Before Python 3.12 those are one token, in which the catalogue's extraction finds nothing."""
    hidden = [
        f"{at(module, call)} {ast.unparse(call)}"
        for formatted in ast.walk(module.tree)
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
        if isinstance(call, ast.Call) and _called(call) in KEYWORDS
        if any(isinstance(each, ast.Constant) for each in call.args)
    ]
    assert hidden == []


@cache
def extracted() -> dict[str, tuple[str, ...]]:
    """What the code says, by its first form."""
    found: dict[str, tuple[str, ...]] = {}
    for room in ("bot", "handlers"):
        sayings = extract_from_dir(
            ROOT / room, keywords=KEYWORDS, directory_filter=lambda path: Path(path).name != "sandbox"
        )
        for _file, _line, said, _comments, _context in sayings:
            source = (said,) if isinstance(said, str) else tuple(said)
            found[source[0]] = source
    return found


def catalogue(language: str) -> Catalog:
    path = ROOT / f"bot/locales/{language}/LC_MESSAGES/cairn.po"
    return read_po(BytesIO(path.read_bytes()), locale=language)


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> list[str]:
    said = message.string or ""
    return [said] if isinstance(said, str) else list(said)


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: str) -> None:
    said = {key(message) for message in catalogue(language) if all(forms(message))}
    missing = [source for source in extracted() if source not in said]
    assert not missing, "make catalogues, then translate these"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_what_the_sentence_names(language: str) -> None:
    wrong = [
        source
        for message in catalogue(language)
        if (source := extracted().get(key(message)))
        # The form for one may leave its number out; the last is for many.
        and (
            set(NAMES.findall(forms(message)[-1])) != set(NAMES.findall(source[-1]))
            or {name for form in forms(message) for name in NAMES.findall(form)}
            - {name for form in source for name in NAMES.findall(form)}
        )
    ]
    assert not wrong


@pytest.mark.parametrize("language", OTHERS)
def test_no_catalogue_keeps_what_nobody_says_any_more(language: str) -> None:
    assert {key(message) for message in catalogue(language)} - {""} <= set(extracted())

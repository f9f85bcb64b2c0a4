"""Files one can read in a sitting, functions one can see at once, a docstring on every door."""

import ast

import pytest

from tests.house.source import ROOT, Module, functions, outside, tracked, within

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
TOP = {
    *("bot", "handlers", "models", "tests", "pyproject.toml", ".env.example", "README.md"),
    *(".ci", "Makefile", "constraints.txt", "LICENSE", "CHANGELOG.md", ".gitignore", ".gitattributes"),
    *(".dockerignore", ".editorconfig", ".python-version"),
}


@pytest.mark.parametrize("module", outside("models/migrations"), ids=repr)
def test_a_file_can_be_read_in_a_sitting_and_says_what_it_is(module: Module) -> None:
    assert len(module.text.splitlines()) <= LONGEST_FILE
    assert ast.get_docstring(module.tree) or not module.text.strip()


@pytest.mark.parametrize("module", within("handlers", "bot/services"), ids=repr)
def test_a_function_can_be_seen_at_once(module: Module) -> None:
    long = [
        f"{each.name} has {each.end_lineno - each.lineno + 1} lines"
        for each in functions(module)
        if each.end_lineno is not None and each.end_lineno - each.lineno >= LONGEST_FUNCTION
    ]
    assert not long


def test_the_root_holds_what_the_customer_fixed_and_what_tools_expect() -> None:
    assert {path.split("/")[0] for path in tracked()} <= TOP


def test_every_test_room_is_a_package() -> None:
    """So that two rooms may hold a test file of the same name."""
    rooms = {(ROOT / path).parent for path in tracked() if path.startswith("tests/") and path.endswith(".py")}
    assert not [str(room) for room in rooms if not (room / "__init__.py").is_file()]

"""What stands at the root says what is true of the code."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest
from dotenv import dotenv_values

from bot import settings
from bot.cli import cairn
from bot.settings import Settings
from tests.house.source import ROOT, tracked

EXAMPLE = ROOT / ".env.example"
DEFAULTS = {field.name.upper(): str(field.default) for field in fields(Settings)}
README = (ROOT / "README.md").read_text(encoding="utf-8")
# Written in pieces, so that this file does not name them either.
REGISTRIES = re.compile("|".join(("pypi", "npm", "debian", "pythonhosted", "conda" r"\.")), re.I)
ADDRESS = re.compile(r"(?i)\b(?:https?|ftp)://[^\s\"'<>)]+")
HOSTS = re.compile(
    r"(?i)\b(?:files\.python"
    r"hosted|registry\.np"
    r"m(?:js)?|deb\.deb"
    r"ian|(?:test\.)?py"
    r"pi)\.(?:org|com)\b"
)


def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def test_the_example_environment_is_the_settings_with_their_defaults() -> None:
    assert dict(dotenv_values(EXAMPLE)) == DEFAULTS


def test_a_copy_of_the_example_changes_nothing() -> None:
    assert settings.read({}, dotenv=EXAMPLE) == Settings()


def test_every_setting_of_the_example_is_explained_above_it() -> None:
    paragraphs = EXAMPLE.read_text(encoding="utf-8").strip().split("\n\n")[1:]
    for paragraph in paragraphs:
        lines = paragraph.split("\n")
        assert lines[0].startswith("# "), paragraph
        assert "=" in lines[-1], paragraph
    named = re.findall(r"^([A-Z_]+)=", "\n\n".join(paragraphs), re.MULTILINE)
    assert sorted(named) == sorted(DEFAULTS)


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split("\n")
    stated = [line.partition("#")[0].strip() for line in lines]
    pairs = [line.partition("==") for line in stated if line]
    assert all(mark == "==" for _, mark, _ in pairs)
    return {name_of(name): version for name, _, version in pairs}


def dependencies() -> list[str]:
    table = project()
    wanted, optional = table["dependencies"], table["optional-dependencies"]
    assert isinstance(wanted, list)
    assert isinstance(optional, dict)
    return [name_of(each) for group in (wanted, *optional.values()) for each in group]


@pytest.mark.parametrize("dependency", dependencies())
def test_a_dependency_is_pinned_to_one_version(dependency: str) -> None:
    assert re.fullmatch(r"[0-9][0-9A-Za-z.!+]*", pins()[dependency])


def test_no_file_names_a_registry() -> None:
    """Packages come from wherever the machine's own tools are told to look."""
    naming = []
    for path in tracked():
        text = (ROOT / path).read_bytes().decode("utf-8", "ignore")
        found = [each for each in ADDRESS.findall(text) if REGISTRIES.search(each)] + HOSTS.findall(text)
        naming += [f"{path}: {each}" for each in found]
    assert tracked()
    assert not naming


def commands(group: click.Command, *before: str) -> set[tuple[str, ...]]:
    """Every command and subcommand, as it is typed."""
    if not isinstance(group, click.Group):
        return {before}
    inner = {each for name, command in group.commands.items() for each in commands(command, *before, name)}
    return inner | ({before} if before else set())


def test_the_command_line_has_the_commands_that_exist_so_far() -> None:
    names = {each[0] for each in commands(cairn)}
    assert {"demo", "run", "tick", "migrate", "people", "import", "export", "deliveries", "config"} <= names
    assert {"manifest", "doctor"} <= names


def test_the_installed_script_is_the_command_line() -> None:
    assert project()["scripts"] == {"cairn": "bot.cli:main"}


def mentioned(text: str) -> set[str]:
    """The first word after `cairn` in code: between backticks, or at the start of a line of a block."""
    return set(re.findall(r"(?:`|^\s*\$?\s*|bin/|&& )cairn ([a-z][a-z-]*)", text, re.MULTILINE))


def test_the_readme_names_only_commands_and_targets_that_exist() -> None:
    promised = README.partition("## Not done yet")
    done = promised[0] + promised[2].partition("\n## ")[2]
    assert mentioned(done)
    assert mentioned(done) <= {each[0] for each in commands(cairn)}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert set(re.findall(r"(?:`|^\s*\$?\s*)make ([a-z][a-z-]*)", README, re.MULTILINE)) <= targets


def test_the_files_that_the_readme_links_to_exist() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)\s]+)\)", README)
    assert not [link for link in links if not Path(ROOT, link.partition("#")[0]).exists()]

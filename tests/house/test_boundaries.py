"""Which room may know what: the rules of the house, read off the source."""

import ast
import sys

import pytest

from tests.house.source import (
    Module,
    at,
    called,
    calls,
    functions,
    imports,
    modules,
    outside,
    within,
)

PURE = ("bot/rules", "bot/views", "bot/signals")
# What each pure room may import beside the standard library.
MAY_IMPORT = {
    "bot/rules": ("bot.rules", "bot.language"),
    "bot/views": ("bot.views", "bot.rules", "bot.language", "babel"),
    "bot/signals": ("bot.signals", "bot.rules", "bot.language", "numpy"),
}
# Modules of the standard library that reach the clock, chance, the disk or the world.
WORLDLY = {"random", "secrets", "time", "os", "io", "pathlib", "socket", "subprocess", "asyncio", "logging"}
CLOCKS = ("now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter")
# Names under which people's words travel; none of them is ever a field of a log line.
WORDS = {
    *("text", "message", "note", "words", "progress", "plans", "blockers", "mood", "workload"),
    *("body", "payload", "title", "name", "email", "answers", "feedback", "command", "event_payload"),
}
VAGUE = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "data"}


def begins(name: str, packages: tuple[str, ...]) -> bool:
    return name in packages or name.startswith(tuple(f"{package}." for package in packages))


def test_there_is_something_to_read() -> None:
    paths = {module.path for module in modules()}
    assert {"bot/app.py", "bot/rules/kudos.py", "handlers/kudos.py", "models/kudos.py"} <= paths


@pytest.mark.parametrize("module", within("handlers"), ids=repr)
def test_a_handler_knows_no_database_and_no_tables(module: Module) -> None:
    known = {name for name in imports(module) if begins(name, ("sqlalchemy", "models", "bot.database"))}
    assert not known


@pytest.mark.parametrize("module", within(*PURE), ids=repr)
def test_a_pure_room_imports_the_standard_library_and_its_own(module: Module) -> None:
    own = MAY_IMPORT["/".join(module.path.split("/")[:2])]
    foreign = {
        name
        for name in imports(module)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not begins(name, (*own, "bot.rules"))
        # `from bot.rules import kudos` also names the package itself.
        and name != "bot"
    }
    assert not foreign


@pytest.mark.parametrize("module", within(*PURE), ids=repr)
def test_a_pure_room_never_looks_at_the_clock_the_dice_or_the_world(module: Module) -> None:
    assert not {name.split(".")[0] for name in imports(module)} & WORLDLY
    # `datetime.time(9, 30)` is written `time(9, 30)`: a value, not a look at the clock.
    assert not [
        at(module, call)
        for call in calls(module)
        if called(call).rsplit(".", 1)[-1] in CLOCKS and called(call) != "time"
    ]
    assert not [at(module, call) for call in calls(module) if called(call) in ("open", "input")]


@pytest.mark.parametrize("module", within(*PURE), ids=repr)
def test_a_pure_room_has_nothing_asynchronous(module: Module) -> None:
    assert not [each.name for each in functions(module) if isinstance(each, ast.AsyncFunctionDef)]


def test_only_the_database_and_its_batches_begin_and_commit() -> None:
    ends = [
        at(module, call)
        for module in outside("bot/database.py", "bot/batch.py")
        for call in calls(module)
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("commit", "begin", "rollback")
    ]
    assert not ends


def test_only_settings_reads_the_environment() -> None:
    readers = [
        at(module, node)
        for module in outside("bot/settings.py")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and ast.unparse(node) in ("os.environ", "os.getenv", "os.environb", "getenv", "environ")
    ]
    assert not readers


def test_only_the_post_room_posts() -> None:
    posts = [
        at(module, call)
        for module in outside("bot/outbox.py", "bot/sandbox")
        for call in calls(module)
        if called(call).rsplit(".", 1)[-1].lower().startswith(("chat_post", "chat_schedule", "chat_me"))
    ]
    assert not posts


def test_production_knows_nothing_of_the_local_workspace() -> None:
    """Only `cairn demo` brings the pretend Slack and the bot together."""
    knows = [
        module.path
        for module in outside("bot/sandbox", "bot/demo.py", "bot/commands/demo.py")
        if any(begins(name, ("bot.sandbox", "bot.demo")) for name in imports(module))
    ]
    assert not knows


def test_relationships_never_load_by_themselves() -> None:
    lazy = [
        at(module, call)
        for module in within("models")
        for call in calls(module)
        if called(call).rsplit(".", 1)[-1] == "relationship"
        and not any(
            each.arg == "lazy" and ast.unparse(each.value) in ("'raise'", '"raise"') for each in call.keywords
        )
    ]
    assert not lazy


def test_nothing_is_printed_but_by_the_command_line() -> None:
    assert not [at(module, call) for module in modules() for call in calls(module) if called(call) == "print"]


def test_every_file_is_named_after_what_it_holds() -> None:
    assert not [
        module.path for module in modules() if set(module.path.removesuffix(".py").split("/")) & VAGUE
    ]


def log_calls() -> list[tuple[Module, ast.Call]]:
    levels = ("debug", "info", "warning", "error", "critical", "exception", "bind")
    return [
        (module, call)
        for module in modules()
        for call in calls(module)
        if called(call) in {f"log.{level}" for level in levels}
    ]


def test_a_log_line_has_a_constant_name() -> None:
    assert len(log_calls()) > 5
    unnamed = [
        at(module, call)
        for module, call in log_calls()
        if len(call.args) != 1
        or not isinstance(call.args[0], ast.Constant)
        or not str(call.args[0].value).replace("_", "").isalpha()
        or not str(call.args[0].value).islower()
    ]
    assert not unnamed


def test_a_log_line_holds_ids_and_never_what_people_wrote() -> None:
    told = [
        f"{at(module, call)} {each.arg or ast.unparse(each.value)}"
        for module, call in log_calls()
        for each in call.keywords
        if each.arg in WORDS or (each.arg and isinstance(each.value, ast.Name) and each.value.id in WORDS)
    ]
    assert not told


def _target(assignment: ast.Assign | ast.AnnAssign) -> str:
    named = assignment.target if isinstance(assignment, ast.AnnAssign) else assignment.targets[0]
    return ast.unparse(named)


def test_what_is_spread_into_a_log_line_are_ids() -> None:
    """`**ids` is spelled out where it is made, with names that hold no words."""
    for module, call in log_calls():
        for each in call.keywords:
            if each.arg is None:
                spread = ast.unparse(each.value)
                made = [
                    node.value
                    for node in ast.walk(module.tree)
                    if isinstance(node, ast.Assign | ast.AnnAssign) and _target(node) == spread
                ]
                assert made, at(module, call)
                for value in made:
                    assert isinstance(value, ast.Dict), at(module, call)
                    keys = {ast.literal_eval(key) for key in value.keys if key is not None}
                    assert not keys & WORDS, at(module, call)

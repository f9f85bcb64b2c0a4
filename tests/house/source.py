"""The project's own files, read as text and as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = ("bot", "handlers", "models")


@dataclass(frozen=True)
class Module:
    """One Python file; `path` is relative to the root, with slashes."""

    path: str
    text: str
    tree: ast.Module

    def __repr__(self) -> str:
        return self.path

    @property
    def package(self) -> list[str]:
        return self.path.removesuffix(".py").split("/")[:-1]


@cache
def modules() -> tuple[Module, ...]:
    """Every production module."""
    paths = sorted(path for room in PRODUCTION for path in (ROOT / room).rglob("*.py"))
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


def within(*rooms: str) -> list[Module]:
    """The modules of these rooms, such as `handlers` or `bot/rules`; a file may be named whole."""
    return [each for each in modules() if each.path.startswith(tuple(f"{room}/" for room in rooms))]


def outside(*paths: str) -> list[Module]:
    """The modules that are neither these files nor in these rooms."""
    rooms = tuple(f"{path}/" for path in paths)
    return [each for each in modules() if each.path not in paths and not each.path.startswith(rooms)]


def imports(module: Module) -> set[str]:
    """The full names of all modules imported anywhere in one, relative ones resolved."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = module.package[: len(module.package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            found |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
    return found


def calls(module: Module) -> Iterator[ast.Call]:
    """Every call in a module."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The dotted name that is called, as far as it can be read: `session.commit`, `log.info`, `print`."""
    return ast.unparse(call.func)


def at(module: Module, node: ast.expr | ast.stmt) -> str:
    return f"{module.path}:{node.lineno}"


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (
        node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


@cache
def tracked() -> tuple[str, ...]:
    """The paths of all files of the project, as version control knows them; in an archive, all there are."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
        paths = listed.stdout.split("\n")
    else:
        rooms = [ROOT / room for room in (*PRODUCTION, "tests")]
        files = [*ROOT.iterdir(), *(path for room in rooms for path in room.rglob("*"))]
        paths = [path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".pyc"]
    return tuple(path for path in paths if path and (ROOT / path).is_file())

"""The words that invented people say, one to a line or in a small table."""

from collections.abc import Iterator


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def table(text: str) -> Iterator[list[str]]:
    """The cells of each line; a dash stands for an empty one."""
    for line in lines(text):
        yield ["" if cell.strip() == "-" else cell.strip() for cell in line.split("|")]

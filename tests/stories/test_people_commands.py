"""`cairn erase` and what the command line writes down of itself, as whole processes."""

from pathlib import Path

import pytest

from tests.support.command import cairn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "people.csv").write_text(
        "email,slack_user_id,name\nada@example.com,UADA,Ada Lovelace\ngrace@example.com,UGRACE,Grace\n"
    )
    (tmp_path / "files" / "kudos.csv").write_text(
        "kudos_id,giver_email,receiver_email,at,message\n"
        "k1,grace@example.com,ada@example.com,2026-11-01T10:00:00Z,For the zebrafinch\n"
    )
    return tmp_path


async def test_erase_leaves_nothing_and_says_what_it_did(folder: Path) -> None:
    assert (await cairn(folder, "import", "files")).code == 0

    ended = await cairn(folder, "erase", "ADA@example.com")

    assert (ended.code, ended.out.splitlines()[0]) == (0, "Erased: 1 kudos, 1 kudos_receiver, 1 person.")
    assert "Slack shows of earlier messages" in ended.err
    assert (await cairn(folder, "export", "out")).code == 0
    left = "".join(path.read_text() for path in (folder / "out").iterdir())
    assert not [trace for trace in ("ada@", "UADA", "Lovelace", "zebrafinch") if trace in left]
    content = (folder / "cairn.db").read_bytes()
    assert b"Lovelace" not in content
    assert b"zebrafinch" not in content


async def test_somebody_unknown_is_one_clear_line(folder: Path) -> None:
    ended = await cairn(folder, "erase", "nobody@example.com")

    assert (ended.code, ended.out) == (2, "")
    assert (
        ended.err == "'nobody@example.com' is nobody in the directory. Give an email address or a Slack id.\n"
    )

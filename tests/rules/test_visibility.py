"""The table of the design, word for word, walked cell by cell against the one module that decides.

Changing a word here, or a row there, breaks these tests: the two change together or not at all.
"""

from collections.abc import Iterator
from itertools import combinations

import pytest

from bot.rules import visibility
from bot.rules.visibility import TABLE, Access, Item, Relation

DESIGN = """
| | self | manager (chain up) | peers | hr | leadership |
|---|---|---|---|---|---|
| public kudos | yes | yes | yes | yes | yes |
| private kudos, feedback | receiver and giver | only if the receiver shares it | no | no | no |
| goals | yes | yes | company setting, default yes | yes | yes |
| check-in answers | yes | direct manager; mood and workload only if the person shares them (asked on the form, remembered) | no | participation only; aggregates of ≥ 5 | aggregates of ≥ 5 |
| mood, workload in aggregates | – | ≥ 8 answering | no | ≥ 8 answering | ≥ 8 answering |
| a blocker | reporter, its named owner, direct manager, after two unanswered working days one above | | no | no | no |
| anonymous pulse | – | aggregates of ≥ 5 | no | aggregates of ≥ 5 | aggregates of ≥ 5 |
| 1:1 notes | both people in it | – | no | no | no |
| signals | yes, 48 h before | direct manager | no | as signals.md says, mostly aggregates | aggregates of ≥ 5 |
| engagement, overload, stay cues | yes, first | direct manager only | no | never by name | never by name |
| succession and bench | that they are considered, may decline | own reports | no | yes, access logged | yes, access logged |
"""  # noqa: E501

# Every cell is read on its own: its words, in its column, say who gets what of which item.
YES = Access(True)
NO = Access(False)
SELF, PARTY = Relation.SELF, Relation.PARTY
DIRECT, NEXT, UPPER = Relation.DIRECT_MANAGER, Relation.NEXT_MANAGER, Relation.UPPER_MANAGER
PEER, HR, LEADERSHIP = Relation.PEER, Relation.HR, Relation.LEADERSHIP

COLUMNS = {
    "self": (SELF, PARTY),
    "manager (chain up)": (DIRECT, NEXT, UPPER),
    "peers": (PEER,),
    "hr": (HR,),
    "leadership": (LEADERSHIP,),
}
# The items a row is about, the one its cells speak of first; the others are named inside its cells.
ROWS: dict[str, tuple[Item, ...]] = {
    "public kudos": (Item.PUBLIC_KUDOS,),
    "private kudos, feedback": (Item.PRIVATE_KUDOS, Item.FEEDBACK),
    "goals": (Item.GOAL,),
    "check-in answers": (
        Item.CHECKIN_ANSWERS,
        Item.MOOD,
        Item.CHECKIN_PARTICIPATION,
        Item.CHECKIN_AGGREGATE,
    ),
    "mood, workload in aggregates": (Item.MOOD_AGGREGATE,),
    "a blocker": (Item.BLOCKER,),
    "anonymous pulse": (Item.PULSE,),
    "1:1 notes": (Item.ONE_ON_ONE,),
    "signals": (Item.SIGNAL, Item.SIGNAL_AGGREGATE),
    "engagement, overload, stay cues": (Item.WATCH_CUE,),
    "succession and bench": (Item.SUCCESSION, Item.CONSIDERED),
}
Grants = dict[tuple[Item, Relation], Access]
ALL_KUDOS = (Item.PRIVATE_KUDOS, Item.FEEDBACK)
AGGREGATE = {
    "check-in answers": Item.CHECKIN_AGGREGATE,
    "anonymous pulse": Item.PULSE,
    "signals": Item.SIGNAL_AGGREGATE,
}


def grants(row: str, column: str, words: str) -> Grants:
    """What the words of one cell grant, by item and relation. A KeyError: nobody has said what they mean."""
    who = COLUMNS[column]
    first = ROWS[row][0]
    if words in ("", "–", "no", "never by name"):
        return {}
    if words == "yes":
        # Whoever may see something about themselves may see all of the row; others only what it names.
        items = ROWS[row] if column == "self" else (first,)
        named = tuple(each for each in who if each is not PARTY or row == "public kudos")
        return {
            (item, each): YES
            for item in items
            for each in named
            if item is not Item.CHECKIN_AGGREGATE or column != "self"
        }
    meanings: dict[tuple[str, str], Grants] = {
        ("private kudos, feedback", "receiver and giver"): {
            (item, each): YES for item in ALL_KUDOS for each in (SELF, PARTY)
        },
        ("private kudos, feedback", "only if the receiver shares it"): {
            (item, each): Access(True, needs="shared") for item in ALL_KUDOS for each in who
        },
        ("goals", "company setting, default yes"): {(first, PEER): Access(True, needs="peers_may")},
        (
            "check-in answers",
            "direct manager; mood and workload only if the person shares them "
            "(asked on the form, remembered)",
        ): {
            (Item.CHECKIN_ANSWERS, DIRECT): YES,
            (Item.CHECKIN_PARTICIPATION, DIRECT): YES,
            (Item.CHECKIN_AGGREGATE, DIRECT): YES,
            (Item.MOOD, DIRECT): Access(True, needs="shared"),
        },
        ("check-in answers", "participation only; aggregates of ≥ 5"): {
            (Item.CHECKIN_PARTICIPATION, HR): YES,
            (Item.CHECKIN_AGGREGATE, HR): Access(True, group=5),
        },
        (row, "aggregates of ≥ 5"): {
            (AGGREGATE.get(row, first), each): Access(True, group=5) for each in who
        },
        (row, "≥ 8 answering"): {(first, each): Access(True, group=8) for each in who},
        (
            "a blocker",
            "reporter, its named owner, direct manager, after two unanswered working days one above",
        ): {
            (first, SELF): YES,
            (first, PARTY): YES,
            (first, DIRECT): YES,
            (first, NEXT): Access(True, needs="escalated"),
        },
        ("1:1 notes", "both people in it"): {(first, SELF): YES, (first, PARTY): YES},
        ("signals", "yes, 48 h before"): {(Item.SIGNAL, SELF): YES},
        ("signals", "direct manager"): {(Item.SIGNAL, DIRECT): YES},
        ("signals", "as signals.md says, mostly aggregates"): {
            (Item.SIGNAL_AGGREGATE, HR): Access(True, group=5)
        },
        ("engagement, overload, stay cues", "yes, first"): {(first, SELF): YES},
        ("engagement, overload, stay cues", "direct manager only"): {(first, DIRECT): YES},
        ("succession and bench", "that they are considered, may decline"): {(Item.CONSIDERED, SELF): YES},
        ("succession and bench", "own reports"): {(item, DIRECT): YES for item in ROWS[row]},
        ("succession and bench", "yes, access logged"): {
            (item, each): Access(True, logged=True) for item in ROWS[row] for each in who
        },
    }
    return meanings[row, words]


def cells() -> Iterator[tuple[str, str, str]]:
    """Row, column and words of every cell of the design's table."""
    heading, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in DESIGN.strip().splitlines()
    ]
    assert heading == ["", *COLUMNS]
    for row, *words in rows:
        yield from ((row, column, cell) for column, cell in zip(COLUMNS, words, strict=True))


CELLS = [pytest.param(*cell, id=f"{cell[0]} – {cell[1]}") for cell in cells()]
GRANTED: Grants = {}
for _cell in cells():
    GRANTED |= grants(*_cell)
# What the talent signals' method gives beyond the table: to the programme's admin only, never to a manager.
GRANTED[Item.CIRCLE, Relation.ADMIN] = Access(True, needs="out_of_line", logged=True)
# The growth plan stands beside the signals in `/talent`, and is seen by whoever sees those there.
GRANTED |= {(Item.GROWTH, SELF): YES, (Item.GROWTH, DIRECT): YES}


def test_the_designs_table_has_every_row_and_every_item_once() -> None:
    assert [row for row, column, _ in cells() if column == "self"] == list(ROWS)
    named = [item for items in ROWS.values() for item in items]
    assert sorted([*named, Item.CIRCLE, Item.GROWTH]) == sorted(Item)
    assert set(TABLE) == set(Item)


@pytest.mark.parametrize(("row", "column", "words"), CELLS)
def test_a_cell_of_the_design_is_what_the_rules_grant(row: str, column: str, words: str) -> None:
    granted = grants(row, column, words)
    for (item, relation), access in granted.items():
        assert TABLE[item][relation] == access, (item, relation)
    for item in ROWS[row]:
        for relation in COLUMNS[column]:
            # What this cell does not grant, another cell of the row must, or nobody gets it.
            assert TABLE[item][relation] == GRANTED.get((item, relation), NO), (item, relation)


@pytest.mark.parametrize("item", Item)
def test_whatever_the_design_does_not_grant_is_refused(item: Item) -> None:
    assert TABLE[item] == {relation: GRANTED.get((item, relation), NO) for relation in Relation}


@pytest.mark.parametrize("relation", Relation)
def test_asking_gives_what_the_table_says(relation: Relation) -> None:
    for item in Item:
        ask(item, relation)


def ask(item: Item, relation: Relation) -> None:
    """Ask with what the item needs, without it, and for too small a group."""
    access = GRANTED.get((item, relation), NO)
    met = {access.needs} - {""}
    assert visibility.may_see(item, [relation], circumstances=met, people=access.group) is access.allowed
    assert visibility.smallest_group(item, relation) == access.group
    if access.allowed and access.needs:
        others = {"shared", "peers_may", "escalated", "out_of_line"} - met
        assert not visibility.may_see(item, [relation], circumstances=others, people=1000)
    if access.allowed and access.group > 1:
        assert not visibility.may_see(item, [relation], circumstances=met, people=access.group - 1)


@pytest.mark.parametrize("item", Item)
def test_whoever_stands_in_two_relations_sees_what_either_sees_and_no_more(item: Item) -> None:
    for one, other in combinations(Relation, 2):
        for circumstances in ((), ("shared",), ("peers_may",), ("escalated",), ("out_of_line",)):
            for people in (1, 5, 8):
                alone = [
                    visibility.may_see(item, [each], circumstances=circumstances, people=people)
                    for each in (one, other)
                ]
                both = visibility.may_see(item, [one, other], circumstances=circumstances, people=people)
                assert both is any(alone)


def test_somebody_without_any_relation_sees_nothing() -> None:
    assert not any(
        visibility.may_see(item, [], circumstances=("shared", "peers_may", "escalated"), people=1000)
        for item in Item
    )


ADA, GRACE, HEDY, TOP, BOARD, MALLORY = range(1, 7)
LINE = (GRACE, HEDY, TOP, BOARD)


@pytest.mark.parametrize(
    ("viewer", "roles", "party", "expected"),
    [
        pytest.param(ADA, ["hr", "leadership"], True, {SELF}, id="oneself, whatever else one is"),
        pytest.param(GRACE, [], False, {PEER, DIRECT}, id="the direct manager"),
        pytest.param(HEDY, [], False, {PEER, NEXT}, id="the manager's manager"),
        pytest.param(TOP, [], False, {PEER, UPPER}, id="one further up"),
        pytest.param(BOARD, ["leadership"], False, {PEER, UPPER, LEADERSHIP}, id="the top of the line"),
        pytest.param(MALLORY, [], False, {PEER}, id="a colleague"),
        pytest.param(MALLORY, [], True, {PEER, PARTY}, id="a colleague who is party to it"),
        pytest.param(MALLORY, ["hr"], False, {PEER, HR}, id="somebody of HR"),
        pytest.param(MALLORY, ["admin", "manager", "employee"], False, {PEER, Relation.ADMIN}, id="an admin"),
    ],
)
def test_relations_follow_from_the_line_and_the_roles(
    viewer: int, roles: list[str], party: bool, expected: set[Relation]
) -> None:
    assert visibility.relations(viewer, ADA, line=LINE, roles=roles, party=party) == expected


@pytest.mark.parametrize(
    ("item", "viewer", "receipt"),
    [
        pytest.param(Item.SUCCESSION, {HR, PEER}, True, id="HR looking at succession"),
        pytest.param(Item.SUCCESSION, {LEADERSHIP, PEER}, True, id="leadership looking at succession"),
        pytest.param(Item.SUCCESSION, {HR, PARTY, PEER}, True, id="being party to something changes nothing"),
        pytest.param(Item.SUCCESSION, {HR, DIRECT, PEER}, False, id="a manager of HR looking at a report"),
        pytest.param(Item.CONSIDERED, {SELF}, False, id="looking at one's own"),
        pytest.param(Item.PUBLIC_KUDOS, {HR, PEER}, False, id="what everybody sees"),
        pytest.param(Item.FEEDBACK, {HR, PEER}, False, id="what was refused was not seen"),
    ],
)
def test_a_look_that_only_a_role_allows_leaves_a_receipt(
    item: Item, viewer: set[Relation], receipt: bool
) -> None:
    assert visibility.leaves_a_receipt(item, viewer) is receipt


@pytest.mark.parametrize(
    ("relations", "allowed"),
    [
        pytest.param({Relation.ADMIN, PEER}, True, id="an admin from elsewhere"),
        pytest.param({Relation.ADMIN, PEER, DIRECT}, False, id="an admin who is the manager"),
        pytest.param({Relation.ADMIN, PEER, UPPER}, False, id="an admin further up the line"),
        pytest.param({HR, PEER}, False, id="hr"),
        pytest.param({SELF}, False, id="one of the three"),
    ],
)
def test_of_a_circle_of_thanks_only_an_admin_outside_the_line_hears(
    relations: set[Relation], allowed: bool
) -> None:
    holds = visibility.circle_circumstances(relations)
    assert visibility.may_see(Item.CIRCLE, relations, circumstances=holds) is allowed

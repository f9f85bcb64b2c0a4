"""Progress rolled up along the cascade: own measure first, else the mean of what stands under it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.cascade import Node, Rolled, contribution, living, ordered, rolled_up


def tree(*rows: tuple[int, int | None, float | None], status: str = "agreed") -> dict[int, Rolled]:
    return rolled_up([Node(goal, parent, status, own) for goal, parent, own in rows])


def test_a_goals_own_measure_comes_first() -> None:
    found = tree((1, None, 0.2), (2, 1, 1.0), (3, 1, 1.0))
    assert found[1] == Rolled(0.2, own=True, told=2, under=2)


def test_without_one_it_is_the_plain_mean_of_those_right_under_it() -> None:
    found = tree((1, None, None), (2, 1, 0.5), (3, 1, 1.0), (4, 3, 0.0))
    assert found[1] == Rolled(0.75, told=2, under=2)


def test_it_goes_up_through_every_level() -> None:
    found = tree((1, None, None), (2, 1, None), (3, 2, None), (4, 3, 0.4))
    assert [found[goal].share for goal in (1, 2, 3)] == [0.4, 0.4, 0.4]


def test_what_cannot_be_told_is_left_out_and_counted() -> None:
    assert tree((1, None, None), (2, 1, 0.5), (3, 1, None))[1] == Rolled(0.5, told=1, under=2)


def test_nothing_to_go_by_is_none_and_never_nought() -> None:
    found = tree((1, None, None), (2, 1, None))
    assert found[1] == Rolled(None, told=0, under=1)
    assert found[2].share is None


def test_what_is_done_without_a_measure_counts_as_done_and_drafts_and_dropped_ones_not_at_all() -> None:
    nodes = [
        Node(1, None, "agreed"),
        Node(2, 1, "done"),
        Node(3, 1, "done", 0.5),
        Node(4, 1, "dropped", 0.0),
        Node(5, 1, "draft", 0.0),
    ]
    assert rolled_up(nodes)[1] == Rolled(0.75, told=2, under=2)


def test_what_is_open_lives_and_so_does_what_it_serves() -> None:
    done, agreed, proposed = "done", "agreed", "proposed"
    rows = [(1, None, done), (2, 1, done), (3, 2, agreed), (4, 1, done), (5, 3, done), (6, None, done)]
    nodes = [Node(*row) for row in [*rows, (7, 99, proposed)]]
    assert living(nodes) == {1, 2, 3, 7}
    assert living([Node(1, 2, agreed), Node(2, 1, done)]) == {1, 2}


def test_parents_in_a_circle_end_nowhere() -> None:
    found = tree((1, 2, None), (2, 1, 0.5), (3, 1, 0.25))
    assert found[1].share is None
    assert found[2].share == 0.5


def test_what_one_goal_contributes_is_its_part_of_the_mean() -> None:
    found = tree((1, None, None), (2, 1, 0.5), (3, 1, 1.0))
    assert contribution(found[2], found[1]) == 0.25
    assert contribution(Rolled(0.5), Rolled(0.2, own=True, told=2, under=2)) is None
    assert contribution(Rolled(None), found[1]) is None


def test_the_tree_is_told_from_the_top_each_goal_under_the_one_it_serves() -> None:
    nodes = [Node(3, 1, "agreed"), Node(4, 3, "agreed"), Node(1, None, "agreed"), Node(2, 1, "agreed")]
    assert [(node.id, depth) for node, depth in ordered(nodes)] == [(1, 0), (3, 1), (4, 2), (2, 1)]


def test_a_chain_of_thousands_is_no_trouble() -> None:
    rows = [(goal, goal - 1 if goal else None, 0.5 if goal == 5000 else None) for goal in range(5001)]
    assert tree(*rows)[0].share == 0.5


shares = st.none() | st.floats(0, 1)


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 30), shares, st.sampled_from(("agreed", "done", "dropped"))),
        max_size=30,
    )
)
def test_any_tree_at_all_gives_a_share_between_nought_and_one_or_none(
    rows: list[tuple[int | None, float | None, str]],
) -> None:
    nodes = [Node(number, parent, status, own) for number, (parent, own, status) in enumerate(rows)]
    found = rolled_up(nodes)
    assert found.keys() == {node.id for node in nodes}
    assert sorted(node.id for node, _depth in ordered(nodes)) == sorted(found)
    for node in nodes:
        rolled = found[node.id]
        assert rolled.share is None or -1e-9 <= rolled.share <= 1 + 1e-9
        assert rolled.told <= rolled.under
        if node.own is not None:
            assert rolled.share == node.own

"""A network's board: nobody but the hub reads what waits, and a school takes its words back at any time."""

from datetime import date

import pytest

from engine.store import Network, NotFound, School, Store, StoreError
from engine.store.board import LONGEST_POST, BoardPost, PostState

ME = "me@school.example"
MAY = date(2026, 5, 1)


@pytest.fixture
def network(store: Store) -> Network:
    return store.studies.add_network("Lakeshore")


@pytest.fixture
def school(store: Store, network: Network) -> School:
    return store.studies.add_school(network, "Northgate")


@pytest.fixture
def post(store: Store, school: School) -> BoardPost:
    return store.board.offer(school, MAY, "Start a visit late.", ME, named=False)


def test_a_post_waits_until_the_hub_shows_it(store: Store, network: Network, post: BoardPost) -> None:
    assert (post.state, post.text, post.school) == (PostState.WAITING, "Start a visit late.", "Northgate")
    assert store.board.shown(network) == ()
    store.board.decide(network, post.id, PostState.SHOWN)
    assert [one.id for one in store.board.shown(network)] == [post.id]
    store.board.decide(network, post.id, PostState.WAITING)
    assert store.board.shown(network) == ()


def test_the_same_words_wait_once_and_can_be_offered_again_after_they_were_taken_back(
    store: Store, school: School, post: BoardPost
) -> None:
    assert store.board.offer(school, MAY, " Start a visit  late. ", ME, named=True).id == post.id
    store.board.take_back(school, post.id)
    assert store.board.offer(school, MAY, "Start a visit late.", ME, named=True).id != post.id


def test_a_post_that_is_held_back_tells_its_school_why(
    store: Store, network: Network, school: School, post: BoardPost
) -> None:
    with pytest.raises(StoreError, match="not told why"):
        store.board.decide(network, post.id, PostState.HELD, " ")
    store.board.decide(network, post.id, PostState.HELD, "It tells who was ill.")
    assert store.board.of_school(school)[0].word == "It tells who was ill."
    again = store.board.offer_again(school, post.id, ME, named=True)
    assert (again.state, again.word, again.named) == (PostState.WAITING, "", True)


def test_what_is_taken_back_is_seen_by_its_school_alone_and_no_decision_brings_it_back(
    store: Store, network: Network, school: School, post: BoardPost
) -> None:
    store.board.decide(network, post.id, PostState.SHOWN)
    store.board.take_back(school, post.id)
    assert store.board.of(network) == ()
    assert store.board.of_school(school)[0].state is PostState.TAKEN_BACK
    with pytest.raises(StoreError, match="taken it back"):
        store.board.decide(network, post.id, PostState.SHOWN)


def test_what_is_reported_waits_at_once_until_the_hub_decides_again(
    store: Store, network: Network, post: BoardPost
) -> None:
    with pytest.raises(NotFound):
        store.board.report(network, post.id, "It names a child.")  # what waits is no reader's business
    store.board.decide(network, post.id, PostState.SHOWN)
    reported = store.board.report(network, post.id, "It names a child.")
    assert (reported.state, reported.reports) == (PostState.WAITING, ("It names a child.",))
    assert store.board.shown(network) == ()
    assert store.board.decide(network, post.id, PostState.SHOWN).reports == ()


def test_no_other_school_or_network_touches_a_post(store: Store, network: Network, post: BoardPost) -> None:
    other = store.studies.add_school(network, "Southgate")
    far = store.studies.add_network("Far")
    store.board.decide(network, post.id, PostState.SHOWN)
    for act in (
        lambda: store.board.take_back(other, post.id),
        lambda: store.board.offer_again(other, post.id, ME, named=True),
        lambda: store.board.decide(far, post.id, PostState.HELD, "No"),
        lambda: store.board.report(far, post.id, "No"),
    ):
        with pytest.raises(NotFound):
            act()
    assert store.board.shown(far) == ()
    assert store.board.shown(network)[0].state is PostState.SHOWN


@pytest.mark.parametrize("text", [" ", "x" * (LONGEST_POST + 1)])
def test_nothing_and_too_much_are_refused(store: Store, school: School, text: str) -> None:
    with pytest.raises(StoreError):
        store.board.offer(school, MAY, text, ME, named=False)


def test_a_school_with_posts_is_not_deleted(store: Store, school: School, post: BoardPost) -> None:
    with pytest.raises(StoreError, match="posts on the board"):
        store.studies.remove_school(school)

"""How PostgreSQL is started follows from who asks and what the system allows."""

from __future__ import annotations

import pytest

from kernpartner.servers.postgres_way import Kind, choose
from kernpartner.servers.processes import ServerFailed


def test_a_known_user_starts_it_directly() -> None:
    way = choose(uid=1000, known=True, namespaces=True, nobody=65534)
    assert (way.kind, way.prefix, way.uid) == (Kind.DIRECT, (), -1)


@pytest.mark.parametrize(("uid", "known"), [(0, True), (12345, False)])
def test_root_and_unknown_users_become_a_known_one_in_a_namespace(uid: int, known: bool) -> None:
    way = choose(uid=uid, known=known, namespaces=True, nobody=99)
    assert way.kind is Kind.NAMESPACE
    assert way.prefix == ("unshare", "--user", "--map-user=99")


def test_root_without_namespaces_gives_up_its_rights() -> None:
    way = choose(uid=0, known=True, namespaces=False, nobody=65534)
    assert (way.kind, way.prefix, way.uid) == (Kind.COPY, (), 65534)


def test_an_unknown_user_without_namespaces_gets_a_sentence_that_says_what_to_do() -> None:
    with pytest.raises(ServerFailed, match="DATABASE_URL"):
        choose(uid=12345, known=False, namespaces=False, nobody=65534)

"""The tree is that of RFC 6962, whatever its size, also when it is kept in parts."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from portal.seals import verify_statement
from portal.seals.rules import Tree, leaf, node, packed_ids, unpacked_ids


def plain_root(leaves: list[bytes]) -> bytes:
    """Section 2.1 of RFC 6962, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node(plain_root(leaves[:split]), plain_root(leaves[split:]))


def digests(count: int) -> list[bytes]:
    return [hashlib.sha256(str(number).encode()).digest() for number in range(count)]


def test_known_roots() -> None:
    """From the RFC's own reference implementation (Certificate Transparency, test vectors of one to eight leaves)."""
    contents = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    roots = [Tree([leaf(one) for one in contents[:count]]).root.hex() for count in (1, 2, 3, 7)]
    assert roots == [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    ]


@given(st.integers(0, 70), st.sampled_from([1, 2, 4, 16]), st.data())
def test_a_tree_in_parts_is_the_same_tree_and_every_leaf_leads_to_its_root(
    count: int, size: int, data: st.DataObject
) -> None:
    all_leaves = digests(count)
    parts = [Tree([leaf(one) for one in all_leaves[at : at + size]]) for at in range(0, count, size)]
    upper = Tree([part.root for part in parts])
    assert upper.root == plain_root(all_leaves)
    if count:
        index = data.draw(st.integers(0, count - 1))
        path = parts[index // size].path(index % size) + upper.path(index // size)
        proof = {"leaf": index, "leaves": count, "path": [one.hex() for one in path]}
        assert verify_statement.root_by(proof, leaf(all_leaves[index])) == upper.root.hex()


@given(st.lists(st.integers(0, 2**31 - 1)))
def test_numbers_are_packed_and_come_back(ids: list[int]) -> None:
    assert list(unpacked_ids(packed_ids(ids))) == ids

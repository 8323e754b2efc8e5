"""One canonical form for values on every database, and digests that notice any change."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.chain import BEGINNING, canonical, chained_digest

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def test_the_form_is_written_down() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=8)))
    values = {"b": [1, None, True], "a": "学分", "at": noon}
    assert canonical(values).decode() == '{"a":"学分","at":"2026-03-01T04:00:00.000000+00:00","b":[1,null,true]}'
    assert canonical({"at": noon}) == canonical({"at": noon.astimezone(UTC)})
    assert chained_digest(BEGINNING, values) == "859ae8e4d78ee62ab0cd1caf42671056440464e176c6a36a46a837ea363aa4c6"


@pytest.mark.parametrize("value", [1.5, b"bytes", {1: "a"}, {"a": [0.1]}])
def test_what_databases_do_not_give_back_exactly_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical({"value": value})


@given(one=VALUES, other=VALUES)
def test_different_values_have_different_digests(one: Any, other: Any) -> None:
    is_same = canonical({"it": one}) == canonical({"it": other})
    assert (chained_digest("", {"it": one}) == chained_digest("", {"it": other})) == is_same
    assert chained_digest("", {"it": one}) != chained_digest("0", {"it": one})

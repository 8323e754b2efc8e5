"""Where two texts differ, found in few steps when they differ little, and given up when they do not. Pure.

The shortest way from one text to the other, after E. W. Myers, “An O(ND) Difference Algorithm” (1986): the work grows
with the length times the number of edits, never with the square of the length, whatever the texts are made of.
"""

from collections.abc import Sequence

Span = tuple[int, int, int, int]  # from and to in the old text, from and to in the new one


def edits_between(old: Sequence[str], new: Sequence[str], most: int) -> list[Span] | None:
    """The fewest characters that come or go, each as a span of its own, in order; None when they are more than `most`."""
    reach = {1: 0}  # by diagonal: how far into the old text one can come with as many edits as were tried
    rounds: list[dict[int, int]] = []
    for count in range(most + 1):
        rounds.append(dict(reach))
        for diagonal in range(-count, count + 1, 2):
            at = _step(reach, diagonal, count)[0]
            while at < len(old) and at - diagonal < len(new) and old[at] == new[at - diagonal]:
                at += 1
            reach[diagonal] = at
            if at >= len(old) and at - diagonal >= len(new):
                return _way(rounds, len(old), len(new))
    return None


def _step(reach: dict[int, int], diagonal: int, count: int) -> tuple[int, int]:
    """The one more edit that leads farthest on a diagonal: where it leads in the old text, and the diagonal it leaves."""
    comes = diagonal == -count or (diagonal != count and reach[diagonal - 1] < reach[diagonal + 1])
    return (reach[diagonal + 1], diagonal + 1) if comes else (reach[diagonal - 1] + 1, diagonal - 1)


def _way(rounds: list[dict[int, int]], at: int, now_at: int) -> list[Span]:
    """The edits, walked back from the end."""
    edits: list[Span] = []
    for count in range(len(rounds) - 1, 0, -1):
        to, left = _step(rounds[count], at - now_at, count)
        at = rounds[count][left]
        now_at = at - left
        edits.append((at, to, now_at, now_at + (to == at)))
    return edits[::-1]

"""Of many places the few at which a test sees all kinds of things that there are.

What differs from page to page is looked at on every page. What is the same wherever it stands, a
template, the code that all sliders share, is tried where each kind of it is met once: elsewhere
it would take time and say the same again. With ``--whole``, as every night, all places are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)
whole = False  # tests/conftest.py sets it


def few(places: Iterable[Place], kinds: Callable[[Place], Iterable[Hashable]]) -> list[Place]:
    """Return the places to look at: all with ``--whole``, else those that `covering` chooses."""
    return list(places) if whole else covering(places, kinds)


def covering(places: Iterable[Place], kinds: Callable[[Place], Iterable[Hashable]]) -> list[Place]:
    """Choose some places that together hold every kind of thing that any of them holds.

    Parameters
    ----------
    places : iterable
        Where a test might look.
    kinds : callable
        What there is to be seen at one of them.

    Returns
    -------
    list
        Those to look at, in their order.

    Examples
    --------
    >>> covering(["ab", "b", "cab", "d"], kinds=set)
    ['cab', 'd']
    """
    places = list(places)
    left = {place: set(kinds(place)) for place in places}
    chosen = set()
    while any(left.values()):
        best = max(left, key=lambda place: len(left[place]))
        chosen.add(best)
        seen = left[best]
        left = {place: held - seen for place, held in left.items()}
    return [place for place in places if place in chosen]

"""What `make bench` measures. Nothing here is a test: timings are never asserted."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass
class Row:
    """One line of the table, as it is printed."""

    what: str
    setting: str
    ours: str
    other: str = ""
    ratio: str = ""
    aim: str = ""


def time_of(run: Callable[[], object]) -> float:
    """Seconds that one call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def interleave(
    peers: dict[str, Callable[[], float]], rounds: int, pause: float = 0.0
) -> dict[str, list[float]]:
    """Let each peer measure itself once a round: A B C, B C A, C A B, ...

    `pause` is slept before each, so that threads of the one before have stopped spinning.
    """
    names = list(peers)
    figures: dict[str, list[float]] = {name: [] for name in names}
    for at in range(rounds):
        for name in names[at % len(names) :] + names[: at % len(names)]:
            time.sleep(pause)
            figures[name].append(peers[name]())
    return figures


def spread(values: Sequence[float], unit: str = "") -> str:
    """Median, and in brackets the quartiles."""
    low, middle, high = _quartiles(values)
    return f"{_short(middle)} [{_short(low)}..{_short(high)}]{unit and ' ' + unit}"


def ratios(over: Sequence[float], under: Sequence[float]) -> str:
    """Median and quartiles of the ratios, pair by pair."""
    return spread([a / b for a, b in zip(over, under, strict=True)])


def seconds(values: Sequence[float]) -> str:
    """`spread` in the unit that suits."""
    scale, unit = next(
        (pair for pair in ((1, "s"), (1e3, "ms")) if statistics.median(values) * pair[0] >= 1),
        (1e6, "us"),
    )
    return spread([value * scale for value in values], unit)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of them do not exceed."""
    return sorted(values)[max(0, -int(-share * len(values) // 1) - 1)]


def _quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    if len(values) == 1:
        return (values[0],) * 3
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def _short(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"

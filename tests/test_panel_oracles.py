"""Each panel's `compute` against arithmetic that shares no code with nnbook."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nnbook.panels import PANELS
from tests import oracles
from tests.samples import SAMPLES, make, reference, states

COUNT = 12  # states of each sample


def off(found, expected, slack):
    """Which numbers of a result are not what they must be."""
    if isinstance(expected, (list, tuple)):
        pairs = zip(found, expected, strict=True)
        return [one for a, b in pairs for one in off(a, b, slack)]
    if expected is None or found is None:
        return [] if found is expected else [(found, expected)]
    near = math.isclose(found, float(expected), rel_tol=1e-9, abs_tol=slack)
    return [] if near else [(found, float(expected), slack)]


TESTED = [sample for sample in SAMPLES if hasattr(oracles, sample[0])]


@pytest.mark.parametrize("sample", TESTED, ids=", ".join)
def test_compute_is_what_the_oracle_says(sample):
    panel = make(sample)
    oracle = getattr(oracles, sample[0])
    compared = set()
    for inputs in [{}, *states(panel, np.random.default_rng(7), COUNT)]:
        expected = oracle({**panel.state, **inputs})
        results = reference(panel, **inputs)
        assert set(expected) <= set(results)
        for name, (value, slack) in expected.items():
            assert off(results[name], value, slack) == [], (name, inputs)
        compared |= set(expected)
    assert compared == set(panel.results), "a result that no oracle knows"
    panel.close()


def test_nine_panels_have_an_oracle():
    """Those of the first edition. A new one comes with its panel: see CONTRIBUTING.md."""
    assert len([name for name in PANELS if hasattr(oracles, name)]) >= 9


def test_a_wrong_result_is_seen():
    assert off([1.0, 2.0 + 1e-8], [1, 2], 0.0) == [(2.0 + 1e-8, 2.0, 0.0)]
    assert off([None], [0.5], 0.0) == [(None, 0.5)]
    assert off([1e-12], [0], 1e-13) == [(1e-12, 0.0, 1e-13)]

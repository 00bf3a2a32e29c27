"""The network that ships with the package."""

import numpy as np
import pytest

from nnbook import TwoLayerNet, load_mnist, load_network, shipped
from tests.helpers import refused


def test_it_reads_as_well_as_the_book_says():
    x, t = load_mnist("test")
    assert load_network().accuracy(x, t) >= 0.94


def test_it_is_small_and_each_call_gives_its_own():
    assert shipped.FILE.stat().st_size < 85_000
    net = load_network()
    net.params["W1"][...] = 0
    assert load_network().params["W1"].any()
    assert [a.shape for a in net.params.values()] == [(784, 100), (100,), (100, 10), (10,)]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_rounding_is_to_half_a_step_of_each_unit(dtype):
    net = TwoLayerNet(5, 4, 3, rng=0, dtype=dtype)
    net.params["W1"][:, 2] = 0
    net.params["b1"][:] = 1 / 3
    arrays = shipped.rounded(net)
    again = shipped.restored(arrays)
    for layer in "12":
        weights, step = net.params[f"W{layer}"], arrays[f"W{layer}_step"]
        np.testing.assert_allclose(step, np.abs(weights).max(axis=0) / 127)
        off = np.abs(again.params[f"W{layer}"] - weights)
        assert (off <= step / 2 + 1e-12).all()
        assert arrays[f"W{layer}"].dtype == np.int8 and np.abs(arrays[f"W{layer}"]).max() == 127
        np.testing.assert_array_equal(again.params[f"b{layer}"], net.params[f"b{layer}"])
    assert not again.params["W1"][:, 2].any()


@pytest.mark.parametrize("damage", [b"", b"no archive"])
def test_a_damaged_file_is_refused(damage, tmp_path, monkeypatch):
    path = tmp_path / "network.npz"
    path.write_bytes(damage)
    monkeypatch.setattr(shipped, "FILE", path)
    refused(ValueError, load_network, str(path))

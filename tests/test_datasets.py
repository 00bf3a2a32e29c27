"""load_mnist gives the published bytes, or refuses."""

import hashlib
import io
from importlib.resources import files

import numpy as np
import pytest

from nnbook import datasets, load_mnist

from .helpers import refused

# SHA-256 of each array's bytes, as nnbook/data/README.md publishes them.
PUBLISHED = {
    "train_images": "2f7182bf021ffc5c1f62db987487f14d899b5c639f421a80f3095affc09a7db2",
    "train_labels": "2f345bad07338ec537641465e169cc4b7288a44244f251211c7f842641e7d927",
    "test_images": "170ff6838184f9ec6aaa1bbb5932ed59b7463585418d2da081525165ef21edae",
    "test_labels": "949a3782a9c308bf8ca08ff720810fe1de358fe09887727264c684c785d1ec53",
}
SIZES = {"train": 10_000, "test": 2_000}


def sha256(array):
    return hashlib.sha256(array.tobytes()).hexdigest()


@pytest.mark.parametrize("split", SIZES)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_every_pixel_and_label_is_the_published_one(split, dtype):
    x, labels = load_mnist(split, one_hot=False, dtype=dtype)
    assert x.shape == (SIZES[split], 784)
    assert x.dtype == dtype
    assert x.min() == 0 and x.max() == 1
    pixels = (x * 255).round().astype(np.uint8)
    assert sha256(pixels) == PUBLISHED[f"{split}_images"]
    assert labels.shape == (SIZES[split],)
    assert labels.dtype == np.int64
    assert sha256(labels.astype(np.uint8)) == PUBLISHED[f"{split}_labels"]


def test_the_readme_publishes_these_sums():
    table = (files("nnbook") / "data" / "README.md").read_text()
    for name, value in PUBLISHED.items():
        assert f"| {name} |" in table and value in table


@pytest.mark.parametrize("dtype", ["float64", np.float32])
def test_one_hot_labels(dtype):
    x, t = load_mnist("test", dtype=dtype)
    _, labels = load_mnist("test", one_hot=False)
    assert x.dtype == t.dtype == dtype
    np.testing.assert_array_equal(t, labels[:, None] == np.arange(10))


def test_defaults():
    x, t = load_mnist()
    assert x.shape == (10_000, 784) and t.shape == (10_000, 10)
    assert x.dtype == t.dtype == np.float64


def test_each_call_gives_arrays_of_ones_own():
    x, t = load_mnist("test")
    x[0], t[0] = 9, 9
    again_x, again_t = load_mnist("test")
    assert again_x[0].max() <= 1 and again_t[0].max() == 1


def test_rows_are_upright_digits():
    # The first test image is a 7: its bar is above its foot, so rows run downwards.
    image = load_mnist("test")[0][0].reshape(28, 28)
    assert image[7:10].sum() > 2 * image[20:23].sum()


@pytest.mark.parametrize("split", ["valid", "Train", "", None, 0, ["train"]])
def test_bad_split(split):
    parts = ["split must be one of 'train', 'test'", f"got {split!r}"]
    refused(ValueError, lambda: load_mnist(split), *parts)


@pytest.mark.parametrize("dtype", [int, "uint8", np.float16, ">f8", "U3", object, complex])
def test_bad_dtype(dtype):
    parts = ["dtype must be float32 or float64", f"got {np.dtype(dtype)}"]
    refused(TypeError, lambda: load_mnist("test", dtype=dtype), *parts)


CONTENT = (files("nnbook") / "data" / "mnist_subset.npz").read_bytes()


def flipped(position):
    content = bytearray(CONTENT)
    content[position] ^= 1
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [b"", CONTENT[:-1], CONTENT[: len(CONTENT) // 2], CONTENT + b"\0"]
    + [flipped(position) for position in (0, len(CONTENT) // 2, -1)],
    ids=["empty", "cut by 1", "half", "longer", "first bit", "middle bit", "last bit"],
)
def test_a_corrupted_file_is_refused(content, tmp_path, monkeypatch):
    path = tmp_path / "mnist_subset.npz"
    path.write_bytes(content)
    monkeypatch.setattr(datasets, "_FILE", path)
    found = hashlib.sha256(content).hexdigest()
    parts = [f"data file {path} is corrupted", found, datasets.SHA256, "install nnbook again"]
    refused(ValueError, lambda: load_mnist("test"), *parts)


def test_the_same_content_is_taken_from_anywhere(tmp_path, monkeypatch):
    path = tmp_path / "copy.npz"
    path.write_bytes(CONTENT)
    monkeypatch.setattr(datasets, "_FILE", path)
    assert load_mnist("test")[0].shape == (2000, 784)


def test_pickled_data_is_never_loaded(tmp_path, monkeypatch):
    buffer = io.BytesIO()
    np.savez(buffer, test_images=np.array([{}]), test_labels=np.array([0]))
    path = tmp_path / "pickled.npz"
    path.write_bytes(buffer.getvalue())
    monkeypatch.setattr(datasets, "_FILE", path)
    monkeypatch.setattr(datasets, "SHA256", hashlib.sha256(buffer.getvalue()).hexdigest())
    refused(ValueError, lambda: load_mnist("test"), "allow_pickle=False")


@pytest.mark.parametrize("dtype", ["nonsense", None])
def test_dtype_that_numpy_does_not_know(dtype):
    parts = ["dtype must be float32 or float64", f"got {dtype!r}"]
    refused(TypeError, lambda: load_mnist("test", dtype=dtype), *parts)

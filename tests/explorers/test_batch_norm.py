"""The batch-norm explorer: the formula, the batch it is given, its arithmetic against NumPy."""

import numpy as np
import pytest

from actnorm.explorers import BatchNormExplorer


def test_normalizes_as_numpy_does(node_maths):
    rng = np.random.default_rng(20)
    calls, want, sizes = [], [], []
    for _ in range(60):
        x = rng.normal(0, 10.0 ** rng.integers(-3, 4), size=8)
        mu, sigma = rng.normal(0, 3), rng.uniform(0, 5)
        gamma, beta, eps = rng.uniform(-10, 10), rng.uniform(-10, 10), 10.0 ** rng.uniform(-8, 2)
        norm = {"mu": mu, "sigma": sigma, "gamma": gamma, "beta": beta, "eps": eps}
        calls += [("normalize", [v, norm]) for v in x.tolist()]
        want += (gamma * ((x - mu) / np.sqrt(sigma**2 + eps)) + beta).tolist()
        sizes += [abs(beta)] * 8
    got = node_maths("batch_norm/math.js", calls)
    # Relative to the larger term: γ x̂ and β may cancel.
    for g, w, size in zip(got, want, sizes, strict=True):
        assert abs(g - w) <= 1e-12 * max(abs(w), size)


def test_counts_as_numpy_does(node_maths):
    rng = np.random.default_rng(21)
    calls, want = [], []
    for _ in range(10):
        x, lo, hi, bins = rng.normal(size=100), -2.0, 1.5, int(rng.integers(3, 40))
        calls.append(("histogram", [x.tolist(), lo, hi, bins]))
        want.append(np.histogram(x, bins=bins, range=(lo, hi))[0].tolist())
    assert node_maths("batch_norm/math.js", calls) == want


BATCH = [1.0, 2.0, 3.0, 4.0]


def test_default_batch_is_real_and_not_standardized():
    bn = BatchNormExplorer()
    assert bn.x.shape == (64,)
    assert abs(bn.batch_mean) > 1
    assert bn.batch_std > 1.5


def test_formula():
    bn = BatchNormExplorer(BATCH, mu=1.0, sigma=0.5, gamma=2.0, beta=-1.0, eps=0.75)
    np.testing.assert_allclose(bn.x_hat, np.array([0.0, 1.0, 2.0, 3.0]), rtol=1e-15)
    np.testing.assert_allclose(bn.y, np.array([-1.0, 1.0, 3.0, 5.0]), rtol=1e-15)


def test_use_batch_statistics_standardizes():
    bn = BatchNormExplorer(eps=1e-8)
    bn.use_batch_statistics()
    assert bn.y.mean() == pytest.approx(0, abs=1e-12)
    assert bn.y.std() == pytest.approx(1, abs=1e-8)


def test_the_held_sample_pulls_the_statistics_but_not_the_sliders():
    bn = BatchNormExplorer(BATCH)
    bn.use_batch_statistics()
    mu, mean = bn.mu, bn.batch_mean
    bn.sample = 6.0
    assert bn.x.tolist() == [6.0, 2.0, 3.0, 4.0]
    assert bn.batch_mean > mean
    assert bn.mu == mu


@pytest.mark.parametrize("n", [2, 3, 64, 512])
def test_the_batchs_own_statistics_are_always_on_the_sliders(n):
    rng = np.random.default_rng(n)
    for x in (rng.normal(5, 2, n), rng.lognormal(0, 2, n), np.r_[np.zeros(n - 1), 1.0]):
        bn = BatchNormExplorer(x)
        for end in bn._controls["sample"]["allowed"]:
            bn.sample = end
            bn.use_batch_statistics()
            assert bn.mu == bn.batch_mean
            assert bn.sigma == bn.batch_std


@pytest.mark.parametrize("x", [1e6 + np.arange(64.0), 1e-6 * np.arange(9.0), np.full(8, 3.0)])
def test_odd_batches_start_in_the_picture(x):
    bn = BatchNormExplorer(x)
    lo, hi = bn._controls["mu"]["allowed"]
    assert lo <= bn.mu <= hi
    assert np.isfinite(bn.y).all()


def test_a_constant_batch_comes_out_as_beta():
    bn = BatchNormExplorer(np.full(8, 0.1), beta=0.5)
    bn.use_batch_statistics()
    np.testing.assert_allclose(bn.y, 0.5, atol=1e-9)


@pytest.mark.parametrize(
    ("x", "error", "message"),
    [
        ([1.0], ValueError, r"2 to 512 values, got shape \(1,\)"),
        ([], ValueError, r"got shape \(0,\)"),
        (np.zeros(513), ValueError, r"got shape \(513,\)"),
        (np.zeros((4, 4)), ValueError, r"one-dimensional.*got shape \(4, 4\)"),
        (3.0, ValueError, r"got shape \(\)"),
        ([1.0, np.nan, 2.0], ValueError, r"x must be finite, but x\[1\] is nan"),
        ([1.0, 2.0, np.inf], ValueError, r"x must be finite, but x\[2\] is inf"),
        (["a", "b"], TypeError, "x must hold real numbers .*got dtype <U1"),
        ([1j, 2j], TypeError, "x must hold real numbers .*got dtype complex128"),
        (np.ma.masked_array([1.0, 2.0], [0, 1]), TypeError, "x must be a plain array"),
        ([0.0, 1e200], ValueError, "no larger than 1e100"),
        ([1e6, 1e6 + 1e-8], ValueError, "spread that a double can resolve"),
    ],
)
def test_data_that_cannot_be_drawn_are_refused(x, error, message):
    with pytest.raises(error, match=message):
        BatchNormExplorer(x)


def test_integers_and_lists_are_welcome():
    assert BatchNormExplorer([1, 2, 3]).x.tolist() == [1.0, 2.0, 3.0]
    assert BatchNormExplorer(np.arange(5, dtype=np.float32)).x.dtype == np.float64


def test_the_readers_array_is_left_alone():
    x = np.array(BATCH)
    bn = BatchNormExplorer(x)
    bn.sample = 2.5
    assert x.tolist() == BATCH

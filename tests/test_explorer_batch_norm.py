"""BatchNormExplorer: the formula, the batch it is given, and what it says."""

import numpy as np
import pytest

from actnorm.explorers import BatchNormExplorer

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
    assert "standardized" in repr(bn)


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
        for end in bn._view["ranges"]["sample"][:2]:
            bn.sample = end
            bn.use_batch_statistics()
            assert bn.mu == bn.batch_mean
            assert bn.sigma == bn.batch_std


@pytest.mark.parametrize("x", [1e6 + np.arange(64.0), 1e-6 * np.arange(9.0), np.full(8, 3.0)])
def test_odd_batches_start_in_the_picture(x):
    bn = BatchNormExplorer(x)
    lo, hi, _ = bn._view["ranges"]["mu"]
    assert lo <= bn.mu <= hi
    assert np.isfinite(bn.y).all()
    bn._repr_mimebundle_()


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
        (["a", "b"], TypeError, "x must hold real numbers, got dtype <U1"),
        ([1j, 2j], TypeError, "x must hold real numbers, got dtype complex128"),
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


def test_says_when_gamma_and_beta_undo_it():
    bn = BatchNormExplorer()
    bn.use_batch_statistics()
    bn.gamma, bn.beta = bn.sigma, bn.mu
    assert "γ and β undo it, the output is the input" in repr(bn)


def test_says_how_many_outputs_are_out_of_the_picture():
    assert "3 of 4 outputs lie beyond the edge of the picture" in repr(
        BatchNormExplorer(BATCH, mu=1.0, sigma=0.0, eps=1e-4)
    )

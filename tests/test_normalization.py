"""What the norms promise: shapes, dtypes, edge cases, errors."""

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import actnorm as an
from actnorm.normalization import blocks, scaling

SCALERS = {name: getattr(an, name) for name in scaling.__all__}


def pairs(x):
    """Two channels per group, or all of them."""
    channels = np.shape(x)[1]
    return channels // 2 if channels and channels % 2 == 0 else 1


def forward(norm):
    return lambda x, *args, **options: norm(x, *args, num_groups=pairs(x), **options)


def backward(norm):
    def call(dy, x, *args, **options):
        options |= norm.options(np.ndim(x), num_groups=pairs(x))
        return norm.backward(dy, x, *args, **options)

    return call


# All take (N, C, L) and average over at least one axis of it.
NORMS = {name: forward(norm) for name, norm in an.NORMS.items()}
BACKWARDS = {name: backward(norm) for name, norm in an.NORMS.items()}
ALL = NORMS | SCALERS
CENTRED = [name for name, norm in an.NORMS.items() if norm.centres]
FLOATS = [np.float16, np.float32, np.float64]

shapes = hnp.array_shapes(min_dims=3, max_dims=4, min_side=1, max_side=5)
# Any value of any floating dtype: 1e308, subnormals, NaN, infinities.
anything = hnp.arrays(st.sampled_from(FLOATS), shapes)


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_array_gives_its_shape_and_dtype_in_silence_and_stays_as_it_is(name, data):
    x = data.draw(anything)
    before = x.copy()
    x.flags.writeable = False
    y = ALL[name](x)
    assert y.shape == x.shape
    assert y.dtype == x.dtype
    assert y.flags.writeable
    assert not np.shares_memory(x, y)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("name", BACKWARDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_gradient_comes_back_in_the_shape_of_what_it_is_for(name, data):
    x = data.draw(anything)
    dy = data.draw(hnp.arrays(x.dtype, x.shape))
    shape = an.NORMS[name].parameter_shape(x.shape)
    dx, dgamma, dbeta = BACKWARDS[name](dy, x, np.ones(shape))
    assert dx.shape == x.shape
    assert dgamma.shape == dbeta.shape == shape
    assert dx.dtype == dgamma.dtype == dbeta.dtype == x.dtype


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
@pytest.mark.parametrize("name", BACKWARDS)
def test_what_is_too_large_for_the_dtype_is_inf_in_silence(name, dtype):
    """Inside, all is float64; the overflow comes when the result is rounded to its dtype."""
    x = np.random.default_rng(0).normal(size=(6, 4, 4)).astype(dtype)
    too_much = np.full(an.NORMS[name].parameter_shape(x.shape), 1e45)
    assert np.isinf(NORMS[name](x, too_much)).all()
    dy = np.full_like(x, np.finfo(dtype).max)
    dx, *sums = BACKWARDS[name](dy * np.sign(x), x, too_much)
    assert np.isinf(dx).any()
    dgamma = np.abs(sums[0])
    assert np.isinf(dgamma).any()
    assert (dgamma > np.finfo(dtype).max / x[0].size).all()  # a length is larger than a spread


@pytest.mark.parametrize("name", NORMS)
def test_blocks_of_rows_make_no_difference(name, monkeypatch):
    rng = np.random.default_rng(1)
    x, dy = 100 + rng.normal(size=(7, 6, 6)), rng.normal(size=(7, 6, 6))
    gamma = rng.normal(size=an.NORMS[name].parameter_shape(x.shape))
    want = [NORMS[name](x, gamma), *BACKWARDS[name](dy, x, gamma)]
    for size in (1, 200, 700):  # a row, some groups of a sample, some samples
        monkeypatch.setattr(blocks, "BLOCK_BYTES", size)
        got = [NORMS[name](x, gamma), *BACKWARDS[name](dy, x, gamma)]
        for a, b in zip(got, want, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("name", ALL)
def test_dtypes(name):
    f, x = ALL[name], np.random.default_rng(0).normal(size=(4, 6, 8)) * 9
    want = f(x)
    assert f(x.astype(">f8")).dtype == np.float64
    np.testing.assert_array_equal(f(x.astype(">f8")), want)
    assert f(x.astype(">f4")).dtype == np.float32
    np.testing.assert_array_equal(f(x.tolist() if name in SCALERS else x), want)
    for integer in (np.int8, np.int64, np.uint16, bool):
        values = x.astype(np.int8).astype(integer)
        assert f(values).dtype == np.float64
        np.testing.assert_array_equal(f(values), f(values.astype(float)))
    # float16 is computed in float32, so it is the float32 result, rounded once.
    half = x.astype(np.float16)
    np.testing.assert_array_equal(f(half), f(half.astype(np.float32)).astype(np.float16))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "x",
    [
        np.ones((2, 2, 2), complex),
        np.ones((2, 2, 2), object),
        np.zeros((2, 2, 2), "M8[s]"),
        np.ma.ones((2, 2, 2)),
        np.full((2, 2, 2), "a"),
    ],
    ids=lambda x: type(x).__name__ + str(x.dtype),
)
def test_what_is_not_real_is_refused_by_name(name, x):
    with pytest.raises(TypeError, match=r"x must .*(got dtype|masked)"):
        ALL[name](x)


@pytest.mark.parametrize("name", ALL)
def test_memory_order_does_not_matter(name):
    x = np.random.default_rng(1).normal(size=(4, 6, 8))
    want = ALL[name](x)
    np.testing.assert_array_equal(ALL[name](np.asfortranarray(x)), want)
    np.testing.assert_array_equal(ALL[name](np.repeat(x, 2, axis=2)[..., ::2]), want)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("eps", [0.0, 1e-5])
@pytest.mark.parametrize("value", [0.1, 1e6 / 3, -7e4 / 3, 5e-8, 0.0])
@pytest.mark.parametrize("name", CENTRED)
def test_a_constant_feature_gives_beta_to_the_last_bit(name, value, eps, dtype):
    x = np.full((7, 6, 6), value if dtype != np.float16 else value / 1e3, dtype)
    beta = np.random.default_rng(2).normal(size=an.NORMS[name].parameter_shape(x.shape))
    y = NORMS[name](x, None, beta, eps=eps)
    beta = beta.reshape(beta.shape + (1,) * (2 - beta.ndim))
    np.testing.assert_array_equal(y, np.broadcast_to(beta, x.shape).astype(dtype))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("value", [0.1, 1e6 / 3, 1e-30, 3e37, 0.0])
@pytest.mark.parametrize("n", [1, 3, 1000, 100_003])
def test_scalers_give_zero_for_a_constant_feature(n, value, dtype):
    for f in SCALERS.values():
        assert not f(np.full(n, value, dtype)).any()


def test_constant_and_other_features_side_by_side():
    x = np.random.default_rng(3).normal(size=(50, 3))
    x[:, 1] = 0.1
    y, _, _ = an.batch_norm(x, beta=[1.0, 2.0, 3.0])
    assert (y[:, 1] == 2.0).all()
    np.testing.assert_array_equal(y[:, [0, 2]], an.batch_norm(x[:, [0, 2]], None, [1.0, 3.0])[0])


@pytest.mark.parametrize("name", NORMS)
def test_the_norm_of_zeros_is_zero(name):
    assert not NORMS[name](np.zeros((2, 3, 2)), eps=0.0).any()


def test_scalers_by_hand():
    x = np.array([[1.0, 10.0], [2.0, 10.0], [6.0, 40.0]])
    np.testing.assert_allclose(an.standardize(x), (x - x.mean(0)) / x.std(0), rtol=1e-15)
    np.testing.assert_allclose(an.standardize(x, axis=None, eps=2.0).var(), x.var() / (x.var() + 2))
    np.testing.assert_array_equal(an.min_max(x), [[0, 0], [0.2, 0], [1, 1]])
    np.testing.assert_array_equal(an.robust_scale(x), [[-0.4, 0], [0, 0], [1.6, 2]])
    np.testing.assert_array_equal(an.robust_scale([0.0, 5.0, 5.0, 5.0, 9.0]), [-5, 0, 0, 0, 4])
    np.testing.assert_allclose(an.standardize(x, axis=(1, 0)), an.standardize(x, axis=None))
    np.testing.assert_allclose(an.standardize(x.T, axis=-1), an.standardize(x).T)


@pytest.mark.parametrize("scale", [2.0**-1000, 2.0**-550, 1.0, 2.0**600, 2.0**1000])
def test_numbers_too_large_or_too_small_to_be_squared(scale):
    x = np.random.default_rng(4).normal(size=(4, 6, 8))
    for name in ALL:
        options = {"eps": 0.0} if name not in ("min_max", "robust_scale") else {}
        np.testing.assert_allclose(
            ALL[name](x * scale, **options), ALL[name](x, **options), rtol=1e-13
        )
    for name in BACKWARDS:
        dx = BACKWARDS[name](x[::-1], x * scale, eps=0.0)[0]
        np.testing.assert_allclose(dx * scale, BACKWARDS[name](x[::-1], x, eps=0.0)[0], atol=1e-13)


def test_float32_beyond_its_own_squares():
    x = np.random.default_rng(5).normal(size=(4, 6, 8)).astype(np.float32)
    for name in NORMS:
        for scale in (2.0**-90, 2.0**100):
            big = x * np.float32(scale)
            np.testing.assert_allclose(
                NORMS[name](big, eps=0.0), NORMS[name](x, eps=0.0), rtol=1e-6, atol=1e-6
            )


def test_a_nan_stays_in_its_own_feature():
    x = np.random.default_rng(6).normal(size=(5, 4, 3))
    for value in (np.nan, np.inf, -np.inf):
        x[2, 1, 0] = value
        for name, norm in an.NORMS.items():
            want = norm.cells(x.shape, (2, 1, 0), num_groups=pairs(x))
            if not norm.centres and np.isinf(value):
                # A finite number over inf is 0, the limit.
                want = np.zeros(x.shape, bool)
                want[2, 1, 0] = True
            np.testing.assert_array_equal(np.isnan(NORMS[name](x)), want, err_msg=name)


def test_gamma_and_beta():
    rng = np.random.default_rng(7)
    x = rng.normal(size=(4, 6, 5))
    for name, norm in an.NORMS.items():
        gamma, beta = rng.normal(size=(2, *norm.parameter_shape(x.shape)))
        g, b = (p.reshape(p.shape + (1,) * (2 - p.ndim)) for p in (gamma, beta))
        y = NORMS[name](x)
        np.testing.assert_allclose(NORMS[name](x, gamma, beta), y * g + b, atol=1e-14)
        np.testing.assert_allclose(NORMS[name](x, beta=beta), y + b, atol=1e-14)
        twos, threes = np.full_like(gamma, 2), np.full(gamma.shape, 3)
        np.testing.assert_array_equal(NORMS[name](x, 2.0, 3), NORMS[name](x, twos, threes))
    gamma = np.arange(30.0).reshape(6, 5)
    y = an.layer_norm(x, gamma, -gamma, axis=(1, 2))
    np.testing.assert_allclose(y, an.layer_norm(x, axis=(2, 1)) * gamma - gamma, atol=1e-13)
    y = an.rms_norm(x, gamma[:, 0], axis=1)
    np.testing.assert_allclose(y, an.rms_norm(x, axis=1) * gamma[:, :1], atol=1e-13)


def test_the_relatives_agree_where_they_meet():
    x = np.random.default_rng(8).normal(size=(3, 6, 4, 5))
    np.testing.assert_allclose(
        an.group_norm(x, num_groups=1), an.layer_norm(x, axis=(1, 2, 3)), atol=1e-14
    )
    np.testing.assert_array_equal(an.group_norm(x, num_groups=6), an.instance_norm(x))
    one = an.batch_norm(x[:1])[0]
    np.testing.assert_allclose(one, an.instance_norm(x[:1]), atol=1e-14)
    centred = x - x.mean(axis=-1, keepdims=True)
    np.testing.assert_allclose(an.rms_norm(centred), an.layer_norm(x), atol=1e-14)


def test_empty_where_nothing_has_to_be_averaged():
    assert an.layer_norm(np.ones((0, 3))).shape == (0, 3)
    assert an.rms_norm(np.ones((0, 3), np.float32)).dtype == np.float32
    y, _, _ = an.batch_norm(np.ones((0, 3)), running_mean=0, running_var=1, training=False)
    assert y.shape == (0, 3)
    assert an.standardize(np.ones((4, 0))).shape == (4, 0)
    dx, dgamma, dbeta = an.layer_norm_backward(np.ones((0, 3)), np.ones((0, 3)))
    assert (dx.shape, dgamma.tolist(), dbeta.tolist()) == ((0, 3), [0] * 3, [0] * 3)

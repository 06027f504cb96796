"""Cross-entropy and its gradient: reductions, shapes, limits, errors."""

import warnings

import numpy as np
import pytest

from actnorm import cross_entropy, cross_entropy_grad, log_softmax, softmax

INF = np.inf


class TestCrossEntropy:
    logits = np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 0.0]])

    def test_reductions(self):
        losses = cross_entropy(self.logits, [0, 2], reduction="none")
        np.testing.assert_array_equal(losses, -log_softmax(self.logits)[[0, 1], [0, 2]])
        assert cross_entropy(self.logits, [0, 2], reduction="sum") == losses.sum()
        assert cross_entropy(self.logits, [0, 2]) == losses.mean()
        gradient = cross_entropy_grad(self.logits, [0, 2], reduction="none")
        np.testing.assert_allclose(gradient, softmax(self.logits) - np.eye(3)[[0, 2]], atol=1e-16)
        np.testing.assert_array_equal(cross_entropy_grad(self.logits, [0, 2]), gradient / 2)

    def test_shapes_and_dtypes(self):
        assert cross_entropy(self.logits[0], 1) == cross_entropy(self.logits[:1], [1])
        x = np.zeros((2, 3, 4), np.float32)
        labels = np.zeros((2, 3), np.uint8)
        assert cross_entropy(x, labels).dtype == np.float32
        assert cross_entropy(x, labels, reduction="none").shape == (2, 3)
        assert cross_entropy_grad(x, labels).shape == x.shape
        assert cross_entropy_grad(x, labels).dtype == np.float32
        assert cross_entropy_grad(x.astype(np.float16), labels).dtype == np.float16
        assert cross_entropy(np.ones((2, 3), int), [0, 1]).dtype == np.float64

    def test_no_rows(self):
        x, labels = np.zeros((0, 3)), []
        with warnings.catch_warnings(), np.errstate(all="raise"):
            warnings.simplefilter("error")
            assert np.isnan(cross_entropy(x, labels))
        assert cross_entropy(x, labels, reduction="sum") == 0
        assert cross_entropy_grad(x, labels).shape == (0, 3)

    def test_infinite_scores(self):
        assert cross_entropy([[INF, 0.0]], [0]) == 0
        assert cross_entropy([[INF, 0.0]], [1]) == INF
        assert cross_entropy([[-INF, 0.0]], [0]) == INF

    @pytest.mark.parametrize("f", [cross_entropy, cross_entropy_grad])
    def test_errors(self, f):
        for labels, given in (([0, 3], 3), ([-1, 0], -1)):
            with pytest.raises(ValueError, match=rf"^labels must be from 0 to 2; got {given}$"):
                f(self.logits, labels)
        with pytest.raises(ValueError, match=r"^labels must have the shape .*\(2,\); got \(3,\)"):
            f(self.logits, [0, 1, 2])
        with pytest.raises(ValueError, match=r"^labels must have the shape .*\(2,\); got \(2, 3\)"):
            f(self.logits, np.eye(3, dtype=int)[[0, 1]])
        for labels in ([0.0, 1.0], [True, False], ["a", "b"]):
            with pytest.raises(TypeError, match=r"^labels must be integers; got dtype"):
                f(self.logits, labels)
        with pytest.raises(TypeError, match=r"^labels .*masked"):
            f(self.logits, np.ma.masked_array([0, 1]))
        with pytest.raises(TypeError, match=r"^logits .*complex"):
            f(self.logits * 1j, [0, 1])
        with pytest.raises(ValueError, match=r"^logits must have at least one class"):
            f(np.zeros((2, 0)), [0, 0])
        with pytest.raises(ValueError, match=r'^reduction must be "mean", "sum" or "none"; got'):
            f(self.logits, [0, 1], reduction="max")

    def test_the_inputs_are_untouched(self):
        logits, labels = self.logits.copy(), np.array([0, 2])
        cross_entropy_grad(logits, labels)
        np.testing.assert_array_equal(logits, self.logits)
        np.testing.assert_array_equal(labels, [0, 2])

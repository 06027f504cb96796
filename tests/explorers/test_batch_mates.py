"""The explorer of batch-mates: what it asks the network, what it refuses, what its bars say."""

import gzip
import json

import numpy as np
import pytest
from traitlets import TraitError

from actnorm import softmax
from actnorm.data import wine
from actnorm.explorers import BatchMatesExplorer
from actnorm.explorers.batch_mates.maths import packed_probabilities
from actnorm.explorers.batch_mates.model import _example
from actnorm.explorers.digits import unpack
from actnorm.network import MLP, train

from .net import follow, opened
from .page import blank, state_of


@pytest.fixture(scope="module")
def explorer():
    return BatchMatesExplorer()


@pytest.fixture(autouse=True)
def begin_anew(request):
    if "explorer" in request.fixturenames:
        made = request.getfixturevalue("explorer")
        made.image, made.draw, made.size, made.training = 1, 1, 8, True


def test_the_best_class_is_numpys(node_maths):
    rows = np.random.default_rng(3).integers(0, 256, size=(50, 10)).tolist()
    got = node_maths("batch_mates/math.js", [("best", [row]) for row in rows])
    assert got == [int(np.argmax(row)) for row in rows]


def test_bytes_keep_the_answer_and_nearly_the_probability():
    p = softmax(np.random.default_rng(4).normal(0, 3, size=(5000, 10)))
    p[0] = [0.3001, 0.3, *[0.39990 / 8] * 8]  # equal once rounded
    p[1] = [0.1, 0.1000001, *[0.1] * 8]
    byte = packed_probabilities(p)
    np.testing.assert_array_equal(byte.argmax(axis=1), p.argmax(axis=1))
    assert (np.sort(byte, axis=1)[:, -1] > np.sort(byte, axis=1)[:, -2]).all()
    assert abs(byte / 255 - p).max() <= 1.5 / 255


def test_it_says_what_the_network_does(explorer):
    model, x, y, _ = _example()
    for size, image, draw in [(2, 1, 5), (8, 3, 60), (32, 8, 1), (16, 2, 33)]:
        explorer.image, explorer.draw, explorer.size = image, draw, size
        mates = explorer.companions
        assert len(set(mates)) == size - 1
        assert mates.min() >= 8
        batch = x[[image - 1, *mates]]
        logits, _ = model.forward(batch, training=True, update_running=False)
        np.testing.assert_allclose(explorer.probabilities, softmax(logits[0]), atol=1.5 / 255)
        assert explorer.answer == str(logits[0].argmax()) == explorer.answers[draw - 1]
        explorer.training = False
        alone, _ = model.forward(x[:8], training=False)
        right = softmax(alone)[image - 1]
        np.testing.assert_allclose(explorer.probabilities, right, atol=1.5 / 255)
        explorer.training = True
    assert explorer._truth == y[:8].tolist()


def test_company_decides_in_training_mode_only(explorer):
    explorer.image = 3
    assert len(set(explorer.answers)) > 2
    explorer.training = False
    answers = set()
    for draw in (1, 17, 60):
        explorer.draw = draw
        answers.add(explorer.answer)
    assert len(answers) == 1


def test_larger_batches_keep_the_companions(explorer):
    explorer.draw = 9
    small = explorer.companions.tolist()
    explorer.size = 32
    assert explorer.companions.tolist()[:7] == small


def test_looking_leaves_no_trace_and_layer_norm_no_company():
    data = wine()
    mlp = MLP([13, 9, 3], norm="batch", rng=np.random.default_rng(0))
    train(mlp, data, epochs=2, rng=np.random.default_rng(1))
    before = [np.copy(v) for pair in mlp.running for v in pair]
    names = ["Ada", "Bea", "Cay"]
    own = BatchMatesExplorer(mlp, data.x_test, data.y_test, labels=names, size=2)
    for old, new in zip(before, [v for pair in mlp.running for v in pair], strict=True):
        np.testing.assert_array_equal(old, new)
    assert own._grid == [1, 13]
    assert own.answer in names
    layered = MLP([13, 9, 3], norm="layer", rng=np.random.default_rng(0))
    plain = BatchMatesExplorer(layered, data.x_test, data.y_test)
    assert all(len(set(row)) == 1 for row in plain._in_company.argmax(axis=-1).reshape(-1, 60))


def test_few_rows_make_small_batches():
    mlp = MLP([4, 5, 2], norm="batch", rng=np.random.default_rng(0))
    x = np.random.default_rng(1).normal(size=(11, 4))
    own = BatchMatesExplorer(mlp, x, np.zeros(11, int), size=4)
    assert own.sizes == [2, 4]
    assert own._grid == [2, 2]


def test_what_travels_is_small(explorer):
    state = state_of(explorer)
    assert len(gzip.compress(json.dumps(state).encode())) < 17_000
    answers = unpack(state["_answers"], 10).reshape(5, 8, 60, 10)
    np.testing.assert_array_equal(answers, explorer._in_company)
    assert unpack(state["_pictures"], 64).shape == (128, 64)


MODEL = MLP([4, 3, 2], rng=np.random.default_rng(0))
X, Y = np.ones((12, 4)), np.zeros(12, dtype=int)


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"model": None}, ValueError, "a model of yours"),
        ({"model": "net"}, TypeError, "forward"),
        ({"y": None}, ValueError, "give x and y"),
        ({"x": X[:9]}, ValueError, "at least 10"),
        ({"x": np.full((12, 4), np.nan)}, ValueError, "finite"),
        ({"x": np.ma.masked_equal(X, 2)}, TypeError, "x must be a plain array"),
        ({"y": Y[:4]}, ValueError, "one class per row"),
        ({"y": Y + 0.5}, TypeError, "integers"),
        ({"y": Y + 2}, ValueError, "from 0 to 1"),
        ({"pixels": np.ones((12, 4))}, ValueError, "rows, columns"),
        ({"pixels": np.ones((12, 17, 2))}, ValueError, "16 by 16"),
        ({"labels": ["a"]}, ValueError, "different names"),
        ({"labels": ["a", "a name too long"]}, ValueError, "different names"),
        ({"model": MLP([4, 13], rng=np.random.default_rng(0))}, ValueError, "2 to 12 classes"),
        ({"size": 8}, TraitError, "size must be one of 2, 4"),
        ({"training": "yes"}, TraitError, "training must be True or False"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(wrong, error, said):
    with pytest.raises(error, match=said):
        BatchMatesExplorer(**({"model": MODEL, "x": X, "y": Y, "size": 2} | wrong))


@pytest.mark.site
@pytest.mark.parametrize("state", ["default", "leaning", "ten"])
def test_bars_and_ticks_are_what_the_network_says(browser, root, state):
    """Training and evaluation are not exchanged: bars follow the mode, ticks never do."""
    page = blank(browser, root, "batch-mates", viewport={"width": 900, "height": 900})
    _, explorer, figure = opened(page, "batch-mates", state)
    for training in (True, False, True):
        figure.locator("select[name=training]").select_option(str(training).lower())
        figure.locator("input[name=draw]").press("ArrowRight")
        page.evaluate("frame()")
        follow(page, explorer)
        assert explorer.training is training
        said = figure.locator(".actnorm-chances .actnorm-note").all_text_contents()
        want = [f"{100 * p:.0f}%" for p in explorer.probabilities]
        assert [text for text in said if text.endswith("%")] == want
        ends = figure.evaluate(
            """e => [
              [...e.querySelectorAll('.actnorm-chances .actnorm-bars')]
                .map(b => b.getAttribute('d').match(/M([\\d.]+),.*?H([\\d.]+)/))
                .map(found => found.slice(1).map(Number)),
              [...e.querySelector('.actnorm-alone').getAttribute('d').matchAll(/M([\\d.]+)/g)]
                .map(m => Number(m[1])),
            ]"""
        )
        bars = np.array([to - start for start, to in ends[0]])
        zero, full = ends[0][0][0], bars.max() / explorer.probabilities.max()
        np.testing.assert_allclose(bars, full * explorer.probabilities, atol=0.4)
        alone = explorer._by_itself[explorer.image - 1] / 255
        np.testing.assert_allclose(np.array(ends[1]) - zero, full * alone, atol=0.6)
    page.context.close()

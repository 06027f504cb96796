"""The explorer of batch-mates: its state, its words, and its JavaScript against Python."""

import gzip
import json
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path

import numpy as np
import pytest
from actnorm.explorers.batch_mates_words import describe_mates, packed_probabilities, percent
from traitlets import TraitError

from actnorm import softmax
from actnorm.data import wine
from actnorm.explorers import BatchMatesExplorer
from actnorm.explorers.batch_mates import _example
from actnorm.network import MLP, train

BYTES = list(range(256))


def cases():
    """Answers of every kind: always right, sometimes, never; one draw and many; both modes."""
    rng = np.random.default_rng(3)
    for classes in (["0", "1"], [str(k) for k in range(10)]):
        for sharp in (1, 30):
            for draws in (1, 2, 40):
                count = len(classes)
                answers = packed_probabilities(softmax(sharp * rng.normal(size=(draws, count))))
                alone = packed_probabilities(softmax(rng.normal(size=count)))
                for truth in (0, int(answers[-1].argmax())):
                    for training in (True, False):
                        yield answers, alone, truth, classes, training, int(rng.integers(2, 33))
    sure = packed_probabilities(np.tile([0.05, 0.9, 0.05], (5, 1)))
    yield sure, sure[0], 1, ["a", "b", "c"], True, 8
    yield sure, sure[0], 2, ["a", "b", "c"], True, 8


CASES = list(cases())


@pytest.fixture(scope="module")
def javascript():
    names = ("answers", "alone", "truth", "classes", "training", "size")
    given = [dict(zip(names, case, strict=True)) for case in CASES]
    for case in given:
        for name in ("answers", "alone"):
            case[name] = b64encode(case[name].tobytes()).decode()
    script = Path(__file__).parent / "js" / "batch_mates.mjs"
    done = subprocess.run(
        ["node", str(script)],
        input=json.dumps({"cases": given, "bytes": BYTES}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def explorer():
    return BatchMatesExplorer()


@pytest.fixture(autouse=True)
def begin_anew(request):
    if "explorer" in request.fixturenames:
        made = request.getfixturevalue("explorer")
        made.image, made.draw, made.size, made.training = 1, 1, 8, True


def test_both_languages_say_the_same(javascript):
    for case, answer in zip(CASES, javascript["answers"], strict=True):
        answers, alone, truth, classes, training, size = case
        assert answer["best"] == answers.argmax(axis=1).tolist()
        assert answer["lines"] == describe_mates(
            answers, alone, truth=truth, classes=classes, training=training, size=size
        )
    assert javascript["percents"] == [percent(byte) for byte in BYTES]


def test_the_cases_say_everything(javascript):
    said = " ".join(line for answer in javascript["answers"] for line in answer["lines"])
    for fragment in (
        "One draw so far",
        "In all 5 draws so far it was read as b.",
        "In 5 of the 5 draws so far it was not read as c; it has been called b.",
        " and ",
        "In training mode, in this company of",
        "whatever its company",
    ):
        assert fragment in said, fragment


def test_bytes_keep_the_answer_and_nearly_the_probability():
    p = softmax(np.random.default_rng(4).normal(0, 3, size=(5000, 10)))
    p[0] = [0.3001, 0.3, *[0.39990 / 8] * 8]  # equal once rounded
    p[1] = [0.1, 0.1000001, *[0.1] * 8]
    byte = packed_probabilities(p)
    best = byte.argmax(axis=1)
    np.testing.assert_array_equal(best, p.argmax(axis=1))
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
        np.testing.assert_allclose(
            explorer.probabilities, softmax(alone)[image - 1], atol=1.5 / 255
        )
        explorer.training = True
    assert explorer._truth == y[:8].tolist()


def test_company_decides_in_training_mode_only(explorer):
    explorer.image = 3
    read = set(explorer.answers)
    assert len(read) > 2
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
    assert "Ada" in own.labels
    layered = MLP([13, 9, 3], norm="layer", rng=np.random.default_rng(0))
    plain = BatchMatesExplorer(layered, data.x_test, data.y_test)
    assert all(len(set(row)) == 1 for row in plain._in_company.argmax(axis=-1).reshape(-1, 60))


def test_few_rows_make_small_batches():
    mlp = MLP([4, 5, 2], norm="batch", rng=np.random.default_rng(0))
    x = np.random.default_rng(1).normal(size=(11, 4))
    own = BatchMatesExplorer(mlp, x, np.zeros(11, int), size=4)
    assert own.sizes == [2, 4]
    assert own._grid == [2, 2]


def test_state_is_in_traits_and_small(explorer):
    state = explorer.get_state()
    kept = {k: v for k, v in state.items() if k not in ("_esm", "_css") and _plain(v)}
    shipped = len(gzip.compress(json.dumps(kept).encode()))
    assert shipped < 40_000
    assert len(b64decode(kept["_answers"])) == 5 * 8 * 60 * 10
    assert len(b64decode(kept["_pictures"])) == 128 * 64
    assert kept["draw"] == 1


def _plain(value):
    return isinstance(value, str | int | bool | list)


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
        ({"y": Y[:4]}, ValueError, "one class per row"),
        ({"y": Y + 0.5}, TypeError, "integers"),
        ({"y": Y + 2}, ValueError, "from 0 to 1"),
        ({"pixels": np.ones((12, 4))}, ValueError, "rows, columns"),
        ({"pixels": np.ones((12, 17, 2))}, ValueError, "16 by 16"),
        ({"labels": ["a"]}, ValueError, "different names"),
        ({"labels": ["a", "a name too long"]}, ValueError, "different names"),
        ({"model": MLP([4, 13], rng=np.random.default_rng(0))}, ValueError, "2 to 12 classes"),
        ({"size": 8}, TraitError, "size must be one of 2, 4"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(wrong, error, said):
    with pytest.raises(error, match=said):
        BatchMatesExplorer(**({"model": MODEL, "x": X, "y": Y, "size": 2} | wrong))


@pytest.mark.parametrize(
    ("name", "value"),
    [("image", 0), ("image", 9), ("draw", 61), ("draw", 1.5), ("size", 3), ("training", "yes")],
)
def test_traits_stay_as_they_were_when_refused(explorer, name, value):
    before = getattr(explorer, name)
    with pytest.raises(TraitError, match=name):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == before


def test_the_still_is_deterministic_and_small(explorer):
    for size, training in ((2, True), (32, False)):
        explorer.size, explorer.training = size, training
        (png, measures), (again, _) = (explorer._still() for _ in range(2))
        assert png == again
        assert measures["width"] == 576
        assert len(png) < 60_000


def test_the_text_says_what_is_seen(explorer):
    explorer.image, explorer.draw = 3, 17
    wrong = sum(name != "9" for name in explorer.answers[:17])
    text = explorer.describe()
    assert text.startswith("Image 3 in a batch of 8, draw 17 of 60. In this company of 7")
    assert f"In {wrong} of the 17 draws so far it was not read as 9" in text
    explorer.training = False
    assert "Its companions have no say" in repr(explorer)

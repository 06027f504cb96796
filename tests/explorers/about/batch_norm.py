"""The batch-norm explorer."""

import numpy as np

from actnorm.explorers import BatchNormExplorer

from ..net import About, Handle, Mark


def own():
    explorer = BatchNormExplorer()
    explorer.use_batch_statistics()
    return explorer


def ends(m):
    control = m._controls["sample"]
    return control["min"], control["max"], control["step"]


ABOUT = About(
    make={
        "default": BatchNormExplorer,
        "own statistics": own,
        "one pixel": lambda: BatchNormExplorer([1.0] + 31 * [0.0]),
        "two": lambda: BatchNormExplorer([0.5, 2.5], mu=1.5, sigma=1.0),
    },
    marks=[
        Mark("the held sample", ".actnorm-handle .actnorm-dot", lambda m: (m.sample, None), x=0),
        Mark(
            "where it lands",
            ".actnorm-mark.is-accent",
            lambda m: (m.y[0], None) if abs(m.y[0]) <= 6 else None,
            x=1,
        ),
        Mark("its strand, above", ".actnorm-strand", lambda m: (m.x[0], None), x=0, at="start"),
        Mark(
            "its strand, below",
            ".actnorm-strand",
            lambda m: (float(np.clip(m.y[0], -120, 120)), None),
            x=1,
            at="end",
        ),
        Mark(
            "the last sample's strand",
            ".actnorm-strands",
            lambda m: (float(np.clip(m.y[-1], -120, 120)), None),
            x=1,
            at="end",
        ),
        Mark(
            "the batch's mean",
            ".actnorm-spread circle",
            lambda m: (m.batch_mean, None),
            x=0,
        ),
        Mark("μ", ".actnorm-spread circle", lambda m: (m.mu, None), x=0, nth=1),
        Mark(
            "the output's mean",
            ".actnorm-spread circle",
            lambda m: (m.y.mean() if abs(m.y.mean()) <= 6 else None, None),
            x=1,
            nth=2,
        ),
        Mark(
            "one σ below μ",
            ".actnorm-spread path",
            lambda m: (m.mu - m.sigma if m.mu - m.sigma >= ends(m)[0] else None, None),
            x=0,
            nth=1,
            at="start",
        ),
    ],
    buttons={
        "Use the batch’s own μ and σ": lambda m: {"mu": m.batch_mean, "sigma": m.batch_std},
    },
    handles={"the held sample": Handle("sample", axis=0)},
)

"""What an exercise says to the student.

Each exercise of the book ends in one call, ``check_…(answer)``. It answers
"not attempted yet" for ``...`` or `None`, a line with ✓ that says what was
verified, or raises `ExerciseError` with one sentence that names the likely
mistake.

`core` holds the mechanism; each chapter's checks stand in a file of their own,
named after the chapter's subject.
"""

from actnorm.checks.backward import (
    check_batch_norm_backward,
    check_below,
    check_layer_norm_backward,
)
from actnorm.checks.batch_mates import check_evaluate, check_recomputed, check_running
from actnorm.checks.core import ExerciseError, Result
from actnorm.checks.curves import (
    check_silu_slope,
    check_tanh_slope,
    check_tenth,
    check_two_by_two,
)
from actnorm.checks.dead_units import check_dead, check_momentum
from actnorm.checks.depth import check_clipping, check_leaky_start, check_scale_or_centre
from actnorm.checks.doctor import check_ablation, check_cure
from actnorm.checks.kinks import check_enough, check_fold, check_places
from actnorm.checks.normalize import (
    check_batch_norm,
    check_bound,
    check_experiment,
    check_unit_interval,
)
from actnorm.checks.relatives import check_any_norm, check_centred_weights, check_warm_up
from actnorm.checks.softmax import check_log_softmax, check_overconfidence, check_temperature
from actnorm.checks.standardize import check_kappa, check_neighbour, check_scaler
from actnorm.checks.start import check_fair_trial, check_layer, check_seeds

__all__ = [
    "ExerciseError",
    "Result",
    "check_ablation",
    "check_any_norm",
    "check_batch_norm",
    "check_batch_norm_backward",
    "check_below",
    "check_bound",
    "check_centred_weights",
    "check_clipping",
    "check_cure",
    "check_dead",
    "check_enough",
    "check_evaluate",
    "check_experiment",
    "check_fair_trial",
    "check_fold",
    "check_kappa",
    "check_layer",
    "check_layer_norm_backward",
    "check_leaky_start",
    "check_log_softmax",
    "check_momentum",
    "check_neighbour",
    "check_overconfidence",
    "check_places",
    "check_recomputed",
    "check_running",
    "check_scale_or_centre",
    "check_scaler",
    "check_seeds",
    "check_silu_slope",
    "check_tanh_slope",
    "check_temperature",
    "check_tenth",
    "check_two_by_two",
    "check_unit_interval",
    "check_warm_up",
]

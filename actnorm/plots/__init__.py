"""Matplotlib figures of the book: each function takes data, draws on an `ax` and returns it."""

from actnorm.plots import style
from actnorm.plots.batches import plot_features
from actnorm.plots.boundary import plot_boundary
from actnorm.plots.curves import plot_activation, plot_derivative, plot_gallery
from actnorm.plots.distributions import plot_distribution
from actnorm.plots.family import list_family
from actnorm.plots.graph import plot_batch_norm_graph
from actnorm.plots.jacobian import plot_jacobian
from actnorm.plots.pixels import plot_pixels
from actnorm.plots.reliability import plot_reliability
from actnorm.plots.slopes import plot_slopes
from actnorm.plots.style import HALF, STACKED, palette, use
from actnorm.plots.sweep import plot_sweep
from actnorm.plots.training import plot_final, plot_runs

__all__ = [
    "HALF",
    "STACKED",
    "list_family",
    "palette",
    "plot_activation",
    "plot_batch_norm_graph",
    "plot_boundary",
    "plot_derivative",
    "plot_distribution",
    "plot_features",
    "plot_final",
    "plot_gallery",
    "plot_jacobian",
    "plot_pixels",
    "plot_reliability",
    "plot_runs",
    "plot_slopes",
    "plot_sweep",
    "style",
    "use",
]

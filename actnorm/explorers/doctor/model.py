"""Six sick training runs: look, commit yourself to a diagnosis and a cure, then see."""

import traitlets

from actnorm.explorers.base import Explorer
from actnorm.explorers.doctor.cases import (
    CURES,
    DIAGNOSES,
    HIDDEN,
    PATIENTS,
    grades,
    shipped,
    ward,
)
from actnorm.explorers.traits import Choice, Flag, Whole, choices, slider

__all__ = ["DoctorExplorer"]


class DoctorExplorer(Explorer, kind="doctor"):
    """Be the doctor of six training runs on digits, each with one thing wrong.

    Loss and accuracy over the epochs, and layer by layer the spread of z, saturated and dead units,
    the gradient, and the size of the steps. Who has committed to a diagnosis and a cure is told how
    good they were, and sees the run with that cure beside the sick one. Every cure was tried.

    Parameters
    ----------
    case : int, default 1
        The patient, 1 to 6.
    epoch : int, default 0
        When the layers are shown: 0 is before the first step, 8 the end.
    look : {"outcome", "layers", "steps"}, default "outcome"
        Which two of the six charts are shown where there is no room for all: loss and accuracy;
        spread and saturation; gradient and steps.
    diagnosis : str, default ""
        What the reader thinks is wrong, "" for nothing yet: "inputs" (not standardized), "rate"
        (too high), "start" (weights too large), "saturated" (or dead units), "vanish" (the
        gradient does), "overfit", "mode" (tested in training mode) or "few" (images to a batch).
    cure : str, default ""
        What the reader does about it, "" for nothing yet: "standardize" the inputs, a tenth of the
        "rate", "start" with He's weights, "relu" or "leaky" units, "batch" norm, "eval" (test in
        evaluation mode) or "larger" batches, of at least 16.
    committed : bool, default False
        Whether the reader stands by both.
    **widget
        `figure`, `title`, and what every widget takes.

    Raises
    ------
    traitlets.TraitError
        If a trait is set to what is not there, or `committed` while a choice is missing.

    Notes
    -----
    Setting another patient takes the choices back, and another choice the commitment; what is set
    after it stands.

    The networks are trained when first asked for, in about ten seconds, all from one seed. What is
    shipped to a page is rounded to three digits.

    Examples
    --------
    >>> explorer = DoctorExplorer(case=6)  # doctest: +SKIP
    >>> explorer.diagnosis, explorer.cure = "saturated", "leaky"  # doctest: +SKIP
    >>> explorer.committed = True  # doctest: +SKIP
    >>> explorer.feedback  # doctest: +SKIP
    (('symptom', 'saturated'), ('failed', 'leaky'))
    """

    _patients = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    _runs = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    _hidden = traitlets.List(traitlets.Int(), read_only=True).tag(sync=True)
    case = Whole(1).tag(sync=True)
    epoch = Whole(0).tag(sync=True)
    look = Choice("outcome").tag(sync=True)
    diagnosis = Choice("").tag(sync=True)
    cure = Choice("").tag(sync=True)
    committed = Flag(False).tag(sync=True)

    def __init__(
        self,
        *,
        case=1,
        epoch=0,
        look="outcome",
        diagnosis="",
        cure="",
        committed=False,
        **widget,
    ):
        self._checkups, which = ward()
        patients = [
            {"runs": runs, "grades": grades(patient, runs)}
            for patient, runs in zip(PATIENTS, which, strict=True)
        ]
        self.set_trait("_patients", patients)
        self.set_trait("_runs", shipped(self._checkups))
        self.set_trait("_hidden", list(HIDDEN))
        super().__init__(
            controls={
                "case": choices(range(1, len(PATIENTS) + 1)),
                "epoch": slider(0, len(self._checkups[0].loss) - 1, step=1),
                "look": choices(["outcome", "layers", "steps"]),
                "diagnosis": choices(["", *DIAGNOSES]),
                "cure": choices(["", *CURES]),
                "committed": {},
            },
            case=case,
            epoch=epoch,
            look=look,
            diagnosis=diagnosis,
            cure=cure,
            committed=committed,
            **widget,
        )

    @property
    def run(self):
        """The sick run, as `actnorm.network.checkup` measured it."""
        return self._checkups[self._patient["runs"][""]]

    @property
    def cured_run(self):
        """The run with the chosen cure; None before the reader has committed."""
        return self._checkups[self._patient["runs"][self.cure]] if self.committed else None

    @property
    def feedback(self):
        """What became of diagnosis and cure: two pairs (grade, choice), none before committing.

        A diagnosis is "right", a "symptom" (seen rightly, but not the cause) or "wrong". A cure is
        the "cure", an "other" one (it helps, but not at the root), changes nothing ("none") or has
        "failed". The page words them.
        """
        if not self.committed:
            return ()
        given = self._patient["grades"]
        return tuple(
            (given[name][choice], choice)
            for name, choice in (("diagnosis", self.diagnosis), ("cure", self.cure))
        )

    @property
    def _patient(self):
        return self._patients[self.case - 1]

    def __setattr__(self, name, value):
        """Take back at once what was said of another patient, or stood for another choice.

        Not in an observer: these are told late, and would take back what was set along with it.
        """
        told = ("case", "diagnosis", "cure")
        before = getattr(self, name) if name in told else None
        super().__setattr__(name, value)
        if name in told and getattr(self, name) != before:
            self.committed = False
            if name == "case":
                self.diagnosis = self.cure = ""

    @traitlets.validate("committed")
    def _both_are_chosen(self, proposal):
        missing = next((name for name in ("diagnosis", "cure") if not getattr(self, name)), None)
        if proposal["value"] and missing:
            raise traitlets.TraitError(f"committed must be False while {missing} is not chosen")
        return proposal["value"]

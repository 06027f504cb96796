"""Six sick training runs: look, commit yourself to a diagnosis and a cure, then see."""

import traitlets

from actnorm.explorers.base import Explorer, Whole
from actnorm.explorers.doctor_cases import (
    CURES,
    DIAGNOSES,
    HIDDEN,
    PATIENTS,
    answers,
    shipped,
    ward,
)
from actnorm.explorers.doctor_feedback import GRADES
from actnorm.explorers.doctor_words import describe_patient

__all__ = ["DoctorExplorer"]


class DoctorExplorer(Explorer):
    """Be the doctor of six training runs on digits, each with one thing wrong.

    Loss and accuracy over the epochs, and layer by layer the spread of z, flat and dead units, the
    gradient, and the size of the steps. Who has committed to a diagnosis and a cure is told how
    good they were, and sees the run with that cure beside the sick one. Every cure was tried.

    Parameters
    ----------
    case : int, default 1
        The patient, 1 to 6.
    epoch : int, default 0
        When the layers are shown: 0 is before the first step, 8 the end.
    diagnosis, cure : str, default ""
        What the reader chose: a key of `diagnoses` or `cures`, "" for nothing yet.
    committed : bool, default False
        Whether the reader stands by both. Any other choice, or another patient, takes it back.

    Raises
    ------
    traitlets.TraitError
        If a trait is set to what is not there, or `committed` while a choice is missing.

    Notes
    -----
    The networks are trained when first asked for, in about ten seconds, all from one seed. What is
    shipped to a page is rounded to three digits.

    Examples
    --------
    >>> explorer = DoctorExplorer(case=6)  # doctest: +SKIP
    >>> explorer.diagnosis, explorer.cure = "flat", "leaky"  # doctest: +SKIP
    >>> explorer.committed = True  # doctest: +SKIP
    >>> explorer.feedback[0]  # doctest: +SKIP
    '◐ The right symptom, but not the cause. Two units of three are dead in the end. …'
    """

    _explorer = traitlets.Unicode("doctor").tag(sync=True)
    _patients = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    _runs = traitlets.List(traitlets.Dict(), read_only=True).tag(sync=True)
    _grades = traitlets.Dict(read_only=True).tag(sync=True)
    diagnoses = traitlets.Dict(read_only=True).tag(sync=True)
    cures = traitlets.Dict(read_only=True).tag(sync=True)
    case = Whole(1).tag(sync=True)
    epoch = Whole(0).tag(sync=True)
    diagnosis = traitlets.Unicode("").tag(sync=True)
    cure = traitlets.Unicode("").tag(sync=True)
    committed = traitlets.Bool(False).tag(sync=True)

    def __init__(self, *, case=1, epoch=0, diagnosis="", cure="", committed=False, **layout):
        runs, which = ward()
        self._checkups = runs
        self.set_trait("_runs", [shipped(run) for run in runs])
        self.set_trait("_grades", dict(GRADES))
        self.set_trait("diagnoses", dict(DIAGNOSES))
        self.set_trait("cures", dict(CURES))
        patients = [
            {"complaint": p.complaint, "net": p.net, "runs": which[i], "says": answers(i)}
            for i, p in enumerate(PATIENTS)
        ]
        self.set_trait("_patients", patients)
        super().__init__(case=case, epoch=epoch, **layout)
        self.diagnosis, self.cure = diagnosis, cure
        self.committed = committed

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
        """What the page says to diagnosis and cure; empty before the reader has committed."""
        if not self.committed:
            return []
        says = self._patient["says"]
        chosen = says["diagnosis"][self.diagnosis], says["cure"][self.cure]
        return [f"{GRADES[grade]} {sentence}" for grade, sentence in chosen]

    @property
    def _patient(self):
        return self._patients[self.case - 1]

    def describe(self):
        """Say in a few sentences what the picture shows."""
        patient = self._patient
        run = self._runs[patient["runs"][""]]
        head = f"Patient {self.case}, {patient['net']}: “{patient['complaint']}”"
        lines = describe_patient(run, self.epoch, sum(HIDDEN))
        return " ".join([head, *lines, *self.feedback])

    def _draw(self):
        from actnorm.explorers.doctor_still import draw_patient

        runs = self._patient["runs"]
        sick = self._runs[runs[""]]
        cured = self._runs[runs[self.cure]] if self.committed else None
        return draw_patient(sick, cured, epoch=self.epoch, name=f"patient {self.case}")

    @traitlets.validate("case")
    def _case_is_there(self, proposal):
        return self._in_range("case", proposal["value"], 1, len(PATIENTS))

    @traitlets.validate("epoch")
    def _epoch_is_measured(self, proposal):
        return self._in_range("epoch", proposal["value"], 0, len(self._runs[0]["loss"]) - 1)

    @traitlets.validate("diagnosis", "cure")
    def _choice_is_one_of_them(self, proposal):
        name, value = proposal["trait"].name, proposal["value"]
        allowed = DIAGNOSES if name == "diagnosis" else CURES
        if value and value not in allowed:
            raise traitlets.TraitError(
                f"{name} must be one of {', '.join(map(repr, allowed))}, or '' for none; "
                f"got {value!r}"
            )
        return value

    @traitlets.validate("committed")
    def _both_are_chosen(self, proposal):
        if proposal["value"] and not (self.diagnosis and self.cure):
            missing = "diagnosis" if not self.diagnosis else "cure"
            raise traitlets.TraitError(f"committed must be False while {missing} is not chosen")
        return proposal["value"]

    @traitlets.observe("case")
    def _another_patient(self, change):
        self.committed = False
        self.diagnosis = self.cure = ""

    @traitlets.observe("diagnosis", "cure")
    def _another_choice(self, change):
        self.committed = False

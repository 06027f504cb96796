"""The explorer of sick training runs; `PATIENTS` and `treated`, for examining them further."""

from actnorm.explorers.doctor.cases import PATIENTS as PATIENTS
from actnorm.explorers.doctor.cases import treated as treated
from actnorm.explorers.doctor.model import DoctorExplorer

__all__ = ["DoctorExplorer"]

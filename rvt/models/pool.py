from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Identified, Region
from rvt.choices import Discipline
from rvt.querysets import ExpertQuerySet


class Expert(Identified):
    """Somebody in the pool of a region, with what that person knows about.

    When somebody can come follows from working days and absences (`accounts.models.availability`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="expertise")
    region = models.ForeignKey(Region, models.PROTECT, related_name="experts")
    disciplines = ArrayField(models.CharField(max_length=24, choices=Discipline.choices), verbose_name="Expertise")
    is_active = models.BooleanField("doet mee", default=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("user", "region", name="expert_once_per_region")]

    def __str__(self) -> str:
        return f"{self.user}"

    @property
    def discipline_labels(self) -> list[str]:
        """The expertise in words."""
        return [str(Discipline(discipline).label) for discipline in self.disciplines]

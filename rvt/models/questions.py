from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Identified, Organisation, Region, Versioned
from rvt import rules
from rvt.choices import AskedAbout, BetterFit, Discipline, FamilyKnows, QuestionState, Urgency
from rvt.querysets import QuestionQuerySet, ReflectionQuerySet


class Question(Identified, Versioned):
    """A question for the table: its own text, without a name and without a path to a household (design 4).

    It knows days (Europe/Amsterdam), never a time: equal times are a path too. Who asks is seen by chair and secretary
    only; everybody else sees the kind of the asker's organisation.
    """

    changed_at = None  # type: ignore[assignment]
    region = models.ForeignKey(Region, models.PROTECT, related_name="questions")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    """In whose name the asker asks."""
    state = models.CharField(max_length=12, choices=QuestionState.choices, default=QuestionState.CONCEPT)

    sentence = models.CharField("Wat wil je weten?", max_length=200, blank=True)
    about = models.CharField("Waar gaat het over?", max_length=12, choices=AskedAbout.choices, blank=True)
    members = models.JSONField("Wie horen erbij?", default=list, blank=True)
    """A list of `{"role": RoleWord, "age": AgeBand}`: codes only."""
    unsafe = models.TextField("Wat is niet veilig?", max_length=1500, blank=True)
    goes_well = models.TextField("Wat gaat goed?", max_length=1500, blank=True)
    tried = models.TextField("Wat is al geprobeerd, en wat deed dat?", max_length=1500, blank=True)
    family_wants = models.TextField("Wat wil het gezin zelf?", max_length=1500, blank=True)
    family_knows = models.CharField(
        "Weet het gezin dat je dit vraagt?", max_length=8, choices=FamilyKnows.choices, blank=True
    )
    family_knows_why = models.CharField("Waarom nog niet?", max_length=300, blank=True)
    dilemma = models.TextField("Waar zit je klem?", max_length=1500, blank=True)
    disciplines = ArrayField(
        models.CharField(max_length=24, choices=Discipline.choices), verbose_name="Wie heb je nodig aan tafel?",
        default=list, blank=True,
    )  # fmt: skip
    urgency = models.CharField("Hoe snel?", max_length=12, choices=Urgency.choices, blank=True)
    urgency_why = models.CharField("Waarom?", max_length=200, blank=True)

    not_names = models.JSONField(default=list, editable=False)
    """Keys of what the privacy check found and the asker said may stay (`rvt.privacy`): "Dit is geen naam"."""

    begun_on = models.DateField(default=timezone.localdate, editable=False)
    submitted_on = models.DateField(null=True, editable=False)
    looked_by_asker = models.BooleanField(default=False, editable=False)
    """"Ik heb gekeken. Hier staan geen namen." """
    library_searched = models.BooleanField(default=False, editable=False)
    """Whether the name finder ran over the text that was sent; when not, the secretary must look by hand (design 4)."""
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    """The secretary or chair who saw no names in this text."""
    returned_with = models.CharField("Wat wil je vragen?", max_length=300, blank=True)
    better_fit = models.CharField("Past beter bij", max_length=16, choices=BetterFit.choices, blank=True)
    discussed_on = models.DateField(null=True, editable=False)
    erased_on = models.DateField(null=True, editable=False)
    """Its text is gone after a year; the counts stay."""

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="question_submitted_whole",
                condition=models.Q(state__in=["concept", "withdrawn"])
                | (models.Q(submitted_on__isnull=False) & ~models.Q(about="") & ~models.Q(urgency="")),
            ),
            models.CheckConstraint(
                name="question_checked_before_the_table",
                condition=~models.Q(state__in=["checked", "scheduled", "discussed", "reading", "agreed", "done"])
                | models.Q(checked_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index("region", "state", name="question_queue"),
            models.Index(fields=["region", "discussed_on"], name="question_by_day"),
        ]

    def __str__(self) -> str:
        return f"vraag {self.uuid}"

    @property
    def is_advised(self) -> bool:
        """Whether there is an advice for the asker to read."""
        return self.state in QuestionState.ADVISED

    def get_absolute_url(self) -> str:
        return reverse("rvt:question-detail", args=[self.uuid])

    @property
    def member_words(self) -> list[str]:
        """Who belongs to it: "moeder, 27 tot 64 jaar"."""
        return rules.member_words(self.members)

    @property
    def discipline_words(self) -> list[str]:
        """Whom the asker needs at the table."""
        return [str(Discipline(code).label) for code in self.disciplines]


class Reflection(models.Model):
    """ "Wat doet dit met jou?" of the asker. It is not sent and nobody else reads it."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="reflection")
    text = models.TextField("Wat doet dit met jou?", max_length=1500, blank=True)

    objects = ReflectionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"bij {self.question_id}"

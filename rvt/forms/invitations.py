from django import forms


class AnswerForm(forms.Form):
    """Two buttons: yes or no."""

    antwoord = forms.ChoiceField(
        choices=[("ja", "Ja, ik kom"), ("nee", "Nee, ik kan niet")],
        error_messages={"required": "Kies ja of nee.", "invalid_choice": "Kies ja of nee."},
    )

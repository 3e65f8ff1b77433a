"""Dates, phones, names and fields as they stand on screen (ux.md 4 and 5). No database."""

import datetime as dt

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from accounts.templatetags import ui

TODAY = dt.date(2026, 11, 23)
UTC = dt.UTC


def test_dates_are_written_in_full_in_lists_and_short():
    day = dt.date(2026, 11, 26)

    written = (
        ui.long_date(day),
        ui.list_date(day, TODAY),
        ui.short_date(day),
        ui.day_date(day),
    )

    assert written == (
        "26 november 2026",
        "do 26 november",
        "26-11-2026",
        "Donderdag 26 november 2026",
    )


def test_a_date_in_another_year_carries_that_year_in_a_list():
    assert ui.list_date(dt.date(2027, 1, 19), TODAY) == "di 19 januari 2027"


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (22, "gisteren"),
        (23, "vandaag"),
        (24, "morgen"),
        (25, "wo 25 november"),
        (20, "vr 20 november"),
    ],
)
def test_days_nearby_have_a_word(day, word):
    assert ui.day_word(dt.date(2026, 11, day), TODAY) == word


def test_times_are_shown_in_amsterdam_and_with_a_dot():
    assert ui.clock(dt.datetime(2026, 11, 23, 13, 30, tzinfo=UTC)) == "14.30 uur"
    assert ui.clock(dt.datetime(2026, 7, 1, 7, 5, tzinfo=UTC)) == "9.05 uur"
    assert ui.clock_range(dt.time(13), dt.time(16)) == "13.00 tot 16.00 uur"


def test_a_moment_just_after_midnight_belongs_to_the_day_in_amsterdam():
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    assert ui.moment(late, TODAY) == "vandaag om 0.30 uur"


def test_a_missing_date_is_shown_as_nothing():
    assert [
        show(None)
        for show in (
            ui.long_date,
            ui.list_date,
            ui.short_date,
            ui.day_word,
            ui.moment,
            ui.clock,
        )
    ] == [""] * 6


@pytest.mark.parametrize(
    ("stored", "shown", "called"),
    [
        ("0612345678", "06 12 34 56 78", "tel:0612345678"),
        ("06-12345678", "06 12 34 56 78", "tel:0612345678"),
        ("+31 6 12345678", "06 12 34 56 78", "tel:0612345678"),
        ("0031612345678", "06 12 34 56 78", "tel:0612345678"),
        ("+31 (0)6 12345678", "06 12 34 56 78", "tel:0612345678"),
        ("0880001122", "088 000 11 22", "tel:0880001122"),
        ("08002000", "0800-2000", "tel:08002000"),
        ("112", "112", "tel:112"),
        ("+49 30 123456", "+49 30 123456", "tel:+4930123456"),
        ("", "", ""),
    ],
)
def test_phone_numbers_read_in_pairs_and_can_be_called(stored, shown, called):
    assert (ui.phone(stored), ui.tel(stored)) == (shown, called)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sanne Verbeek", "SV"),
        ("Fatima el Amrani", "FA"),
        ("Ruben de Wit", "RW"),
        ("Oma Ria", "OR"),
        ("Noor", "N"),
        ("Haddad – Van Dijk", "HD"),
        ("", ""),
    ],
)
def test_initials_leave_out_the_small_words(name, letters):
    assert ui.initials(name) == letters


def test_numbers_have_dots_for_thousands_and_a_comma_for_tenths():
    assert (ui.number(1250), ui.number(3.5, 1), ui.number(None)) == ("1.250", "3,5", "")


def test_names_are_joined_with_en():
    assert [ui.join_nl(names) for names in (["Noor"], ["Samira", "Peter"], ["Samira", "Peter", "Noor"], [])] == [
        "Noor",
        "Samira en Peter",
        "Samira, Peter en Noor",
        "",
    ]


@pytest.mark.parametrize(("hour", "words"), [(7, "Goedemorgen"), (12, "Goedemiddag"), (18, "Goedenavond")])
def test_the_greeting_follows_the_hour(hour, words):
    assert ui.greeting(dt.datetime(2026, 11, 23, hour)) == words


def test_only_words_that_differ_are_marked_and_everything_is_escaped():
    assert ui.marked("samen op <dinsdag>", "samen op vrijdag") == "samen op <mark>&lt;dinsdag&gt;</mark>"


def test_an_unknown_icon_stops_the_developer():
    with pytest.raises(KeyError):
        ui.icon("hamer")


def test_icons_are_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in ui.icon("phone", "s")


def test_a_state_has_a_word_a_colour_and_a_picture_together():
    assert ui.status("Werkt", "works") == f'<span class="tag status status--works">{ui.icon("check")}Werkt</span>'


def test_the_word_of_a_tag_is_escaped():
    assert ui.tag("Tom & <Lisa>", tone="warn") == '<span class="tag tag--warn">Tom &amp; &lt;Lisa&gt;</span>'


def test_long_lists_of_pages_leave_pages_out():
    class Pages:
        num_pages = 12

    assert ui.page_range(Pages(), 5) == [1, None, 4, 5, 6, None, 12]
    assert ui.page_range(Pages(), 3) == [1, 2, 3, 4, None, 12]


class AgreementForm(forms.Form):
    what = forms.CharField(label="Wat?", help_text="Eén zin.", max_length=10)
    who = forms.ChoiceField(label="Wie?", choices=[("p", "Peter")], widget=forms.RadioSelect)
    on = forms.DateField(label="Vanaf wanneer", required=False)
    helps = forms.CharField(
        label="Wat helpt?",
        widget=forms.Textarea,
        error_messages={"required": "Schrijf op wat helpt."},
    )


def shown(name, form, **context):
    template = Template(
        '{% include "components/field.html" with field=field look=look quick=quick hint=hint only %}'
        if context
        else '{% include "components/field.html" with field=field only %}'
    )
    return template.render(Context({"field": form[name], **context}))


def test_a_field_ties_its_label_hint_and_error_together():
    html = shown("what", AgreementForm({}))

    assert '<label class="field__label" for="id_what">Wat?</label>' in html
    assert 'aria-describedby="id_what_helptext id_what_error"' in html
    assert 'id="id_what_helptext"' in html
    assert 'id="id_what_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-required="true"' in html
    assert " required" not in html


def test_a_field_without_error_says_nothing_about_errors():
    html = shown("what", AgreementForm())

    assert "Fout:" not in html
    assert "aria-invalid" not in html


def test_a_field_that_may_stay_empty_says_so():
    html = shown("on", AgreementForm())

    assert "(mag leeg)" in html
    assert "aria-required" not in html


def test_a_date_is_a_native_date_field_with_the_iso_value():
    html = shown("on", AgreementForm(initial={"on": dt.date(2026, 11, 26)}))

    assert 'type="date"' in html
    assert 'value="2026-11-26"' in html


def test_date_chips_wait_for_script():
    html = shown("on", AgreementForm(), look="", quick="future", hint="")

    assert '<div class="chips" data-js hidden>' in html
    assert 'data-add-days="28"' in html


def test_choices_are_one_group_with_a_legend():
    html = shown("who", AgreementForm({}))

    assert 'role="radiogroup" aria-required="true" aria-invalid="true" aria-describedby="id_who_error"' in html
    assert '<legend class="field__label">Wie?</legend>' in html


def test_errors_say_what_to_do_and_a_form_may_say_it_better():
    with override("nl"):
        form = AgreementForm({"what": "x" * 11, "on": "straks"})
        texts = {field.name: ui.error_texts(field) for field in form}

    assert texts == {
        "what": ["Maak de tekst korter: hoogstens 10 tekens."],
        "who": ["Kies iets bij ‘Wie?’."],
        "on": ["Vul een datum in, bijvoorbeeld 1 december 2026."],
        "helps": ["Schrijf op wat helpt."],
    }


def test_the_summary_links_to_each_field_in_the_order_of_the_form():
    links = ui.error_links(AgreementForm({"on": ""}))

    assert [link["href"] for link in links] == ["#id_what", "#id_who_0", "#id_helps"]


def test_widgets_of_the_form_are_left_as_they_were():
    form = AgreementForm({})

    shown("what", form)

    assert form.fields["what"].widget.attrs == {"maxlength": "10"}

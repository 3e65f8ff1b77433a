"""Every paper is PDF/UA-1 and PDF/A-3a at once, by the rules of veraPDF."""

from __future__ import annotations

import pytest

from accounts import press
from tests.pdf_standards import broken_rules
from tests.veiligheidskaart.cards import card
from veiligheidskaart import pdf


def test_a_card_breaks_no_rule() -> None:
    assert broken_rules(pdf.render(card())) == []


def test_the_checker_sees_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "ALSO_ACCESSIBLE", b"")

    assert [rule[:9] for rule in broken_rules(pdf.render(card()))] != []

"""Asks a second checker, written apart from veraPDF, what is wrong with a PDF."""

from __future__ import annotations

import re

import page
from page import ValidationProfile

PROFILES = (ValidationProfile.PDF_A_3A, ValidationProfile.PDF_UA_1)
LENGTH_RULE = "PDFA3A-STREAM-LENGTH-001"


def broken_rules(pdf: bytes) -> list[str]:
    """Return which rules of PDF/A-3a and PDF/UA-1 this file breaks, by this checker.

    A packed stream that ends with a carriage return it takes for one byte too long: that one is looked at here.
    """
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES]
    found = [failure for report in reports for failure in report.failures]
    return sorted(
        f"{each.rule_id}: {each.message}"
        for each in found
        if not (each.rule_id == LENGTH_RULE and each.object_id and _ends_with_return(pdf, each.object_id.object_number))
    )


def _ends_with_return(pdf: bytes, number: int) -> bool:
    """Whether the stream of this object is as long as it says, and its last byte a carriage return."""
    began = re.search(rb"(?m)^%d 0 obj\s*<<(.*?)>>\s*stream\r?\n" % number, pdf, re.DOTALL)
    length = re.search(rb"/Length (\d+)", began.group(1)) if began else None
    if began is None or length is None:
        return False
    end = began.end() + int(length.group(1))
    return pdf[end - 1 : end + 10] == b"\r\nendstream"

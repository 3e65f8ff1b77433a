"""The style files: joined, small, and without names that mean nothing."""

import gzip
import importlib.machinery
import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
TEMPLATES = ROOT / "templates"


def joiner():
    """`bin/css` as a module; it has no suffix."""
    loader = importlib.machinery.SourceFileLoader("bin_css", str(ROOT / "bin" / "css"))
    spec = importlib.util.spec_from_loader("bin_css", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def templates():
    return sorted(TEMPLATES.rglob("*.html"))


def test_the_file_that_pages_load_is_up_to_date():
    assert (CSS / "app.css").read_text(encoding="utf-8") == joiner().joined(), "Run bin/css."


def test_styles_and_script_stay_within_their_budget():
    styles = len(gzip.compress((CSS / "app.css").read_bytes()))
    script = len((ROOT / "static" / "js" / "app.js").read_bytes())

    print(f"FIGURE css_gzip_bytes {styles} 15360")
    print(f"FIGURE script_bytes {script} 10240")
    assert styles < 15_360
    assert script < 10_240


def styles_of(page):
    """Return the styles that a template loads by itself, of what it extends, and of what it includes."""
    text = (TEMPLATES / page).read_text(encoding="utf-8")
    found = set(re.findall(r"static ['\"](css/[\w./-]+)['\"]", text))
    for other in re.findall(r"{% (?:extends|include) ['\"]([\w./-]+)['\"]", text):
        found |= styles_of(other) if (TEMPLATES / other).exists() else set()
    return found


def test_no_page_loads_more_style_than_its_budget():
    pages = {
        path.relative_to(TEMPLATES).as_posix(): styles_of(path.relative_to(TEMPLATES).as_posix())
        for path in templates()
        if "/pdf/" not in path.as_posix()
    }
    sizes = {
        page: sum(len(gzip.compress((ROOT / "static" / style).read_bytes(), 9)) for style in styles)
        for page, styles in pages.items()
    }

    print(f"FIGURE page_css_gzip_bytes {max(sizes.values())} 15360")
    assert {page: size for page, size in sizes.items() if size > 15_360} == {}


def test_every_token_that_is_used_exists():
    known = set(
        re.findall(
            r"[{;]\s*(--[\w-]+):",
            (CSS / "app.css").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    used = {
        name for path in CSS.rglob("*.css") for name in re.findall(r"var\((--[\w-]+)", path.read_text(encoding="utf-8"))
    }

    assert used <= known


def test_the_card_on_paper_needs_nothing_but_its_own_file():
    text = re.sub(
        r"/\*.*?\*/",
        "",
        (CSS / "kaart" / "kaart.css").read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )

    assert [word for word in ("grid", "flex", "currentColor", "var(", "zoom") if word in text] == []


def test_no_text_on_the_card_is_smaller_than_eleven_points():
    text = (CSS / "kaart" / "kaart.css").read_text(encoding="utf-8")

    assert min(float(size) for size in re.findall(r"font-size: ([\d.]+)pt", text)) >= 11


def test_no_template_carries_style_script_or_handlers():
    found = {
        path.relative_to(TEMPLATES).as_posix(): hits
        for path in templates()
        if "/pdf/" not in path.as_posix()
        and (
            hits := re.findall(
                r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)",
                path.read_text(encoding="utf-8"),
            )
        )
    }

    assert found == {}


def test_every_component_says_what_it_needs():
    silent = [
        path.name for path in sorted((TEMPLATES / "components").glob("*.html"))
        if not re.match(r"\{#|\{% comment %\}", path.read_text(encoding="utf-8"))
    ]  # fmt: skip

    assert silent == []

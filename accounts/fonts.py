"""The fonts of our papers, for every script that a card knows. They come from packages, each with its licence (OFL).

They are made ready when a data folder or an image is made. A font of all weights in one file is cut into files of one
weight: doing it again for each paper took a third of the time of a card (docs/adr/0066). The Arabic font loses the
strokes that it puts between letters: a PDF gives them the text of a letter, and words read back wrong (docs/adr/0068).
"""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

LATIN = "fontpkg_noto_sans/files/NotoSans[wdth,wght].ttf"
"""Latin and Cyrillic, all weights."""
ARABIC = "fontpkg_amiri/files/Amiri-Regular.ttf"
"""Its text reads back from a PDF, without those strokes; that of Noto Sans Arabic does not (docs/adr/0061)."""
ARABIC_BOLD = "fontpkg_amiri/files/Amiri-Bold.ttf"
ETHIOPIC = "manimgx_fonts/NotoSansEthiopic[wght].ttf"
EVERY = (LATIN, ARABIC, ARABIC_BOLD, ETHIOPIC)

CUT = (LATIN, ETHIOPIC)
"""Of all weights in one file."""
WEIGHTS = (400, 700)
"""What the style sheets of our papers ask for."""
MULTIPLE_SUBSTITUTION = 2
"""The kind of rule of a font that puts several glyphs in the place of one (OpenType, GSUB)."""


def path_of(name: str) -> Path:
    """Return where the package keeps this font. Raises FileNotFoundError."""
    for folder in sys.path:
        if (path := Path(folder, name)).is_file():
            return path
    raise FileNotFoundError(name)


def cut(folder: Path) -> None:
    """Write the fonts as our papers use them, a file for each weight. The same fonts give the same bytes."""
    import uharfbuzz

    folder.mkdir(parents=True, exist_ok=True)
    for name in CUT:
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path_of(name))))
        for weight in WEIGHTS:
            asked = uharfbuzz.SubsetInput()
            asked.keep_everything()
            for axis in face.axis_infos:
                asked.pin_axis_location(face, axis.tag, weight if axis.tag == "wght" else axis.default_value)
            _keep(folder / _cut_name(name, weight), uharfbuzz.subset(face, asked).blob.data)
    for name in (ARABIC, ARABIC_BOLD):
        _keep(folder / Path(name).name, _without_fillers(path_of(name)))


def _without_fillers(path: Path) -> bytes:
    """Return the font with a glyph for a letter: where it puts a stroke after a glyph, it keeps the glyph alone."""
    from fontTools.ttLib import TTFont

    written = BytesIO()
    with TTFont(path, recalcTimestamp=False) as font:
        for lookup in font["GSUB"].table.LookupList.Lookup:
            for part in lookup.SubTable:
                rule = getattr(part, "ExtSubTable", part)
                if rule.LookupType == MULTIPLE_SUBSTITUTION:
                    for glyph, becomes in rule.mapping.items():
                        if becomes[0] == glyph:
                            rule.mapping[glyph] = [glyph]
        font.save(written)
    return written.getvalue()


def _keep(path: Path, data: bytes) -> None:
    """Write a file, unless it is there. A process that prints with an older one keeps that one whole."""
    if not path.is_file() or path.read_bytes() != data:
        new = path.with_suffix(f".{os.getpid()}")
        new.write_bytes(data)
        new.replace(path)


def _cut_name(name: str, weight: int) -> str:
    return f"{Path(name).stem.partition('[')[0]}-{weight}.ttf"


def files(folder: Path) -> list[Path]:
    """Return the files that papers are made with; `folder` holds what `cut` wrote."""
    arabic = [folder / Path(name).name for name in (ARABIC, ARABIC_BOLD)]
    return [*arabic, *(folder / _cut_name(name, weight) for name in CUT for weight in WEIGHTS)]


def configuration(folder: Path, cache: Path) -> str:
    """Cut the fonts into `folder`, and return a configuration of fontconfig that shows `files` and nothing else."""
    cut(folder)
    paths = files(folder)
    folders = "\n".join(f"<dir>{escape(each)}</dir>" for each in dict.fromkeys(str(path.parent) for path in paths))
    # A package may hold more fonts than ours.
    accepted = "".join(f"<glob>{escape(str(path))}</glob>" for path in paths)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"{folders}\n<cachedir>{escape(str(cache))}</cachedir>\n"
        f"<selectfont><rejectfont><glob>*</glob></rejectfont><acceptfont>{accepted}</acceptfont></selectfont>\n"
        "</fontconfig>\n"
    )


if __name__ == "__main__":
    print(configuration(Path(sys.argv[1]), Path(sys.argv[2])), end="")  # noqa: T201 - the installer and the image keep it

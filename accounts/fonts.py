"""The fonts of our papers, for every script that a card knows. They come from packages, each with its licence (OFL).

Only the standard library: the installer writes the configuration of fontconfig with it, and so does the press.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.sax.saxutils import escape

LATIN = "fontpkg_noto_sans/files/NotoSans[wdth,wght].ttf"
"""Latin and Cyrillic, all weights."""
ARABIC = "fontpkg_amiri/files/Amiri-Regular.ttf"
"""Its text reads back from a PDF; that of Noto Sans Arabic does not (docs/adr/0061)."""
ARABIC_BOLD = "fontpkg_amiri/files/Amiri-Bold.ttf"
ETHIOPIC = "manimgx_fonts/NotoSansEthiopic[wght].ttf"
EVERY = (LATIN, ARABIC, ARABIC_BOLD, ETHIOPIC)


def path_of(name: str) -> Path:
    """Return where the package keeps this font. Raises FileNotFoundError."""
    for folder in sys.path:
        if (path := Path(folder, name)).is_file():
            return path
    raise FileNotFoundError(name)


def configuration(cache: Path | str, packages: Path | None = None) -> str:
    """Return a configuration of fontconfig that shows our fonts and nothing else. `packages` is the site-packages."""
    paths = [packages / name if packages else path_of(name) for name in EVERY]
    folders = "\n".join(f"<dir>{escape(folder)}</dir>" for folder in dict.fromkeys(str(path.parent) for path in paths))
    # A package may hold more fonts than ours. "[" is a sign of its own in a pattern, "?" any sign.
    patterns = (str(path).replace("[", "?").replace("]", "?") for path in paths)
    accepted = "".join(f"<glob>{escape(pattern)}</glob>" for pattern in patterns)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"{folders}\n<cachedir>{escape(str(cache))}</cachedir>\n"
        f"<selectfont><rejectfont><glob>*</glob></rejectfont><acceptfont>{accepted}</acceptfont></selectfont>\n"
        "</fontconfig>\n"
    )


if __name__ == "__main__":
    print(configuration(sys.argv[1]), end="")  # noqa: T201 - the image is built with it

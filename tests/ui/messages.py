"""The catalogue of the interface's texts: taken out of the code, merged into each translation, compiled. `make messages` runs it.

A new text comes into each `coach.po` without a translation; what the code no longer says goes.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from coach import __version__
from coach.ui.texts import LANGUAGES, LOCALE

CODE = LOCALE.parent
_HEADER = "# {language} for Coach: the interface's texts; what authors write stays English.\n#"
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
_TEMPLATE = LOCALE / "coach.pot"
TRANSLATIONS = [code for code in LANGUAGES if code != "en"]


def extracted() -> Catalog:
    """Every text that `_`, `n_`, `later` and `later_n` are given in the code."""
    catalog = _empty("Catalogue", None)
    keywords = {"_": None, "later": None, "n_": (1, 2), "later_n": (1, 2)}
    for _file, _line, message, _comments, _context in extract_from_dir(str(CODE), [("**.py", "python")], keywords=keywords):
        catalog.add(message, flags=["python-brace-format"] if "{" in "".join(message) else [])
    return catalog


def translation(code: str) -> Catalog:
    """What stands in the translation's file; empty where there is none yet."""
    if not po(code).exists():
        return _empty(LANGUAGES[code], code)
    with po(code).open("rb") as file:
        return read_po(file, locale=code)


def template() -> Catalog:
    """The catalogue's file, from which another translation would start."""
    with _TEMPLATE.open("rb") as file:
        return read_po(file)


def po(code: str) -> Path:
    return LOCALE / code / "LC_MESSAGES" / "coach.po"


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    with io.BytesIO() as file:
        write_mo(file, catalog)
        return file.getvalue()


def main() -> None:
    catalog = extracted()
    _write(_TEMPLATE, catalog)
    for code in TRANSLATIONS:
        merged = translation(code)
        merged.update(catalog, no_fuzzy_matching=True)
        merged.obsolete.clear()
        _write(po(code), merged)
        po(code).with_suffix(".mo").write_bytes(compiled(merged))
        left = [m.id for m in merged if m.id and not all(m.string if m.pluralizable else [m.string])]
        print(f"{code}: {len(merged)} texts, {len(left)} to be translated in {po(code)}")
        for message in left:
            print(f"  {message}")


def _empty(language: str, code: str | None) -> Catalog:
    whose = {"project": "Coach", "version": __version__, "msgid_bugs_address": "-", "last_translator": "-", "language_team": "-"}
    return Catalog(code, header_comment=_HEADER.format(language=language), fuzzy=False, **whose)


def _write(path: Path, catalog: Catalog) -> None:
    """In the order of the texts and without dates, so that a change shows as itself."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog.creation_date = catalog.revision_date = _UNDATED
    with path.open("wb") as file:
        write_po(file, catalog, width=160, no_location=True, sort_output=True)


if __name__ == "__main__":
    main()

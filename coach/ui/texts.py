"""The interface's texts go through gettext, in the language of whoever looks; what authors write stays English.

`_` and `n_` are called while a page is drawn, never when a module is imported: only then is it known who looks. A table made at
import is a `Texts`.
"""

import gettext
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from coach import settings
from coach.errors import CoachError

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Each language in its own name; the first is what the code is written in."""
LANGUAGE_COOKIE = "coach_language"
LOCALE = Path(__file__).parent / "locale"
_ENGLISH = gettext.NullTranslations()
_MOST_SESSIONS = 1000
_WORD_JOINER = "\u2060"
_ACTED_ON = re.compile(r"(?<=:)(?=\S)|(?<=www)(?=\.)|(?=@)|(?<=[-<>=~])(?=[-<>=~])", re.IGNORECASE)
"""Where an address, an icon, an emoji or an arrow would begin: https://, www., a@b, :name:, ->, --, >=."""
_TURNERS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()#+-.!|$~:<>&\"'^="} | dict.fromkeys(_TURNERS))


def _(message: str) -> str:
    return _spoken().gettext(message)


def n_(one: str, several: str, n: int) -> str:
    return _spoken().ngettext(one, several, n)


def later(message: str) -> str:
    """Marks a text of a table that is made at import; `Texts` or `_` translates it when it is shown."""
    return message


def later_n(one: str, several: str) -> tuple[str, str]:
    """The same for `n_`."""
    return one, several


class Texts(Mapping[str, str]):
    """A table of texts that were marked with `later`: each is translated when it is looked up."""

    def __init__(self, texts: Mapping[str, str]):
        self._texts = texts

    def __getitem__(self, key: str) -> str:
        return _(self._texts[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def language(cookies: Mapping[str, str], browser: str | None) -> str:
    """COACH_LANGUAGE, else what the learner chose, else what the browser speaks (“de-AT”), else English.

    Raises CoachError where COACH_LANGUAGE names none that there is.
    """
    if fixed := settings.language():
        if fixed not in LANGUAGES:
            raise CoachError(f"COACH_LANGUAGE is “{fixed}”: write one of {', '.join(LANGUAGES)}, or unset it for the language of each browser.")
        return fixed
    wanted = (cookies.get(LANGUAGE_COOKIE), (browser or "").split("-")[0].lower())
    return next((code for code in wanted if code in LANGUAGES), "en")


def language_here() -> str:
    """The language of the session that asks."""
    return language(st.context.cookies, st.context.locale)


def plain(text: str) -> str:
    """`text` for a Markdown widget, every sign of Markdown in it taken as itself.

    Streamlit makes links, icons and arrows of text that has been escaped too: a word joiner, which nobody sees, keeps their
    signs apart. Marks that would turn the words after them round are left out.
    """
    return _ACTED_ON.sub(_WORD_JOINER, " ".join(text.split())).translate(_ESCAPED)


def _spoken() -> gettext.NullTranslations:
    """English outside a session, as in tests and on the command line."""
    context = get_script_run_ctx(suppress_warning=True)
    return _of_session(context.session_id) if context else _ENGLISH


@lru_cache(_MOST_SESSIONS)
def _of_session(_id: str) -> gettext.NullTranslations:
    """Kept, for a page has hundreds of texts; a session's language never changes, since choosing another loads the page anew."""
    return _translation(language_here())


@cache
def _translation(code: str) -> gettext.NullTranslations:
    return _ENGLISH if code == "en" else gettext.translation("coach", LOCALE, [code])

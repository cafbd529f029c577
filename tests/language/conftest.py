"""Short ways to ask the real engine about one text."""

from hypothesis import strategies as st

from coach.language.text import read

# What breaks readers of text: Markdown signs, line ends, marks that combine, letters that change length, figures, quotes.
_BITS = (
    "` ``` ~~~ <!-- --> < > # - * _ ** | |---| === --- [a](b) ]( http://x.y a@b.co > \n \n\n \r\n \r \t \ufeff \u2028 \x85 \x0b \u0301 e\u0301 İ ß ﬁ 🎉 👩‍🔬 ❤️ "
    "שלום مرحبا \u202e “ ” ‘ ’ \" ' « » … . ! ? ; : , ( ) — – / = % k # 0 1.0 0.93 1e-6 10⁻⁶ 1,000 1\u202f000 9999999999 e.g. No. Dr. don't it’s isn’t TSTR"
).split(" ")
any_text = st.lists(st.one_of(st.sampled_from([*_BITS, " ", "\n\n"]), st.text(max_size=8)), max_size=40).map("".join)


def words(draft: str) -> list[str]:
    """The words of all sentences."""
    return [w for s in read(draft).sentences for w in s.words]


def sentences(draft: str) -> list[str]:
    """Each sentence as it stands in the draft."""
    return [draft[s.start : s.end] for s in read(draft).sentences]

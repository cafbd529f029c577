"""The shapes of who reads a text and of the register that this reader needs; a change says how another one differs."""

from pydantic import Field

from coach.content.schema import Authored, Category, Slug, Text


class Decision(Authored):
    """What the reader does with the text where any category of `found` is found in it, or any point of `missing` is missing."""

    decision: Text
    because: Text
    found: tuple[Category, ...] = ()
    missing: tuple[Slug, ...] = ()

    @property
    def is_conditional(self) -> bool:
        return bool(self.found or self.missing)


class Reader(Authored):
    """Who reads it: what may stand unexplained, what must be explained, and what harms this reader most.

    Of the `decisions` the reader takes the first whose condition holds; the last has none, and is what the text is written for.
    """

    who: Text
    knows: tuple[Text, ...]
    explain: tuple[Text, ...]
    explain_every_other_term: bool = False
    longest_sentence: int = Field(ge=15, le=80)
    harmed_most_by: tuple[Category, ...] = Field(min_length=5)
    consequences: dict[Category, Text]
    decisions: tuple[Decision, ...] = Field(min_length=2)

    def changed(self, change: "ReaderChange") -> "Reader":
        """This reader with what is given in `change`."""
        given = {name: value for name, value in change if value is not None}
        return self.model_copy(update=given | {"consequences": self.consequences | change.consequences})

    @property
    def name(self) -> str:
        """Who it is in a few words."""
        return self.who.split(":")[0].split(".")[0].removeprefix("The ").strip()


class ReaderChange(Authored):
    """Another reader: what differs from the first. `consequences` are added to the first's, one by one."""

    who: Text | None = None
    knows: tuple[Text, ...] | None = None
    explain: tuple[Text, ...] | None = None
    explain_every_other_term: bool | None = None
    longest_sentence: int | None = Field(default=None, ge=15, le=80)
    harmed_most_by: tuple[Category, ...] | None = Field(default=None, min_length=5)
    consequences: dict[Category, Text] = Field(default_factory=dict)
    decisions: tuple[Decision, ...] | None = Field(default=None, min_length=2)


class Dimension(Authored):
    """One dimension of register: what fits this reader, and what a draft does that misses it."""

    fits: Text
    misses: Text


class Profile(Authored):
    """The register of a text for one reader, after Halliday (field, tenor, mode) and Swales (moves)."""

    field: Dimension
    tenor: Dimension
    mode: Dimension
    moves: Dimension
    stance: Dimension
    density: Dimension


class Register(Authored):
    """The register band, from -3 (very informal) to 3 (very formal), and what it is made of."""

    band: tuple[float, float]
    description: Text
    profile: Profile

    def changed(self, change: "RegisterChange") -> "Register":
        """This register with what is given in `change`."""
        given, profile = ({name: value for name, value in part if value is not None} for part in (change, change.profile))
        return self.model_copy(update=given | {"profile": self.profile.model_copy(update=profile)})


class ProfileChange(Authored):
    """The dimensions that differ."""

    field: Dimension | None = None
    tenor: Dimension | None = None
    mode: Dimension | None = None
    moves: Dimension | None = None
    stance: Dimension | None = None
    density: Dimension | None = None


class RegisterChange(Authored):
    """Another register: what differs from the first."""

    band: tuple[float, float] | None = None
    description: Text | None = None
    profile: ProfileChange = ProfileChange()

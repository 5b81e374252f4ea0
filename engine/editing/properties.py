"""What Samtrin adds to a diagram: the properties ``samtrin:*``, where each may stand, and what it means to its owner.

Every editor shows this table; what a property does stands where it is read (see ``engine/bpmn/nodes/work.py`` and
``grep samtrin: engine``)."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.errors import Message

WORK = ("userTask", "serviceTask", "sendTask", "scriptTask", "businessRuleTask", "callActivity")
CATCHERS = ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")
TASK, PROCESS = ("userTask",), ("process",)


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose. An empty ``value`` is what counts where nothing is chosen."""

    value: str
    label: Message


@dataclass(frozen=True, slots=True)
class Property:
    """``on``: BPMN elements that may carry it. ``choices``: where its values are chosen from (``options``, ``kinds``,
    ``roles``, ``documents``, ``tasks``), empty: it is written. ``many``: several values with commas between them.
    ``feel``: it may be an expression. ``section``: ``main``, ``more``, ``reminders`` or
    ``gate``."""

    name: str
    on: tuple[str, ...]
    label: Message
    help: Message
    choices: str = ""
    options: tuple[Option, ...] = field(default=())
    many: bool = False
    feel: bool = False
    section: str = "main"


_NEVER = Option("none", Message("Never"))

PROPERTIES = (
    Property(
        "samtrin:parties",
        PROCESS,
        Message("Parties"),
        Message("The kinds of organisation in a case, separated by commas. The first one starts the case."),
        "kinds",
        many=True,
    ),
    Property(
        "samtrin:title",
        PROCESS,
        Message("Title of the case"),
        Message("What a case is called in lists. Usually the field of the first form that holds its name."),
        feel=True,
    ),
    Property(
        "samtrin:tests",
        PROCESS,
        Message("Tests before publishing"),
        Message("Whether the tests of the process must pass before it can be published."),
        "options",
        (Option("", Message("Only advice")), Option("required", Message("Must pass"))),
    ),
    Property(
        "samtrin:migration",
        PROCESS,
        Message("When running cases are to follow a new version"),
        Message("Whether the parties of a case must say yes before it is moved."),
        "options",
        (Option("", Message("The owners decide")), Option("consent", Message("All parties must say yes"))),
    ),
    Property(
        "samtrin:visibility",
        WORK,
        Message("Who may see it?"),
        Message("Private steps, and what is answered in them, are seen by the own party alone."),
        "options",
        (Option("", Message("All parties")), Option("private", Message("Only the party that does it"))),
        feel=True,
    ),
    Property(
        "samtrin:party",
        WORK,
        Message("Whose step is it?"),
        Message(
            "Needed where several parties have the role, and for private steps that nobody does by hand."
        ),
        "kinds",
        feel=True,
        section="more",
    ),
    Property(
        "samtrin:excludes",
        TASK,
        Message("Must be done by somebody else than"),
        Message("Whoever did one of these tasks cannot do this one."),
        "tasks",
        many=True,
        feel=True,
        section="more",
    ),
    Property(
        "samtrin:sign",
        TASK,
        Message("Document to be signed"),
        Message("The task shows the newest version of this document and binds the answer to it."),
        "documents",
        feel=True,
        section="more",
    ),
    Property(
        "samtrin:casting",
        TASK,
        Message("Does the form fill roles?"),
        Message("Then its fields are named after the roles, and who is chosen is in the case from there on."),
        "options",
        (Option("", Message("No")), Option("true", Message("Yes"))),
        section="more",
    ),
    Property(
        "samtrin:offer",
        CATCHERS,
        Message("Button on the page of the case"),
        Message(
            "With a text here, people can set this off themselves, for as long as the case can catch it."
        ),
    ),
    Property(
        "samtrin:roles",
        CATCHERS,
        Message("Who sees the button?"),
        Message("Roles, separated by commas. Empty: everybody in the case."),
        "roles",
        many=True,
    ),
    Property(
        "samtrin:reminders",
        (*TASK, *PROCESS),
        Message("When are people reminded?"),
        Message(
            "Working days from the deadline: -2 is two days before, 0 the day itself. Also half (half-way) and "
            "every 3 (every third day after)."
        ),
        "options",
        (
            Option("", Message("As usual: two days before, the day itself, two days after")),
            Option("0", Message("Only the day itself")),
            Option(
                "-5, -2, 0, +2", Message("A week before, two days before, the day itself, two days after")
            ),
            Option("half, 0, every 3", Message("Half-way, the day itself, then every third day")),
            _NEVER,
        ),
        feel=True,
        section="reminders",
    ),
    Property(
        "samtrin:escalation",
        (*TASK, *PROCESS),
        Message("Who is told when it is late?"),
        Message("Roles, separated by commas, or none. Empty: the administrators of the party."),
        "roles",
        many=True,
        section="reminders",
    ),
    Property(
        "samtrin:gate",
        TASK,
        Message("Is it an approval?"),
        Message("The task then asks for a yes or no to exact words, and the answers are counted."),
        "options",
        (
            Option("", Message("No")),
            Option("alle", Message("Yes, everybody must say yes")),
            Option("flertal", Message("Yes, more than half must say yes")),
            Option("en", Message("Yes, one yes is enough")),
        ),
        feel=True,
        section="gate",
    ),
    Property(
        "samtrin:document",
        TASK,
        Message("What is approved"),
        Message("The id of the frozen document, as the step that froze it gave it: =dok.id"),
        feel=True,
        section="gate",
    ),
    Property(
        "samtrin:sealed",
        TASK,
        Message("Are answers hidden until all have answered?"),
        Message("Yes hides each answer until the round is over or its deadline has passed."),
        "options",
        (Option("", Message("No")), Option("=true", Message("Yes"))),
        feel=True,
        section="gate",
    ),
    Property(
        "samtrin:alone",
        TASK,
        Message("May one person do it alone in two roles?"),
        Message("No means that somebody who also drafts or answers in another role cannot do it."),
        "options",
        (Option("", Message("Yes, and it is noted")), Option("=false", Message("No"))),
        feel=True,
        section="gate",
    ),
    Property(
        "samtrin:condition",
        TASK,
        Message("Condition that the task settles"),
        Message("The id of a condition that was set with a yes."),
        feel=True,
        section="gate",
    ),
)

"""What the scripts of the modeler say (``web/frontend/src/modeler/words.js``): key -> text; ``{name}`` is filled in
there."""

from engine.errors import Message

WORDS = {
    "drawingLabel": Message(
        "Drawing of the process. Page Down and Page Up go from step to step; the properties follow with F6."
    ),
    "noMore": Message("There are no more steps this way"),
    "drawing": Message("You are drawing again"),
    "simulating": Message("You are trying the process out: nothing is changed"),
    # what is wrong
    "error": Message("Error"),
    "warning": Message("Warning"),
    "oneError": Message("1 error"),
    "errors": Message("{n} errors"),
    "oneWarning": Message("1 warning"),
    "warnings": Message("{n} warnings"),
    "noProblems": Message("No errors found"),
    "notChecked": Message("Cannot be checked right now. I try again at your next change"),
    "notCheckedBrief": Message("Not checked"),
    "moreProblems": Message("… and {n} more"),
    "openChosen": Message("Open it in a new window"),
    "openFile": Message("Open the file"),
    "why": Message("What I found"),
    # the properties
    "section main": Message("The most important"),
    "section more": Message("Who, more exactly"),
    "section reminders": Message("Reminders"),
    "section gate": Message("Approval"),
    "setting role": Message("Who does it?"),
    "setting role help": Message("A role: each party says in its case who fills it."),
    "setting form": Message("Form"),
    "setting form help": Message("What is asked. The forms of this draft come first."),
    "setting due": Message("Deadline"),
    "setting due help": Message("Counted from the day when the task is opened. Danish working days."),
    "workingDays": Message("{n} working days"),
    "kind joint": Message("All parties together"),
    "kind any": Message("Every party"),
    "setting decision": Message("Decision table"),
    "setting decision help": Message("Which table gives the answer."),
    "setting process": Message("Which process is used?"),
    "setting process help": Message("It runs as a part of this one, and the case goes on when it is done."),
    "setting job": Message("What happens by itself?"),
    "setting job help": Message("Work that Samtrin does, or the name of a job that another system takes."),
    "notChosen": Message("Nothing chosen"),
    "writeIt": Message("Something else: I write it myself"),
    "written": Message("{label} (written)"),
    "addTo": Message("{label} (add one more)"),
    "chooseOne": Message("Choose from the list"),
    "type text": Message("text"),
    "type number": Message("number"),
    "type date": Message("date"),
    "type yes or no": Message("yes or no"),
    "type list": Message("list"),
    "type context": Message("several values"),
    # files
    "broken": Message(
        "This diagram cannot be shown. It is still in the draft as it was; bring another file, or mend it as a list."
    ),
    "leftOut": Message("Parts of the file cannot be shown here ({n}). They may be lost when you save."),
    "understood": Message("I understand"),
    "fileRefused": Message("{name} is not a diagram that I can read. Nothing was changed."),
    "fileTooLarge": Message("{name} is larger than {mb} MB. Nothing was changed."),
    "replace": Message("Replace the whole diagram with {name}? I found no errors in it."),
    "replaceWithErrors": Message(
        "Replace the whole diagram with {name}? There are errors to mend in it: {n}."
    ),
    "replaceYes": Message("Replace the diagram"),
    "replaceNo": Message("Keep the one I have"),
    "replaced": Message("The diagram is now the one from {name}."),
    "undoReplace": Message("Undo: bring the old one back"),
    "pasted": Message("what you pasted"),
    "before": Message("the diagram from before"),
}

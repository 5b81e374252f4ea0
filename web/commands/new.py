"""``samtrin new process NAME``: the files of a process to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from engine.editing import starting_point
from engine.errors import Fault

README = """# {name}

Den ene part skriver et forslag, og begge parter godkender det.

| Fil | Indhold |
|---|---|
| `{id}.bpmn` | forløbet |
| `{id}.scenarios.json` | prøver af forløbet |
| `roles.json` | rollerne, som hver part selv sætter folk i |
| `../../forms/{id}-start.form` | det, der spørges om, når en sag bliver oprettet |
| `../../forms/{id}-forslag.form` | forslaget |

Porten kommer fra `godkendelsesport` (se `processes/faelles/` hos Samtrin). Udgiv det hele:

    samtrin deploy processes/{id} forms/{id}-start.form forms/{id}-forslag.form
"""


@click.group()
def new() -> None:
    """Make the files of something new."""


@new.command("process")
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder that holds (or will hold) processes/ and forms/ (default: here).",
)
def new_process(name: str, into: Path) -> None:
    """Make a process called NAME that works as it is: a start form, a task, a gate. Overwrites nothing."""
    try:
        process_id = starting_point.slug(name)
        roles, listed = starting_point.own_roles(process_id)
        made = starting_point.files(process_id, name, roles)
    except Fault as fault:
        raise click.ClickException(str(fault)) from None
    folder = into / "processes" / process_id
    contents = {
        **{(into / "forms" if file.endswith(".form") else folder) / file: made[file] for file in made},
        folder / "roles.json": listed,
        folder / "README.md": README.format(name=" ".join(name.split()), id=process_id).encode(),
    }
    taken = [path for path in (folder, *contents) if path.exists()]
    if taken:
        raise click.ClickException(f"{taken[0]} is there already: choose another name")
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
        click.echo(path)
    forms = " ".join(str(path) for path in contents if path.suffix == ".form")
    click.echo(f"\nPublish it: samtrin deploy {folder} {forms}")

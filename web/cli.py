"""The command line: ``samtrin --help``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from engine import bpmn, demo, deployments, jobs, settings
from engine.demo import resources
from engine.errors import Fault
from engine.migrations import upgrade as migrate
from engine.parties import people
from engine.store import Store
from web import paths

DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder of the database (default: data).")


@click.group()
@click.version_option(package_name="samtrin")
def main() -> None:
    """Samtrin carries partnerships and building projects between organisations, step by step."""


def _open(data: Path | None) -> tuple[Store, settings.Settings]:
    found = settings.load(data)
    store = Store(found.database_url)
    migrate(store)
    return store, found


@main.command()
@DATA
def upgrade(data: Path | None) -> None:
    """Bring the database to this version's tables."""
    store, found = _open(data)
    click.echo(f"{store.engine.url.render_as_string(hide_password=True)} is up to date ({found.data})")


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@DATA
def deploy(files: tuple[Path, ...], data: Path | None) -> None:
    """Publish processes, forms and roles: FILES and folders; without any, all that come with Samtrin."""
    store, _ = _open(data)
    content = _content(files) if files else resources(paths.processes(), paths.forms())
    try:
        with store.transaction() as session:
            done = deployments.deploy(session, content)
    except deployments.Rejected as rejected:
        _print_problems(rejected.problems)
        sys.exit(1)
    changed = [item for item in done if item.version]
    for item in changed:
        click.echo(f"{item.kind} {item.id}: version {item.version}")
    click.echo(f"{len(changed)} new versions, {len(done) - len(changed)} unchanged")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Read BPMN FILES and folders and say what is wrong, without publishing anything."""
    problems: list[object] = []
    models = []
    for name, content in _content(files).items():
        if name.endswith(".bpmn"):
            try:
                models.append(bpmn.read(content, name))
            except bpmn.Rejected as rejected:
                problems += rejected.problems
    problems += bpmn.lint(models, bpmn.Known())
    _print_problems(problems)
    click.echo(f"{len(models)} files, {len(problems)} problems")
    sys.exit(1 if any(getattr(problem, "severity", "error") == "error" for problem in problems) else 0)


@main.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(data: Path | None, host: str, port: int) -> None:
    """Run the web server with the background worker inside."""
    store, found = _open(data)
    _serve(store, found, host, port, is_demo=False)


@main.command("demo")
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demo"), show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def demo_command(data: Path, host: str, port: int) -> None:
    """Run a demo installation with fictional organisations, people and cases, made on first use."""
    store, found = _open(data)
    with store.read() as session:
        fresh = not demo.is_built(session)
    if fresh:
        click.echo("Laver demodata ...")
        demo.build(store, resources(paths.processes(), paths.forms()))
    click.echo(
        "\nLog ind som en af disse (alle har adgangskoden " + click.style(demo.PASSWORD, bold=True) + "):"
    )
    for name, _, members in demo.people_to_try():
        click.echo(f"\n  {name}")
        for person, address in members:
            click.echo(f"    {person:<18}{address}")
    _serve(store, found, host, port, is_demo=True)


@main.command("create-organisation")
@click.argument("name")
@click.option(
    "--kind", default="civil", show_default=True, help="What it is to a process: civil, bygherre ..."
)
@DATA
def create_organisation(name: str, kind: str, data: Path | None) -> None:
    """Make an organisation."""
    store, _ = _open(data)
    with store.transaction() as session:
        click.echo(f"organisation {people.create_organisation(session, name, kind)}: {name}")


@main.command("create-person")
@click.argument("name")
@click.argument("email")
@click.option("--organisation", type=int, help="Number of the organisation to belong to.")
@click.option("--role", multiple=True, help="A role that the person usually fills there; may be repeated.")
@click.option("--admin", is_flag=True, help="Administers the organisation.")
@click.option("--operator", is_flag=True, help="May publish processes.")
@click.password_option()
@DATA
def create_person(
    name: str,
    email: str,
    organisation: int | None,
    role: tuple[str, ...],
    admin: bool,
    operator: bool,
    password: str,
    data: Path | None,
) -> None:
    """Make a person who can log in."""
    store, _ = _open(data)
    try:
        with store.transaction() as session:
            person_id = people.create_person(session, name, email, password, is_operator=operator)
            if organisation is not None:
                people.organisation_named(session, organisation)
                people.join(session, person_id, organisation, role, is_admin=admin)
    except Fault as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(f"person {person_id}: {name}")


def _content(files: tuple[Path, ...]) -> dict[str, bytes]:
    folders = [file for file in files if file.is_dir()]
    return resources(*folders) | {file.name: file.read_bytes() for file in files if file.is_file()}


def _print_problems(problems: Sequence[object]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _serve(store: Store, found: settings.Settings, host: str, port: int, *, is_demo: bool) -> None:
    from waitress import create_server

    from web.app import create_app

    app = create_app(
        store,
        {
            "SECRET_KEY": found.secret_key,
            "PREFERRED_URL_SCHEME": "https" if found.base_url.startswith("https:") else "http",
            "DEMO": is_demo,
        },
    )
    worker = jobs.Worker(store)
    worker.start()
    server = create_server(app, host=host, port=port, threads=8, ident=None)
    click.echo(f"\nSamtrin kører på http://{host}:{port} (stop med Ctrl+C)")
    try:
        server.run()
    finally:
        worker.stop()
        store.close()

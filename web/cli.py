"""The command line: ``samtrin --help``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from engine import audit, bpmn, calendar, demo, deployments, dmn, feel, jobs, messages, settings, signing
from engine.clock import Clock
from engine.demo import resources
from engine.documents import bundle
from engine.effects import smtp
from engine.errors import Fault
from engine.migrations import upgrade as migrate
from engine.parties import people
from engine.store import Store
from web import paths
from web.commands.new import new
from web.letters import Letters

DATA = click.option("--data", type=click.Path(path_type=Path), help="Folder of the database (default: data).")


@click.group()
@click.version_option(package_name="samtrin")
def main() -> None:
    """Samtrin carries partnerships and building projects between organisations, step by step."""


main.add_command(new)


def _open(data: Path | None) -> tuple[Store, settings.Settings]:
    found = settings.load(data)
    store = Store(found.database_url, files=found.files)
    store.letters = Letters(found.base_url, found.secret_key)
    try:
        store.post = smtp.post(found.smtp_url, found.mail_from) if found.smtp_url else None
    except ValueError as wrong:
        raise click.ClickException(f"SAMTRIN_SMTP_URL and SAMTRIN_MAIL_FROM: {wrong}") from None
    store.signing = signing.LocalService(found.signing_key, found.signing_certificate)
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
    """Publish processes, decisions, forms and roles: FILES and folders; without any, all that come with Samtrin."""
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
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the database (default: data/demo).")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def demo_command(data: Path | None, host: str, port: int) -> None:
    """Run a demo installation with fictional organisations, people and cases, made on first use."""
    store, found = _open(data or Path(os.environ.get("SAMTRIN_DATA", "data")) / "demo")
    with store.read() as session:
        fresh = not demo.is_built(session)
    if fresh:
        click.echo("Laver demodata ...")
        store.letters = None  # nobody is mailed about the demo's past
        try:
            demo.build(store, resources(paths.processes(), paths.forms()))
        except Fault as fault:
            raise click.ClickException(f"{fault}: {found.data}") from None
    click.echo(
        "\nLog ind som en af disse (alle har adgangskoden " + click.style(demo.PASSWORD, bold=True) + "):"
    )
    for name, members in demo.people_to_try():
        click.echo(f"\n  {name}")
        for person, address in members:
            click.echo(f"    {person:<18}{address}")
    _serve(store, found, host, port, is_demo=True)


@main.command("feel")
@click.argument("expression")
@click.option("--context", type=click.File("rb"), help="JSON file with the variables.")
def feel_command(expression: str, context: BinaryIO | None) -> None:
    """Work out a FEEL EXPRESSION, such as 'sum(priser) > 500000'."""
    variables = json.load(context) if context else {}
    try:
        value = feel.evaluate(expression, feel.to_feel(variables), now=Clock()())
    except feel.FeelError as problem:
        raise click.ClickException(_pointed(expression, problem)) from None
    click.echo(json.dumps(feel.from_feel(value), ensure_ascii=False, indent=2))


@main.command()
@click.argument("file", type=click.File("rb"))
@click.option("--decision", help="Id or name of the decision (default: the last one of the file).")
@click.option("--input", "given", multiple=True, help="NAME=FEEL, such as beloeb=25000000; may be repeated.")
@click.option("--context", type=click.File("rb"), help="JSON file with the inputs.")
def decide(file: BinaryIO, decision: str | None, given: tuple[str, ...], context: BinaryIO | None) -> None:
    """Evaluate a decision of a DMN FILE and show the rules that matched."""
    try:
        model = dmn.read(file.read())
        inputs = feel.to_feel(json.load(context) if context else {})
        inputs |= {
            name: feel.evaluate(text, inputs) for name, _, text in (pair.partition("=") for pair in given)
        }
        ids = [element.id for element in model.elements.values() if isinstance(element, dmn.Decision)]
        if not ids:
            raise click.ClickException("The file holds no decision")
        evaluation = dmn.evaluate(model, decision or ids[-1], inputs, now=Clock()())
    except feel.FeelError as problem:
        raise click.ClickException(str(problem)) from None
    for done in evaluation.decisions:
        rules = ", ".join(str(rule.number) for rule in done.rules)
        click.echo(
            f"{done.name}: {json.dumps(feel.from_feel(done.output), ensure_ascii=False)}"
            + (f"  (rules {rules})" if rules else "")
        )
    click.echo(json.dumps(feel.from_feel(evaluation.value), ensure_ascii=False))


@main.command("message")
@click.argument("name")
@click.option(
    "--key", default="", help="Correlation key, as the process asks for it (often the case number)."
)
@click.option("--variables", default="{}", help="JSON object that travels with the message.")
@DATA
def send_message(name: str, key: str, variables: str, data: Path | None) -> None:
    """Send the message NAME to a case that waits for it, or let it start one; kept for 30 days if none does."""
    try:
        payload = json.loads(variables)
        if not isinstance(payload, dict):
            raise ValueError("not an object")
    except ValueError as wrong:
        raise click.ClickException(f"--variables is no JSON object: {wrong}") from None
    store, _ = _open(data)
    with store.transaction() as session:
        served = messages.publish(session, name, key, payload)
    click.echo(f"{served} served" if served else "kept until somebody waits for it")


@main.command("verify-files")
@click.argument("file", type=click.File("rb"))
def verify_files(file: BinaryIO) -> None:
    """Check the zip FILE with a case's papers: that each of its files is there and unchanged, and no other."""
    problems = bundle.verify(file)
    _print_problems(problems)
    click.echo(f"{len(problems)} problems" if problems else "every file is as it was handed out")
    sys.exit(1 if problems else 0)


@main.command("closed-days")
@click.argument("days", nargs=-1, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--none", "nothing", is_flag=True, help="Have no closed days of our own.")
@DATA
def closed_days(days: tuple[datetime, ...], nothing: bool, data: Path | None) -> None:
    """Set the DAYS on which nobody works here, beside the Danish holidays; without any, show them."""
    store, _ = _open(data)
    with store.transaction() as session:
        if days or nothing:
            calendar.close(session, [day.date() for day in days])
        for day in sorted(calendar.closed_here(session)):
            click.echo(day.isoformat())


@main.command()
@click.argument("file", required=False, type=click.File("rb"))
@click.option("--case", "number", help="Check this case's trail in the database instead of a file.")
@click.option(
    "--head", default="", help="The head that the trail must end with, as you know it from elsewhere."
)
@DATA
def verify(file: BinaryIO | None, number: str | None, head: str, data: Path | None) -> None:
    """Check an audit trail: an exported FILE (JSON or CSV, no database needed), or a case's own."""
    if (file is None) == (number is None):
        raise click.UsageError("Name either a file or --case NUMBER")
    try:
        if file:
            verdict = audit.check_file(file.read(audit.LIMIT + 1), head)
        else:
            store, _ = _open(data)
            with store.read() as session:
                verdict = audit.verify(session, audit.numbered(session, number or ""), head)
    except (audit.Unreadable, Fault) as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo(str(verdict))
    sys.exit(0 if verdict.intact else 1)


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


def _pointed(expression: str, problem: feel.FeelError) -> str:
    """The error with a mark under the place in the expression."""
    if problem.position is None:
        return str(problem)
    return f"{problem}\n  {expression}\n  {' ' * problem.position}^"


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
            "BASE_URL": os.environ.get("SAMTRIN_BASE_URL") or f"http://{host}:{port}",
            "PROXIES": found.proxies,
            "DEMO": is_demo,
            "UPLOAD_LIMIT": found.upload_limit,
        },
    )
    worker = jobs.Worker(store)
    worker.start()
    server = create_server(
        app,
        host=host,
        port=port,
        threads=8,
        ident=None,
        clear_untrusted_proxy_headers=not found.proxies,  # the application reads them itself, hop by hop
    )
    click.echo(f"\nSamtrin kører på http://{host}:{port} (stop med Ctrl+C)")
    try:
        server.run()
    finally:
        worker.stop()
        store.close()

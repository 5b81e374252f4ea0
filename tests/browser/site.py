"""The real site on a fresh demo installation, in a thread of its own, with a clock that only tests move."""

from __future__ import annotations

import logging
import threading
from datetime import date, datetime, timedelta
from functools import cache

import sqlalchemy as sa
from werkzeug.serving import make_server

from engine import bpmn, jobs
from engine.clock import HOME
from engine.demo import clock, people_to_try, resources
from engine.models import process_instance, user_task
from engine.store import Store
from web import paths
from web.app import create_app


class Site:
    """``case`` is the number of the case that everybody looks at; ``turn`` goes up with everything that happens."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.case, self.turn = "", 0
        # what a command sets going is done before its answer is sent, so that nobody ever waits for the worker
        store.wake = lambda: jobs.run_due(store)
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        app = create_app(store, {"SECRET_KEY": "only for tests"})
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self.store.close()

    @property
    def today(self) -> date:
        return self.store.clock().astimezone(HOME).date()

    def wait(self, days: int) -> None:
        """Let days pass; what falls due on the way is done at its moment."""
        self.turn += 1
        clock.advance(self.store, timedelta(days=days))

    def wait_until(self, day: str) -> None:
        """Let time pass until ten in the morning of a day."""
        goal = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=HOME)
        assert goal > self.store.clock(), f"{day} is past"
        self.turn += 1
        clock.advance(self.store, goal - self.store.clock())

    def tasks(self, element_id: str, case: str = "") -> list[int]:
        """Ids of a case's tasks of an element, oldest first: what nobody has a link to must be refused too."""
        with self.store.read() as session:
            return [
                row.id
                for row in session.all(
                    sa.select(user_task.c.id)
                    .join(process_instance, process_instance.c.id == user_task.c.process_instance_id)
                    .where(process_instance.c.number == (case or self.case))
                    .where(user_task.c.element_id == element_id)
                    .order_by(user_task.c.id)
                )
            ]

    def newest_case(self) -> str:
        with self.store.read() as session:
            newest = sa.select(process_instance.c.number).order_by(process_instance.c.id.desc()).limit(1)
            return str(session.scalar(newest))


@cache
def files() -> dict[str, bytes]:
    """Everything that comes with the application to be deployed."""
    return resources(paths.processes(), paths.forms())


@cache
def task_names() -> dict[str, str]:
    """Element id of every user task -> the name that people see."""
    models = [bpmn.read(content, name) for name, content in files().items() if name.endswith(".bpmn")]
    return {
        element.id: element.name
        for model in models
        for process in model.processes.values()
        for element in process.elements.values()
        if element.kind == "userTask"
    }


@cache
def addresses() -> dict[str, str]:
    """First name -> e-mail address of everybody in the demo organisations."""
    return {name.split()[0]: email for _, people in people_to_try() for name, email in people}

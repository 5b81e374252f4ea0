"""The process that is killed: completes the open task of a case again and again, and says so after each commit.

python -m tests.crash.child URL PERSON_ID INSTANCE_ID"""

from __future__ import annotations

import sys

import sqlalchemy as sa

from engine import jobs, user_tasks
from engine.models import user_task
from engine.parties import people
from engine.store import Store


def main(url: str, person_id: int, instance_id: int) -> None:
    store = Store(url)
    while True:
        with store.transaction() as session:
            by = people.actor(session, person_id)
            task_id = session.scalar(
                sa.select(user_task.c.id).where(
                    user_task.c.process_instance_id == instance_id, user_task.c.state == "open"
                )
            )
            assert by is not None
            user_tasks.complete(session, task_id, {}, by)
        print(task_id, flush=True)  # only now is it acknowledged
        jobs.run_due(store)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

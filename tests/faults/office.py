"""What happens at the office while phones are out: tasks made and taken away, visits returned, sessions run out."""

from contextlib import contextmanager
from datetime import UTC, date, timedelta
from pathlib import Path

from sqlalchemy import select, update
from ulid import ULID

from accounts.models import Account, LoginSession
from app import create_app
from checklists.authoring.models import ChecklistVersion
from core.clock import utc_now
from core.db import db, unit_of_work
from core.errors import DomainError
from inspections.planning import services as planning
from inspections.planning.models import Task
from inspections.review import services as review
from inspections.review.services import Given
from inspections.visits import queries as filling
from tests.builders import make_checklist, make_organisation, make_site
from tests.faults.county import items

DUE = date(2098, 12, 31)


class Office:
    """The county's desk on the same instance as the server."""

    def __init__(self, instance: Path, version: str):
        self.app, self.version, self.count = create_app({"INSTANCE_PATH": instance}), version, 0

    @contextmanager
    def _at_work(self):
        with self.app.app_context(), unit_of_work():
            yield

    def _account(self, username: str) -> Account:
        return db.session.scalars(select(Account).where(Account.username == username)).one()

    def account_id(self, username: str) -> str:
        """The id of the person."""
        with self.app.app_context():
            return self._account(username).id

    def new_task(self) -> tuple[str, str, str]:
        """A joint visit of both inspectors to a new place: its id, its version, when it was made."""
        self.count += 1
        with self._at_work():
            people = [self._account("jiancha"), self._account("jiancha1")]
            version = db.session.get(ChecklistVersion, self.version)
            organisation = make_organisation(area=people[0].organisation.area)
            supervisor, site, now = self._account("zhuguan"), make_site(organisation), utc_now()
            task = planning.create_task(supervisor, site.id, version, people, DUE, "", now)
            made = ULID.from_str(task.id).datetime.astimezone(UTC)
            return task.id, version.id, made.strftime("%Y-%m-%d %H:%M:%S.%f")

    def republish(self) -> bool:
        """A newer version of the checklist; visits that are under way keep theirs."""
        with self._at_work():
            old = db.session.get(ChecklistVersion, self.version)
            new = make_checklist(items=items(len(old.items)), checklist=old.checklist, number=old.number + 1)
            self.version = new.id
        return True

    def take_away(self, task: str, username: str) -> bool:
        """The inspector is no longer on the task."""
        with self._at_work():
            row = db.session.get(Task, task)
            row.inspectors = [each for each in row.inspectors if each.username != username] or row.inspectors
        return True

    def return_visit(self, task: str, code: str) -> bool:
        """The supervisor sends one item back, if the visit has been handed in."""
        with self._at_work():
            visit = filling.find_of_task(task)
            if visit is None or visit.state != "submitted":
                return False
            supervisor, now = self._account("zhuguan"), utc_now()
            item = next(each for each in visit.checklist_version.items if each.code == code)
            try:
                review.decide(supervisor, visit, item.id, Given("return", "请重新检查"), now)
                review.return_visit(supervisor, visit, now)
            except DomainError:
                return False
        return True

    def expire(self, username: str) -> bool:
        """The sessions of the person run out; nobody ended them: that would hide the phone."""
        with self._at_work():
            own = LoginSession.account_id == self._account(username).id
            db.session.execute(update(LoginSession).where(own).values(seen_at=utc_now() - timedelta(days=60)))
        return True

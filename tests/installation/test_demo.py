"""The demo county, on both databases."""

from accounts.models import Account
from checklists.library.services import load_library
from core.db import db
from inspections.planning.models import Site, Task
from installation.demo import load_demo
from tests.builders import NOW


def test_the_demo_county_has_everyone_and_is_made_once(any_session):
    load_library(None, NOW)
    made = load_demo(NOW)
    assert [account.username for account in made][:2] == ["bianzhi", "bianzhi2"] and len(made) == 9
    assert (db.session.query(Site).count(), db.session.query(Task).count()) == (4, 4)
    assert all(account.must_change_password for account in db.session.query(Account))
    assert load_demo(NOW) == []


def test_a_given_password_is_everybodys_and_stands(any_session):
    load_demo(NOW, "Mei-Tan-2016-qing")
    assert not any(account.must_change_password for account in db.session.query(Account))

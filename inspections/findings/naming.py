"""What the auditor reads in place of ids: the site that a confirmation was about."""

from functools import partial

from accounts.admin.naming import names
from inspections.findings.models import Acknowledgement
from inspections.visits.naming import of_a_visit

names("acknowledgement")(partial(of_a_visit, Acknowledgement))

"""requests that another administrator confirms: no longer only resets of passwords."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade():
    known = sa.CheckConstraint("kind IN ('reset','create','enable')", name=op.f("ck_password_reset_kind"))
    op.add_column("password_reset", sa.Column("kind", sa.String(length=10), known, nullable=False, server_default="reset"))


def downgrade():
    op.drop_column("password_reset", "kind")

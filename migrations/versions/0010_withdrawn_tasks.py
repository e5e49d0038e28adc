"""a task that was taken back: why, and whether its visit may be finished."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade():
    op.add_column("task", sa.Column("withdrawn_reason", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("visit_kept", sa.Boolean(), nullable=True))


def downgrade():
    op.drop_column("task", "visit_kept")
    op.drop_column("task", "withdrawn_reason")

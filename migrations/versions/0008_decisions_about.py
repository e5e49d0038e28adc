"""decisions keep what they were said about, so that they hold as long as it stays so."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade():
    op.add_column("decision", sa.Column("about", sa.String(length=64), nullable=True))


def downgrade():
    op.drop_column("decision", "about")

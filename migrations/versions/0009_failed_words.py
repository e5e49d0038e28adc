"""items say in words what is wrong where they are not met."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade():
    op.add_column("item", sa.Column("failed_words", sa.Text(), nullable=True))


def downgrade():
    op.drop_column("item", "failed_words")

"""limits on passwords: turns taken in advance instead of failures row by row."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    op.drop_table("failed_login")
    op.create_table(
        "allowance",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("spent_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_allowance")),
    )
    with op.batch_alter_table("allowance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allowance_spent_until"), ["spent_until"], unique=False)
    op.create_table(
        "unknown_logins",
        sa.Column("network", sa.String(length=60), nullable=False),
        sa.Column("hour", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("network", "hour", name=op.f("pk_unknown_logins")),
    )


def downgrade():
    op.drop_table("unknown_logins")
    op.drop_table("allowance")
    op.create_table(
        "failed_login",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_login")),
        sa.UniqueConstraint("username", "address", name=op.f("uq_failed_login_username")),
    )

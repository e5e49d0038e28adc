"""resets of passwords: who asked, who confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade():
    op.create_table(
        "password_reset",
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("asked_by_id", sa.String(length=26), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settled_by_id", sa.String(length=26), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("audit_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name=op.f("ck_password_reset_settled")),
        sa.CheckConstraint("state IN ('waiting','done','refused')", name=op.f("ck_password_reset_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_password_reset_account_id_account")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_password_reset_asked_by_id_account")),
        sa.ForeignKeyConstraint(["audit_seq"], ["audit_entry.seq"], name=op.f("fk_password_reset_audit_seq_audit_entry")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_password_reset_settled_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
    )
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_reset_account_id"), ["account_id"], unique=False)


def downgrade():
    op.drop_table("password_reset")

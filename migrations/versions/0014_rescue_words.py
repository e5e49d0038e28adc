"""what inspectors say of records that were imported in their name."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade():
    op.create_table(
        "rescue_word",
        sa.Column("rescue_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("said_by_id", sa.String(length=26), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.CheckConstraint("kind IN ('confirmed', 'denied')", name=op.f("ck_rescue_word_kind")),
        sa.CheckConstraint("kind = 'confirmed' OR reason <> ''", name=op.f("ck_rescue_word_reason")),
        sa.ForeignKeyConstraint(["audit_seq"], ["audit_entry.seq"], name=op.f("fk_rescue_word_audit_seq_audit_entry")),
        sa.ForeignKeyConstraint(["rescue_id"], ["rescue.id"], name=op.f("fk_rescue_word_rescue_id_rescue")),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_rescue_word_said_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescue_word")),
        sa.UniqueConstraint("rescue_id", name=op.f("uq_rescue_word_rescue_id")),
    )


def downgrade():
    for trigger, table in TRIGGERS.items():
        _drop(trigger, table)
    op.drop_table("rescue_word")


# What speaks of the table that goes away; those of the earlier program come with it.
TRIGGERS = {
    "decision_by_no_importer": "decision",
    "settlement_by_no_importer": "settlement",
    "held_note_by_no_importer": "held_note",
    "inspection_reviewed_by_no_importer": "inspection",
}


def _drop(trigger, table):
    op.execute(f"DROP TRIGGER IF EXISTS {trigger}" + ("" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"))

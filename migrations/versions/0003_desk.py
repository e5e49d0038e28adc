"""the desk: settled conflicts, what was done about held records, packets that came in a rescue file."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _audited(table, *columns):
    """The columns that a row of the supervisor's has besides its own."""
    return (
        *columns,
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("audit_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["audit_seq"], ["audit_entry.seq"], name=op.f(f"fk_{table}_audit_seq_audit_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _decided(table):
    return (
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.String(length=26), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_reason")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f(f"fk_{table}_decided_by_id_account")),
    )


def upgrade():
    op.create_table(
        "settlement",
        sa.Column("inspection_id", sa.String(length=26), nullable=False),
        sa.Column("revision_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("chosen_id", sa.String(length=26), nullable=True),
        sa.Column("result_id", sa.String(length=26), nullable=True),
        sa.CheckConstraint("kind IN ('keep', 'take', 'return')", name=op.f("ck_settlement_kind")),
        sa.CheckConstraint("(kind = 'take') = (result_id IS NOT NULL)", name=op.f("ck_settlement_result")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_settlement_inspection_id_inspection")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_settlement_revision_id_revision")),
        sa.ForeignKeyConstraint(["chosen_id"], ["revision.id"], name=op.f("fk_settlement_chosen_id_revision")),
        sa.ForeignKeyConstraint(["result_id"], ["revision.id"], name=op.f("fk_settlement_result_id_revision")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_settlement_revision_id")),
        *_audited("settlement", *_decided("settlement")),
    )
    with op.batch_alter_table("settlement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_inspection_id"), ["inspection_id"], unique=False)

    op.create_table(
        "held_note",
        sa.Column("packet_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('noted', 'returned')", name=op.f("ck_held_note_kind")),
        sa.ForeignKeyConstraint(["packet_id"], ["packet.id"], name=op.f("fk_held_note_packet_id_packet")),
        sa.UniqueConstraint("packet_id", name=op.f("uq_held_note_packet_id")),
        *_audited("held_note", *_decided("held_note")),
    )
    op.create_table(
        "rescue",
        sa.Column("packet_id", sa.String(length=26), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("imported_by_id", sa.String(length=26), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["packet_id"], ["packet.id"], name=op.f("fk_rescue_packet_id_packet")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["account.id"], name=op.f("fk_rescue_imported_by_id_account")),
        sa.UniqueConstraint("packet_id", name=op.f("uq_rescue_packet_id")),
        *_audited("rescue"),
    )


def downgrade():
    op.drop_table("rescue")
    op.drop_table("held_note")
    op.drop_table("settlement")

"""what phones send: bytes handed in, drafts, packets, chains, revisions, receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "handed_in",
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("refused_because", sa.Text(), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=True),
        sa.Column("shown_sha256", sa.String(length=64), nullable=True),
        sa.Column("thumb_sha256", sa.String(length=64), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.String(length=40), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_handed_in_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_in")),
        sa.UniqueConstraint("account_id", "sha256", name=op.f("uq_handed_in_account_id")),
    )
    op.create_table(
        "phone_draft",
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("task_id", sa.String(length=26), nullable=True),
        sa.Column("site_id", sa.String(length=26), nullable=False),
        sa.Column("checklist_version_id", sa.String(length=26), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", sa.JSON(), nullable=False),
        sa.Column("earliest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_suspect", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_phone_draft_account_id_account")),
        sa.ForeignKeyConstraint(
            ["checklist_version_id"],
            ["checklist_version.id"],
            name=op.f("fk_phone_draft_checklist_version_id_checklist_version"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_phone_draft_site_id_site")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_phone_draft_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_draft")),
    )
    with op.batch_alter_table("phone_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_draft_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_phone_draft_site_id"), ["site_id"], unique=False)

    op.create_table(
        "packet",
        sa.Column("draft_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("inspection_id", sa.String(length=26), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.CheckConstraint("(outcome = 'held') = (reason IS NOT NULL)", name=op.f("ck_packet_reason")),
        sa.CheckConstraint("outcome = 'held' OR inspection_id IS NOT NULL", name=op.f("ck_packet_inspection")),
        sa.CheckConstraint("outcome IN ('taken', 'held')", name=op.f("ck_packet_outcome")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_packet_account_id_account")),
        sa.ForeignKeyConstraint(["draft_id"], ["phone_draft.id"], name=op.f("fk_packet_draft_id_phone_draft")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_packet_inspection_id_inspection")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_packet_draft_id")),
    )
    with op.batch_alter_table("packet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packet_inspection_id"), ["inspection_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("inspection_id", sa.String(length=26), nullable=False),
        sa.Column("item_id", sa.String(length=26), nullable=True),
        sa.Column("attribute", sa.String(length=80), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("beside", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("draft_id", sa.String(length=26), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.CheckConstraint("(item_id IS NULL) <> (attribute IS NULL)", name=op.f("ck_revision_subject")),
        sa.CheckConstraint("NOT beside OR draft_id IS NOT NULL", name=op.f("ck_revision_beside")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_revision_account_id_account")),
        sa.ForeignKeyConstraint(["draft_id"], ["phone_draft.id"], name=op.f("fk_revision_draft_id_phone_draft")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_revision_inspection_id_inspection")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_revision_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index("ix_revision_inspection_id_item_id", ["inspection_id", "item_id"], unique=False)
        batch_op.create_index(
            "uq_revision_item_number",
            ["inspection_id", "item_id", "number"],
            unique=True,
            sqlite_where=sa.text("NOT beside AND item_id IS NOT NULL"),
            postgresql_where=sa.text("NOT beside AND item_id IS NOT NULL"),
        )

    op.create_table(
        "signature",
        sa.Column("inspection_id", sa.String(length=26), nullable=False),
        sa.Column("draft_id", sa.String(length=26), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("shown_sha256", sa.String(length=64), nullable=False),
        sa.Column("signer", sa.String(length=80), nullable=False),
        sa.Column("signed_at", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["phone_draft.id"], name=op.f("fk_signature_draft_id_phone_draft")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_signature_inspection_id_inspection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("inspection_id", "draft_id", "seq", name=op.f("uq_signature_inspection_id")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_inspection_id"), ["inspection_id"], unique=False)

    op.create_table(
        "chain_entry",
        sa.Column("draft_id", sa.String(length=26), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("packet_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.String(length=26), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["phone_draft.id"], name=op.f("fk_chain_entry_draft_id_phone_draft")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_chain_entry_item_id_item")),
        sa.ForeignKeyConstraint(["packet_id"], ["packet.id"], name=op.f("fk_chain_entry_packet_id_packet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_entry")),
        sa.UniqueConstraint("draft_id", "seq", name=op.f("uq_chain_entry_draft_id")),
    )
    with op.batch_alter_table("chain_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chain_entry_packet_id"), ["packet_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draft_id", sa.String(length=26), nullable=False),
        sa.Column("packet_id", sa.String(length=26), nullable=False),
        sa.Column("inspection_id", sa.String(length=26), nullable=True),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_receipt_account_id_account")),
        sa.ForeignKeyConstraint(["draft_id"], ["phone_draft.id"], name=op.f("fk_receipt_draft_id_phone_draft")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_receipt_inspection_id_inspection")),
        sa.ForeignKeyConstraint(["packet_id"], ["packet.id"], name=op.f("fk_receipt_packet_id_packet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("packet_id", name=op.f("uq_receipt_packet_id")),
        sa.UniqueConstraint("sequence", name=op.f("uq_receipt_sequence")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipt_draft_id"), ["draft_id"], unique=False)

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("accuracy", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("marks_sha256", sa.String(length=64), nullable=True))

    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("flags", sa.JSON(), server_default="[]", nullable=False))


def downgrade():
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.drop_column("flags")

    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_column("marks_sha256")
        batch_op.drop_column("accuracy")

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_draft_id"))
        batch_op.drop_index(batch_op.f("ix_receipt_account_id"))

    op.drop_table("receipt")
    with op.batch_alter_table("chain_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chain_entry_packet_id"))

    op.drop_table("chain_entry")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_inspection_id"))

    op.drop_table("signature")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_revision_item_number",
            sqlite_where=sa.text("NOT beside AND item_id IS NOT NULL"),
            postgresql_where=sa.text("NOT beside AND item_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_revision_inspection_id_item_id")

    op.drop_table("revision")
    with op.batch_alter_table("packet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_packet_inspection_id"))

    op.drop_table("packet")
    with op.batch_alter_table("phone_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phone_draft_site_id"))
        batch_op.drop_index(batch_op.f("ix_phone_draft_account_id"))

    op.drop_table("phone_draft")
    op.drop_table("handed_in")

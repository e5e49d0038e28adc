"""the transfer of a site: to which organisation, from which day, why."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade():
    op.create_table(
        "site_transfer",
        sa.Column("site_id", sa.String(length=26), nullable=False),
        sa.Column("from_organisation_id", sa.String(length=26), nullable=False),
        sa.Column("to_organisation_id", sa.String(length=26), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.String(length=26), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.CheckConstraint("from_organisation_id <> to_organisation_id", name=op.f("ck_site_transfer_other")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_site_transfer_reason")),
        sa.ForeignKeyConstraint(["audit_seq"], ["audit_entry.seq"], name=op.f("fk_site_transfer_audit_seq_audit_entry")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_site_transfer_decided_by_id_account")),
        sa.ForeignKeyConstraint(
            ["from_organisation_id"], ["organisation.id"], name=op.f("fk_site_transfer_from_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["to_organisation_id"], ["organisation.id"], name=op.f("fk_site_transfer_to_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_site_transfer_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_transfer")),
    )
    op.create_index(op.f("ix_site_transfer_site_id"), "site_transfer", ["site_id"], unique=False)


def downgrade():
    on_table = "" if op.get_bind().dialect.name == "sqlite" else " ON site"
    op.execute(f"DROP TRIGGER IF EXISTS site_owner_by_transfer{on_table}")
    op.drop_table("site_transfer")

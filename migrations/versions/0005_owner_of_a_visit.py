"""the owner of an issued visit: frozen at issue, whoever the site belongs to later."""

from alembic import op

revision = "0005"
down_revision = "0004"

# The findings know whom they were issued to; without one the site's present owner is the best there is.
OWNER = """
UPDATE inspection SET organisation_id = coalesce(
    (SELECT min(finding.organisation_id) FROM finding WHERE finding.inspection_id = inspection.id),
    (SELECT site.organisation_id FROM site WHERE site.id = inspection.site_id))
WHERE state = 'issued'
"""


def upgrade():
    # One statement for both databases: a batch would build the table anew and lose its checks.
    op.execute(
        "ALTER TABLE inspection ADD COLUMN organisation_id VARCHAR(26) "
        "CONSTRAINT fk_inspection_organisation_id_organisation REFERENCES organisation (id)"
    )
    op.create_index(op.f("ix_inspection_organisation_id"), "inspection", ["organisation_id"], unique=False)
    _drop("inspection_audited", "inspection")
    op.execute(OWNER)


def _drop(trigger, table):
    """Every declared trigger comes anew at the end."""
    op.execute(f"DROP TRIGGER IF EXISTS {trigger}" + ("" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"))


def downgrade():
    _drop("inspection_owner_fixed", "inspection")
    for event in ("insert", "update"):
        _drop(f"inspection_issued_to_owner_{event}", "inspection")
    for table in ("finding", "acknowledgement"):
        _drop(f"{table}_of_the_owner", table)
    op.drop_index(op.f("ix_inspection_organisation_id"), table_name="inspection")
    op.execute("ALTER TABLE inspection DROP COLUMN organisation_id")

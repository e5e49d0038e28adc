"""guards that hold from any client: whoever migrates installs them anew, so there is nothing to do but to migrate."""

revision = "0006"
down_revision = "0005"


def upgrade():
    """The triggers themselves stand in core/guards.py."""


def downgrade():
    """Those of the earlier program come with it."""

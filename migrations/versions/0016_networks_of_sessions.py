"""the network from which a session began."""

import ipaddress

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

SESSIONS = sa.table("login_session", sa.column("address", sa.String), sa.column("network", sa.String))


def upgrade():
    op.add_column("login_session", sa.Column("network", sa.String(60), nullable=True))
    _fill(op.get_bind())
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.alter_column("network", existing_type=sa.String(60), nullable=False)
        batch_op.create_index(batch_op.f("ix_login_session_network"), ["network"], unique=False)


def _fill(connection):
    for address in connection.scalars(sa.select(SESSIONS.c.address).distinct()).all():
        own = sa.update(SESSIONS).where(SESSIONS.c.address == address)
        connection.execute(own.values(network=_network_of(address)))


def _network_of(address):
    """As it was named then: an IPv4 address, the first 64 bits of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address[:60]
    if parsed.version == 4:
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))


def downgrade():
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_network"))
        batch_op.drop_column("network")

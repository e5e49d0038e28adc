"""Who is asking and what they may do: people, organisations, roles, scope, audit trail."""

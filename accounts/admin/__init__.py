"""Pages of the administrator and the auditor."""

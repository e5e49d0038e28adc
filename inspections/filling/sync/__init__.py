"""What comes from a phone that had no network: bytes in pieces, records with their chain, receipts."""

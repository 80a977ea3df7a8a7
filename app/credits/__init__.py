"""Credits: the ledger, and buying credits through Stripe."""

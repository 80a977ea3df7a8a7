"""Accounts: signing up, in and out, with this database or with Supabase Auth."""

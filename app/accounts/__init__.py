"""Accounts: who somebody is. Signing up, in and out, here or with Supabase Auth."""

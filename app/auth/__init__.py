"""Who somebody is: tokens, passwords, Supabase Auth."""

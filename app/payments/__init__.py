"""Stripe: asking it for payments, and knowing that it is Stripe who speaks. What that means, SQL decides."""

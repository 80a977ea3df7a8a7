"""Access tokens: made and verified here, and nowhere else."""

import time
from typing import Any
from uuid import UUID

from jose import JWTError, jwt

AUDIENCE = "authenticated"


class InvalidToken(Exception):
    """The token proves nothing; the message says why in a sentence."""


class Tokens:
    """Signs and verifies access tokens with one secret."""

    def __init__(self, secret: str, lifetime_s: int) -> None:
        self._secret = secret
        self.lifetime_s = lifetime_s

    def encode(self, user_id: UUID | str, session_id: UUID | str, email: str) -> str:
        """A token for a session, with Supabase's claims."""
        now = int(time.time())
        claims = {
            "sub": str(user_id),
            "aud": AUDIENCE,
            "role": "authenticated",
            "email": email,
            "session_id": str(session_id),
            "iat": now,
            "exp": now + self.lifetime_s,
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")

    async def decode(self, token: str) -> dict[str, Any]:
        """The claims of a valid token. Raises InvalidToken."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._secret, algorithms=["HS256"], audience=AUDIENCE,
                options={"require_exp": True, "require_aud": True, "require_sub": True},
            )  # fmt: skip
        except JWTError as error:
            raise InvalidToken(f"The access token is not valid: {error}") from error
        return claims

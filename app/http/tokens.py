"""Access tokens: made and verified here, and nowhere else."""

import time
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from uuid import UUID

from jose import ExpiredSignatureError, jwk, jwt
from jose.backends.base import Key

AUDIENCE = "authenticated"
ROLE = "authenticated"
LONGEST_TOKEN = 16_000  # characters, so that one fits into a frame; Supabase's carry app_metadata
MOST_VERIFIED = 4096  # tokens whose signature need not be verified again
VERIFIED_S = 600  # for so long, as the key may be revoked
REQUIRED = {"require_exp": True, "require_aud": True, "require_sub": True}

# What a key of a kind may have signed with. The key's kind decides, never what the token says of itself.
ALGORITHMS = {"oct": ["HS256"], "EC": ["ES256"], "RSA": ["RS256"]}

KeyKind = Literal["oct", "EC", "RSA"]


class InvalidToken(Exception):
    """The token proves nothing; the message says why in a sentence."""


@dataclass(frozen=True)
class VerificationKey:
    """A key and its kind, which says with which one algorithm it verifies."""

    kind: KeyKind
    key: Key

    @classmethod
    def of_secret(cls, secret: str) -> "VerificationKey":
        """The key that a shared secret is."""
        return cls("oct", jwk.construct(secret, ALGORITHMS["oct"][0]))


class Keys(Protocol):
    """Finds the key that a token must have been signed with."""

    async def key_for(self, token: str) -> VerificationKey:
        """Raises InvalidToken when there is none."""
        ...


class SharedSecret:
    """One secret signs and verifies every token."""

    def __init__(self, secret: str) -> None:
        self._key = VerificationKey.of_secret(secret)

    async def key_for(self, token: str) -> VerificationKey:
        """The one key, whatever the token says."""
        return self._key


class Tokens:
    """Signs access tokens with a secret and verifies them with it, or with other keys (Supabase's)."""

    def __init__(self, secret: str, lifetime_s: int, keys: Keys | None = None) -> None:
        self._secret = secret
        self._keys = keys or SharedSecret(secret)
        self._verified: dict[str, tuple[dict[str, Any], float]] = {}  # claims, and until when they hold
        self.lifetime_s = lifetime_s

    def encode(self, user_id: UUID | str, session_id: UUID | str, email: str) -> str:
        """A token for a session, with Supabase's claims."""
        now = int(time.time())
        claims = {
            "sub": str(user_id),
            "aud": AUDIENCE,
            "role": ROLE,
            "email": email,
            "session_id": str(session_id),
            "iat": now,
            "exp": now + self.lifetime_s,
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")

    async def decode(self, token: str) -> dict[str, Any]:
        """The claims of a valid token: who, in which session. Raises InvalidToken.

        That the session has not been signed out is for the database to say (public.check_request).
        """
        claims, until = self._verified.get(token, ({}, 0))
        if until > time.time():
            return claims
        claims = await self._verify(token)
        if len(self._verified) >= MOST_VERIFIED:
            self._verified.clear()
        self._verified[token] = claims, min(claims["exp"], time.time() + VERIFIED_S)
        return claims

    async def _verify(self, token: str) -> dict[str, Any]:
        if len(token) > LONGEST_TOKEN:
            raise InvalidToken("The access token is too long.")
        key = await self._keys.key_for(token)
        try:
            claims: dict[str, Any] = jwt.decode(
                token, key.key, algorithms=ALGORITHMS[key.kind], audience=AUDIENCE, options=REQUIRED
            )
        except ExpiredSignatureError as error:
            raise InvalidToken("The access token has expired. Refresh it or sign in again.") from error
        except Exception as error:  # of whatever kind: what can't be read proves nothing
            raise InvalidToken("The access token is not valid. Sign in again.") from error
        if claims.get("role") != ROLE:
            raise InvalidToken("The access token is not a person's: its role must be authenticated.")
        for name in ("sub", "session_id"):
            if not _is_uuid(claims.get(name)):
                raise InvalidToken(f"The access token's {name} is not a UUID.")
        return claims


def _is_uuid(text: object) -> bool:
    try:
        return str(UUID(str(text))) == text
    except ValueError:
        return False

"""Making and verifying access tokens."""

import time
from dataclasses import dataclass
from typing import Any, Literal, Protocol
from uuid import UUID

from jose import ExpiredSignatureError, jwk, jwt
from jose.backends.base import Key

AUDIENCE = "authenticated"
ROLE = "authenticated"
LONGEST_TOKEN = 16_000  # characters, so that one fits into a frame; Supabase's carry app_metadata
MOST_VERIFIED = 4096  # tokens whose claims are kept, so that they need not be verified again
VERIFIED_S = 600  # after which a token is verified again, since its key may be revoked
LEEWAY_S = 60  # between the clocks of this machine and of whoever signed a token
CHECKS = {"require_exp": True, "require_aud": True, "require_sub": True, "leeway": LEEWAY_S}

# The algorithms of each kind of key. The key decides, never the header of the token.
ALGORITHMS = {"oct": ["HS256"], "EC": ["ES256"], "RSA": ["RS256"]}

KeyKind = Literal["oct", "EC", "RSA"]


class InvalidToken(Exception):
    """The token is not valid; the message says why in a sentence."""


class KeysUnavailable(InvalidToken):
    """The keys can't be fetched just now, so no token can be verified."""


@dataclass(frozen=True)
class VerificationKey:
    """A key and its kind, which determines the algorithm."""

    kind: KeyKind
    key: Key

    @classmethod
    def of_secret(cls, secret: str) -> "VerificationKey":
        """A shared secret as a key."""
        return cls("oct", jwk.construct(secret, ALGORITHMS["oct"][0]))


class Keys(Protocol):
    """Finds the key that a token must have been signed with."""

    async def key_for(self, token: str) -> VerificationKey:
        """The key for this token. Raises InvalidToken if there is none."""
        ...


class SharedSecret:
    """A secret that signs and verifies every token."""

    def __init__(self, secret: str) -> None:
        self._key = VerificationKey.of_secret(secret)

    async def key_for(self, token: str) -> VerificationKey:
        """The same key for every token."""
        return self._key


class Tokens:
    """Signs access tokens with a secret, and verifies them with it or with Supabase's keys."""

    def __init__(self, secret: str, lifetime_s: int, keys: Keys | None = None) -> None:
        self._secret = secret
        self._keys = keys or SharedSecret(secret)
        self._verified: dict[str, tuple[dict[str, Any], float]] = {}  # claims, and until when they are valid
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
        """The claims of a valid token. Raises InvalidToken.

        Whether its session is still open is checked by the database (public.check_request).
        """
        claims, until = self._verified.get(token, ({}, 0))
        if until > time.time():
            return claims
        claims = await self._verify(token)
        if len(self._verified) >= MOST_VERIFIED:
            self._verified.clear()
        self._verified[token] = claims, min(claims["exp"] + LEEWAY_S, time.time() + VERIFIED_S)
        return claims

    async def _verify(self, token: str) -> dict[str, Any]:
        if len(token) > LONGEST_TOKEN:
            raise InvalidToken("The access token is too long.")
        key = await self._keys.key_for(token)
        try:
            claims: dict[str, Any] = jwt.decode(
                token, key.key, algorithms=ALGORITHMS[key.kind], audience=AUDIENCE, options=CHECKS
            )
        except ExpiredSignatureError as error:
            raise InvalidToken("The access token has expired. Refresh it or sign in again.") from error
        except Exception as error:  # of any kind: a token that can't be read is not valid
            raise InvalidToken("The access token is not valid. Sign in again.") from error
        if type(claims["exp"]) not in (int, float):  # RFC 7519: a number; jose takes a text as well
            raise InvalidToken("The access token's exp is not a number.")
        if claims.get("role") != ROLE:
            raise InvalidToken("The access token is not for a person: its role must be authenticated.")
        for name in ("sub", "session_id"):
            if not _is_uuid(claims.get(name)):
                raise InvalidToken(f"The access token's {name} is not a UUID.")
        return claims


def _is_uuid(text: object) -> bool:
    try:
        return str(UUID(str(text))) == text
    except ValueError:
        return False


def anon_key(secret: str) -> str:
    """What a Supabase client sends when nobody is signed in: a token of the role anon that never expires."""
    return str(jwt.encode({"role": "anon", "iss": "quizzler"}, secret, algorithm="HS256"))

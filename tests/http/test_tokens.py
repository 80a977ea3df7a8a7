"""A token is valid only if this server's key signed it, it is for a person, and it has not expired."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jose import jwk, jwt

from app.http.published_keys import PublishedKeys, SecretOrPublishedKeys
from app.http.tokens import InvalidToken, KeysUnavailable, Tokens
from tests.fixtures import JWT_SECRET, Client, SignUp

SOMEBODY = str(uuid.uuid4())
SECRET = "of-the-project-0123456789abcdefghijklmnop"


def claims(**changes: Any) -> dict[str, Any]:
    """Valid claims with these changes; None leaves one out."""
    good = {
        "sub": SOMEBODY,
        "aud": "authenticated",
        "role": "authenticated",
        "session_id": str(uuid.uuid4()),
        "exp": int(time.time()) + 60,
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def encoded(part: Any) -> str:
    data = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(header: dict[str, Any], body: Any, secret: bytes = JWT_SECRET.encode()) -> str:
    """A forged token: signed by HMAC, whatever its header says."""
    text = f"{encoded(header)}.{encoded(body)}"
    return f"{text}.{encoded(hmac.digest(secret, text.encode(), hashlib.sha256))}"


HS256 = {"alg": "HS256", "typ": "JWT"}


class Pair:
    """A private key and its entry in a key set."""

    def __init__(self, name: str, algorithm: str) -> None:
        self.name, self.algorithm = name, algorithm
        made: Any = (
            ec.generate_private_key(ec.SECP256R1())
            if algorithm == "ES256"
            else rsa.generate_private_key(65537, 2048)
        )
        self.private = made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        self.public = made.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        entry = jwk.construct(self.public.decode(), algorithm).to_dict()
        text = {name: value.decode() if isinstance(value, bytes) else value for name, value in entry.items()}
        self.entry = {**text, "kid": name, "use": "sig", "alg": algorithm}

    def sign(self, **changes: Any) -> str:
        return jwt.encode(claims(**changes), self.private, self.algorithm, headers={"kid": self.name})


RSA_PAIR = Pair("rsa-1", "RS256")

FORGED = {
    "no algorithm": f"{encoded({'alg': 'none'})}.{encoded(claims())}.",
    "no algorithm, in other letters": f"{encoded({'alg': 'nOnE'})}.{encoded(claims())}.",
    "no algorithm, but a signature": signed({"alg": "none"}, claims()),
    "no header field alg": signed({"typ": "JWT"}, claims()),
    "another algorithm of the same family": jwt.encode(claims(), JWT_SECRET, "HS512"),
    "a public key as the HMAC secret": signed(HS256, claims(), RSA_PAIR.public),
    "an RSA signature": RSA_PAIR.sign(),
    "a key in the header": signed({**HS256, "jwk": {"kty": "oct", "k": encoded(b"mine")}}, claims(), b"mine"),
    "another secret": signed(HS256, claims(), b"another secret"),
    "an empty secret": signed(HS256, claims(), b""),
    "no signature": signed(HS256, claims()).rpartition(".")[0] + ".",
    "another's claims under its signature": ".".join(
        [encoded(HS256), encoded(claims(sub=str(uuid.uuid4()))), signed(HS256, claims()).rpartition(".")[2]]
    ),
    "no exp": signed(HS256, claims(exp=None)),
    "an exp of text": signed(HS256, claims(exp="tomorrow")),
    "an exp beyond numbers": signed(
        HS256, json.dumps(claims(exp=1)).replace('"exp": 1', '"exp": 1e999').encode()
    ),
    "expired": signed(HS256, claims(exp=int(time.time()) - 120)),
    "not valid yet": signed(HS256, claims(nbf=int(time.time()) + 600)),
    "no aud": signed(HS256, claims(aud=None)),
    "another aud": signed(HS256, claims(aud="somebody else")),
    "no sub": signed(HS256, claims(sub=None)),
    "a sub that is no UUID": signed(HS256, claims(sub="admin")),
    "a sub that is a number": signed(HS256, claims(sub=1)),
    "a sub that is a list": signed(HS256, claims(sub=[SOMEBODY])),
    "no session": signed(HS256, claims(session_id=None)),
    "a session that is no UUID": signed(HS256, claims(session_id="' or true --")),
    "no role": signed(HS256, claims(role=None)),
    "the role anon": signed(HS256, claims(role="anon")),
    "the role service_role": signed(HS256, claims(role="service_role")),
    "the role postgres": signed(HS256, claims(role="postgres")),
    "claims that are a list": signed(HS256, [claims()]),
    "claims that are no JSON": signed(HS256, b"\xff\xfe"),
    "claims nested too deeply": signed(HS256, b"[" * 6000),
    "a header nested too deeply": f"{encoded(b'[' * 6000)}.{encoded(claims())}.{encoded(b'x')}",
    "a huge token": signed(HS256, claims(more="x" * 20_000)),
    "two parts": f"{encoded(HS256)}.{encoded(claims())}",
    "four parts": signed(HS256, claims()) + ".more",
    "no token at all": "",
    "letters of another alphabet": "ж.ж.ж",
}


@pytest.mark.parametrize("why", FORGED)
async def test_a_forged_token_is_refused(why: str) -> None:
    with pytest.raises(InvalidToken):
        await Tokens(JWT_SECRET, 60).decode(FORGED[why])


async def test_a_good_token_made_by_hand_is_good() -> None:
    assert (await Tokens(JWT_SECRET, 60).decode(signed(HS256, claims())))["sub"] == SOMEBODY


async def test_an_encoded_token_is_decoded_with_the_claims_of_supabase() -> None:
    tokens, session = Tokens(JWT_SECRET, 60), str(uuid.uuid4())
    said = await tokens.decode(tokens.encode(SOMEBODY, session, "ada@example.com"))
    assert said.pop("exp") - said.pop("iat") == 60
    assert said == {
        "sub": SOMEBODY,
        "aud": "authenticated",
        "role": "authenticated",
        "email": "ada@example.com",
        "session_id": session,
    }


ACROSS_THE_WIRE = [why for why, token in FORGED.items() if token and token.isascii()]


@pytest.mark.parametrize("why", ACROSS_THE_WIRE)
async def test_a_forged_token_is_a_401_over_rest(api: Client, why: str) -> None:
    answer = await api.get("/auth/me", headers={"Authorization": f"Bearer {FORGED[why]}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_token_for_a_session_of_somebody_else_is_refused(sign_up: SignUp, server: Any) -> None:
    ada, bob = await sign_up("ada"), await sign_up("bob")
    bobs = (await bob.post("/auth/verify-token")).json()["session_id"]
    mixed = server.app.state.tokens.encode(ada.person.id, bobs, ada.person.email)
    answer = await ada.get("/auth/me", headers={"Authorization": f"Bearer {mixed}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")


def test_tokens_are_decoded_in_one_place() -> None:
    app = Path(__file__).parents[2] / "app"
    calls = [path.name for path in app.rglob("*.py") for _ in range(path.read_text().count("jwt.decode("))]
    assert calls == ["tokens.py"]


class KeyServer:
    """Serves a key set, and counts the requests."""

    def __init__(self, *pairs: Pair) -> None:
        self.entries: list[dict[str, Any]] = [pair.entry for pair in pairs]
        self.requests = 0
        self.works = True
        self.client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        return httpx.Response(200, json={"keys": self.entries}) if self.works else httpx.Response(500)

    def tokens(self) -> Tokens:
        return Tokens("never used", 60, PublishedKeys("https://project.example/jwks.json", self.client))


@pytest.mark.parametrize("pair", [Pair("ec-1", "ES256"), RSA_PAIR], ids=["ES256", "RS256"])
async def test_a_published_key_verifies_what_it_signed(pair: Pair) -> None:
    keys = KeyServer(pair)
    tokens = keys.tokens()
    for _ in range(3):
        assert (await tokens.decode(pair.sign()))["sub"] == SOMEBODY
    assert keys.requests == 1


async def test_a_published_key_is_not_accepted_as_a_shared_secret() -> None:
    tokens = KeyServer(RSA_PAIR).tokens()
    for secret in (RSA_PAIR.public, RSA_PAIR.public.strip(), json.dumps(RSA_PAIR.entry).encode()):
        with pytest.raises(InvalidToken):
            await tokens.decode(signed({**HS256, "kid": RSA_PAIR.name}, claims(), secret))


async def test_a_token_of_another_key_under_a_known_name_is_refused() -> None:
    known, other = Pair("ec-1", "ES256"), Pair("ec-1", "ES256")
    with pytest.raises(InvalidToken):
        await KeyServer(known).tokens().decode(other.sign())


async def test_a_secret_in_the_key_set_is_not_used() -> None:
    keys = KeyServer(RSA_PAIR)
    keys.entries.append({"kty": "oct", "kid": "shared", "alg": "HS256", "k": encoded(b"known to all")})
    with pytest.raises(InvalidToken):
        await keys.tokens().decode(signed({**HS256, "kid": "shared"}, claims(), b"known to all"))


async def test_claims_are_checked_with_published_keys_too() -> None:
    tokens = KeyServer(RSA_PAIR).tokens()
    for changes in ({"exp": None}, {"aud": None}, {"role": "service_role"}, {"session_id": None}):
        with pytest.raises(InvalidToken):
            await tokens.decode(RSA_PAIR.sign(**changes))


async def test_unknown_key_names_do_not_cause_repeated_requests() -> None:
    keys = KeyServer(RSA_PAIR)
    tokens = keys.tokens()
    for n in range(40):
        with pytest.raises(InvalidToken):
            await tokens.decode(signed({**HS256, "kid": f"made up {n}"}, claims()))
    assert keys.requests == 10
    assert await tokens.decode(RSA_PAIR.sign())


async def test_a_new_key_is_found_a_moment_after_the_keys_were_fetched() -> None:
    keys, new = KeyServer(RSA_PAIR), Pair("ec-2", "ES256")
    tokens = keys.tokens()
    await tokens.decode(RSA_PAIR.sign())
    keys.entries.append(new.entry)
    assert await tokens.decode(new.sign())


async def test_tokens_that_arrive_together_fetch_the_keys_once() -> None:
    keys = KeyServer(RSA_PAIR)
    tokens = keys.tokens()
    await asyncio.gather(*(tokens.decode(RSA_PAIR.sign(jti=str(n))) for n in range(20)))
    assert keys.requests == 1


def with_secret(keys: KeyServer) -> Tokens:
    published = PublishedKeys("https://project.example/jwks.json", keys.client)
    return Tokens("never asked for", 60, SecretOrPublishedKeys(SECRET, published))


async def test_a_project_with_a_shared_secret_may_move_to_published_keys() -> None:
    new = Pair("ec-1", "ES256")
    tokens = with_secret(KeyServer(new))
    assert await tokens.decode(new.sign())
    assert await tokens.decode(jwt.encode(claims(), SECRET, "HS256"))


async def test_a_project_with_both_does_not_take_a_public_key_for_its_secret() -> None:
    tokens = with_secret(KeyServer(RSA_PAIR))
    for header in (HS256, {**HS256, "kid": RSA_PAIR.name}):
        with pytest.raises(InvalidToken):
            await tokens.decode(signed(header, claims(), RSA_PAIR.public))
    with pytest.raises(InvalidToken):
        await tokens.decode(signed({"alg": "RS256", "kid": RSA_PAIR.name}, claims(), SECRET.encode()))


async def test_clocks_that_differ_by_up_to_a_minute_do_not_matter() -> None:
    tokens = KeyServer(RSA_PAIR).tokens()
    assert await tokens.decode(RSA_PAIR.sign(exp=int(time.time()) - 50))
    assert await tokens.decode(RSA_PAIR.sign(nbf=int(time.time()) + 50))
    for late in ({"exp": int(time.time()) - 65}, {"nbf": int(time.time()) + 75}):
        with pytest.raises(InvalidToken):
            await tokens.decode(RSA_PAIR.sign(**late))


@pytest.mark.parametrize("exp", ["9999999999", True, [9999999999], {"at": 1}, "soon"])
async def test_a_signed_token_whose_exp_is_no_number_is_refused(exp: Any) -> None:
    with pytest.raises(InvalidToken):
        await Tokens(JWT_SECRET, 60).decode(signed(HS256, claims(exp=exp)))


async def test_a_revoked_key_is_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    other = Pair("ec-2", "ES256")
    keys = KeyServer(RSA_PAIR, other)
    tokens = keys.tokens()
    await tokens.decode(RSA_PAIR.sign())
    keys.entries = [other.entry]
    monkeypatch.setattr("app.http.published_keys.LIFETIME_S", 0)
    with pytest.raises(InvalidToken):
        await tokens.decode(RSA_PAIR.sign())


async def test_a_token_that_was_verified_is_refused_a_while_after_its_key_was_revoked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other, token = Pair("ec-2", "ES256"), RSA_PAIR.sign()
    keys = KeyServer(RSA_PAIR, other)
    tokens = keys.tokens()
    monkeypatch.setattr("app.http.published_keys.LIFETIME_S", 0)
    monkeypatch.setattr("app.http.tokens.VERIFIED_S", 0)
    await tokens.decode(token)
    keys.entries = [other.entry]
    with pytest.raises(InvalidToken):
        await tokens.decode(token)


async def test_known_keys_stay_while_they_cannot_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = KeyServer(RSA_PAIR)
    tokens = keys.tokens()
    await tokens.decode(RSA_PAIR.sign())
    keys.works = False
    monkeypatch.setattr("app.http.published_keys.LIFETIME_S", 0)
    assert await tokens.decode(RSA_PAIR.sign())
    assert keys.requests == 2


async def test_without_any_key_no_token_is_verified() -> None:
    keys = KeyServer(RSA_PAIR)
    keys.works = False
    with pytest.raises(KeysUnavailable):
        await keys.tokens().decode(RSA_PAIR.sign())

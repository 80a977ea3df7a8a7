"""Pages of other origins may call the API when CORS_ORIGINS names them."""

import psycopg

from tests.fixtures import serving

OURS, ANOTHER = "https://app.example.com", "https://elsewhere.example.com"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}


async def test_a_page_of_a_named_origin_may_call_the_api_and_another_may_not(
    database: psycopg.Connection,
) -> None:
    async with serving(database, cors_origins=OURS) as server, server.client() as client:
        asked = {
            origin: await client.options("/quizzes", headers={"Origin": origin, **PREFLIGHT})
            for origin in (OURS, ANOTHER)
        }
        assert asked[OURS].headers["Access-Control-Allow-Origin"] == OURS
        assert "authorization" in asked[OURS].headers["Access-Control-Allow-Headers"].lower()
        assert "Access-Control-Allow-Origin" not in asked[ANOTHER].headers
        refused = await client.get("/auth/me", headers={"Origin": OURS})
        assert refused.status_code == 401
        assert refused.headers["Access-Control-Allow-Origin"] == OURS


async def test_without_the_setting_no_other_origin_may(database: psycopg.Connection) -> None:
    async with serving(database) as server, server.client() as client:
        answer = await client.get("/realtime/health", headers={"Origin": OURS})
        assert "Access-Control-Allow-Origin" not in answer.headers

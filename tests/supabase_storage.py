"""A stand-in for Supabase Storage: a server with the part of its API that Quizzler uses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.waiting import until


class Bucket:
    """The part of Supabase Storage's API that Quizzler uses, over HTTP."""

    def __init__(self) -> None:
        self.there = False
        self.refuses_buckets = False
        self.files: dict[str, bytes] = {}
        self.url = ""

    async def bucket(self, request: Request) -> Response:
        if self.refuses_buckets:
            return JSONResponse({"statusCode": "403", "error": "Unauthorized"}, 400)
        self.there = True
        assert (await request.json())["public"] is False
        return JSONResponse({"name": "uploads"})

    async def put(self, request: Request) -> Response:
        assert request.headers["Authorization"] == "Bearer service"
        data = await request.body()
        if not self.there:
            return JSONResponse({"statusCode": "404", "error": "Bucket not found"}, 400)
        self.files[request.path_params["name"]] = data
        return JSONResponse({"Key": "uploads/…"})

    async def get(self, request: Request) -> Response:
        data = self.files.get(request.path_params["name"])
        return JSONResponse({"error": "not_found"}, 400) if data is None else Response(data)

    async def delete(self, request: Request) -> Response:
        if self.files.pop(request.path_params["name"], None) is None:
            return JSONResponse({"statusCode": "404", "error": "not_found"}, 400)
        return JSONResponse({"message": "Successfully deleted"})

    async def sign(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self.files:
            return JSONResponse({"error": "not_found"}, 400)
        return JSONResponse({"signedURL": f"/object/sign/uploads/{name}?token=t"})

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Bucket"]:
        routes = [
            Route("/storage/v1/bucket", self.bucket, methods=["POST"]),
            Route("/storage/v1/object/sign/uploads/{name:path}", self.sign, methods=["POST"]),
            Route("/storage/v1/object/uploads/{name:path}", self.put, methods=["POST"]),
            Route("/storage/v1/object/uploads/{name:path}", self.get, methods=["GET"]),
            Route("/storage/v1/object/uploads/{name:path}", self.delete, methods=["DELETE"]),
        ]
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=0, log_level="warning"))
        server.install_signal_handlers = lambda: None
        serving = asyncio.create_task(server._serve())
        await until(lambda: server.started)
        self.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.should_exit = True
            await serving

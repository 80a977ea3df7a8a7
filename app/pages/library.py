"""All files of the pages in memory, with what is sent before each."""

import gzip
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).parent / "static"
BUILT = STATIC / "built"
PAGES = ("index", "play", "host", "projector", "report", "take", "edit", "results", "account", "docs")
PATHS = ("/static", *("/" if name == "index" else f"/{name}" for name in PAGES))
MISSING = "missing"  # the page that is shown where there is none
LANGUAGES = ("en", "de", "fr", "es", "ar")  # those of web/src/shared/languages.ts
ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the best first

SAFE = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' https: http: data: blob:; "
        "media-src 'self' https: http: data: blob:; connect-src 'self' ws: wss:; "
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
# The one page on which people pay, where payments are configured: it may run Stripe's script, and show its
# frames for cards and banks.
PAYING_PAGE = "account"
PAYING = {
    **SAFE,
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' https://js.stripe.com https://*.js.stripe.com; "
        "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com; "
        "img-src 'self' https: http: data: blob:; media-src 'self' https: http: data: blob:; "
        "connect-src 'self' ws: wss: https://api.stripe.com; "
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
}
CHECKED_EACH_TIME = "no-cache"
KEPT_FOR_EVER = "public, max-age=31536000, immutable"
NOT_BUILT = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Quizzler</title></head>
<body>
<h1>This page has not been built</h1>
<p>The API and live rooms work. To build the pages, run <code>make web</code> in the folder of Quizzler, on a
computer that reaches npm's registry, and start Quizzler again. The folder <code>app/pages/static/built</code>
can also be copied from another computer.</p>
</body>
</html>
"""

LEVEL = 6  # of what the build has not compressed; more takes twice as long at every start, and saves little

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Body:
    """What is sent of a file in one encoding.

    Nearly every client takes compressed files. For the others a file is unpacked when it is sent, which saves
    7 MB in every process.
    """

    headers: Headers
    kept: bytes
    packed: bool = False

    @property
    def content(self) -> bytes:
        """The bytes to send."""
        return gzip.decompress(self.kept) if self.packed else self.kept


@dataclass(frozen=True)
class File:
    """A file in each encoding that there is of it; `identity` is always there."""

    etag: bytes
    bodies: Mapping[str, Body]
    status: int = 200


Page = Mapping[str, File]
"""A page by language. A page that is not built by language has one file, for `en`."""


@dataclass(frozen=True)
class Library:
    """All that is served, by path without a root path."""

    files: Mapping[str, File]
    pages: Mapping[str, Page]
    missing: Page | None  # None where the pages have not been built


def library(root_path: str, pays: bool = False) -> Library:
    """The files as they are now, with or without payments. They are read anew after a build only."""
    return _read(root_path, pays, BUILT.stat().st_mtime_ns if BUILT.exists() else 0)


@lru_cache(maxsize=4)
def _read(root_path: str, pays: bool, built_at: int) -> Library:
    return Library(
        files=dict(_files()),
        pages={
            path: _page(name, root_path, PAYING if pays and name == PAYING_PAGE else SAFE)
            for name, path in zip(PAGES, PATHS[1:], strict=True)
        },
        missing=_missing(root_path) if (BUILT / f"{MISSING}.en.html").exists() else None,
    )


def _files() -> Iterator[tuple[str, File]]:
    for path in sorted(STATIC.rglob("*")):
        if not path.is_file() or path.suffix in {".html", *ENCODINGS.values()}:
            continue
        hashed = path.is_relative_to(BUILT / "assets")
        precompressed = {
            encoding: path.with_name(path.name + suffix).read_bytes()
            for encoding, suffix in ENCODINGS.items()
            if path.with_name(path.name + suffix).exists()
        }
        headers = {**SAFE, "Cache-Control": KEPT_FOR_EVER if hashed else CHECKED_EACH_TIME}
        if path == BUILT / "worker.js":
            headers["Service-Worker-Allowed"] = "/"  # it serves the pages, which are above its own folder
        served = file(path.name, path.read_bytes(), precompressed, headers)
        yield f"/static/{path.relative_to(STATIC).as_posix()}", served


def _page(name: str, root_path: str, safe: Mapping[str, str]) -> Page:
    """The page in all of its languages: built, or as it is in the folder `static`."""
    found = {
        language: BUILT / f"{name}.{language}.html"
        for language in LANGUAGES
        if (BUILT / f"{name}.{language}.html").exists()
    }
    if found:
        return {language: _html(path.read_bytes(), safe=safe) for language, path in found.items()}
    plain = STATIC / f"{name}.html"
    if plain.exists():
        return {"en": _html(_from_root(plain, root_path))}
    return {"en": _html(NOT_BUILT.encode(), status=503)}


def _missing(root_path: str) -> Page:
    """The page for addresses of any depth, so what it consists of is named from the root."""
    return {
        language: _html(_from_root(BUILT / f"{MISSING}.{language}.html", root_path), status=404)
        for language in LANGUAGES
    }


def _from_root(path: Path, root_path: str) -> bytes:
    """A page whose parts are named from the root of the host."""
    text = path.read_text(encoding="utf-8")
    return re.sub('"/?static/', f'"{root_path}/static/', text).encode()


def _html(content: bytes, status: int = 200, safe: Mapping[str, str] = SAFE) -> File:
    kept = CHECKED_EACH_TIME if status == 200 else "no-store"
    headers = {**safe, "Cache-Control": kept, "Vary": "Accept-Encoding, Accept-Language, Cookie"}
    return file("page.html", content, {}, headers, status)


def file(
    name: str, content: bytes, compressed: Mapping[str, bytes], headers: Mapping[str, str], status: int = 200
) -> File:
    """A file of this name and content, with headers for each encoding."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind.endswith(("javascript", "json", "xml")):
        kind += "; charset=utf-8"
        if "gzip" not in compressed:
            compressed = {**compressed, "gzip": gzip.compress(content, LEVEL, mtime=0)}
    etag = f'W/"{sha256(content).hexdigest()[:20]}"'
    shared = {"Content-Type": kind, "ETag": etag, "Vary": "Accept-Encoding", **headers}
    bodies = {
        encoding: Body(_lines({**shared, "Content-Encoding": encoding}, len(body)), body)
        for encoding, body in compressed.items()
    }
    packed = compressed.get("gzip")
    bodies["identity"] = Body(_lines(shared, len(content)), packed or content, packed is not None)
    return File(etag.encode(), bodies, status)


def _lines(headers: Mapping[str, str], length: int) -> Headers:
    lines = {**headers, "Content-Length": str(length)}
    return [(name.lower().encode(), value.encode()) for name, value in lines.items()]

"""Work in a separate process: a hostile PDF can only end that process, and the job fails with a reason."""

import asyncio
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from processor.child import Children, ended_by
from processor.failure import JobFailure
from processor.reading.document import unheard
from processor.sample import assembled, pdf_of, sample_pdf
from tests.processor.conftest import UPLOAD, document_of


async def read(tmp_path: Path, data: bytes, seconds: float = 60, memory_mb: int = 2048) -> dict[str, Any]:
    file = tmp_path / "file.pdf"
    file.write_bytes(data)
    task = {"kind": "read", "file": str(file), "document": str(tmp_path / "document.json"), "max_pages": 100}
    return await run(task, tmp_path, seconds, memory_mb)


async def run(task: dict[str, Any], tmp_path: Path, seconds: float, memory_mb: int = 2048) -> dict[str, Any]:
    children = Children()
    try:
        done: dict[str, Any] = await children.run(task, tmp_path / "out.json", seconds, memory_mb, unheard)
    finally:
        await children.close()
    return done


async def failure(tmp_path: Path, data: bytes, **limits: float) -> str:
    with pytest.raises(JobFailure) as caught:
        await read(tmp_path, data, **limits)  # type: ignore[arg-type]
    assert caught.value.reason.endswith(".")
    return caught.value.code


def page_with(content: bytes, more: bytes = b"") -> bytes:
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>",
            b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), more, content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 4 "
            b"/Resources << /XObject << /X 6 0 R >> >> >>\n"
            b"stream\n/X Do\nendstream",
        ]
    )


async def test_a_pdf_is_read(tmp_path: Path) -> None:
    done = await read(tmp_path, sample_pdf())
    assert (done["pages"], done["text_pages"], done["language"]) == (2, 2, "en")


async def test_a_stream_that_unpacks_to_gigabytes_exceeds_the_memory_limit(tmp_path: Path) -> None:
    bomb = zlib.compress(zlib.compress(b" " * 300_000_000, 9), 9)
    data = page_with(bomb, b"/Filter [/FlateDecode /FlateDecode]")
    assert await failure(tmp_path, data, memory_mb=400, seconds=60) == "out_of_memory"


async def test_a_form_that_draws_itself_is_read_in_finite_time(tmp_path: Path) -> None:
    assert await failure(tmp_path, page_with(b"/X Do"), seconds=60) in ("no_text", "broken")


async def test_work_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    assert await failure(tmp_path, sample_pdf(), seconds=0.01) == "timeout"


async def test_the_child_process_reports_a_damaged_file(tmp_path: Path) -> None:
    assert await failure(tmp_path, b"%PDF-1.7 nothing") == "broken"


@pytest.mark.parametrize(
    ("status", "code"),
    [(-24, "timeout"), (-9, "out_of_memory"), (-11, "broken"), (-6, "out_of_memory"), (1, "internal")],
)
def test_the_status_of_a_process_that_died_gives_a_code(status: int, code: str) -> None:
    assert ended_by(status)[0] == code


async def test_jobs_run_at_the_same_time_and_each_gets_its_own_result(tmp_path: Path) -> None:
    children = Children()

    def reading(name: str, pages: int) -> Any:
        lines = [[f"The lighthouse of {town} is a tower with a lamp."] for town in ("Oslo", "Riga", "Turku")]
        (tmp_path / name).write_bytes(pdf_of(lines[:pages]))
        task = {"kind": "read", "file": str(tmp_path / name), "document": str(tmp_path / f"{name}.document"),
                "max_pages": 100}  # fmt: skip
        return children.run(task, tmp_path / f"{name}.json", 60, 2048, unheard)

    try:
        done = await asyncio.gather(*(reading(f"{pages}.pdf", pages) for pages in (3, 1, 2)))
        assert [result["pages"] for result in done] == [3, 1, 2]
    finally:
        await children.close()


async def test_a_job_after_the_program_that_forks_was_killed_is_done(tmp_path: Path) -> None:
    children = Children()
    (tmp_path / "file.pdf").write_bytes(sample_pdf())
    task = {"kind": "read", "file": str(tmp_path / "file.pdf"), "document": str(tmp_path / "document.json"),
            "max_pages": 100}  # fmt: skip

    async def run() -> Any:
        return await children.run(task, tmp_path / "out.json", 60, 2048, unheard)

    try:
        await run()
        forks = children._forks
        assert forks
        forks.kill()
        await forks.wait()
        assert (await run())["pages"] == 2
    finally:
        await children.close()


async def test_questions_are_written_by_the_model_that_the_settings_name(tmp_path: Path) -> None:
    children = Children("a_model_that_is_not_installed")
    document = document_of("A lighthouse is a tower with a strong lamp that warns ships of a coast.")
    (tmp_path / "document.json").write_bytes(msgspec.json.encode(document))
    source = {"upload_id": str(UPLOAD), "document": str(tmp_path / "document.json"), "pages": None}
    task = {"kind": "write", "sources": [source], "request": {"questions": 1}, "llm": None}
    try:
        with pytest.raises(JobFailure, match="a_model_that_is_not_installed"):
            await children.run(task, tmp_path / "out.json", 60, 2048, unheard)
    finally:
        await children.close()

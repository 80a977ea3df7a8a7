"""Work in a separate process: a hostile PDF can only end that process, and the job fails with a reason."""

import zlib
from pathlib import Path
from typing import Any

import pytest

from processor import child
from processor.child import ended_by
from processor.failure import JobFailure
from processor.sample import assembled, sample_pdf


async def read(tmp_path: Path, data: bytes, seconds: float = 60, memory_mb: int = 2048) -> dict[str, Any]:
    file = tmp_path / "file.pdf"
    file.write_bytes(data)
    task = {"kind": "read", "file": str(file), "document": str(tmp_path / "document.json"), "max_pages": 100}
    done: dict[str, Any] = await child.run(
        task, tmp_path / "out.json", seconds, memory_mb, lambda share, message: None
    )
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

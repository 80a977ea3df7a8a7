"""A process that prints one PDF: a template as its argument, data and pictures on stdin, the PDF on stdout.

It is a program of its own because Typst keeps what it has laid out: 120 MB for a paper of 1,000 questions.
"""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import typst

TEMPLATES = Path(__file__).parent / "print"


def main() -> None:
    """Compile the template. Texts are data, so none of them is read as markup or can name a file."""
    data, pictures = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=tuple[bytes, dict[str, bytes]])
    with TemporaryDirectory() as folder:  # beyond which Typst reads nothing
        root = Path(folder)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, root)
        (root / "pictures").mkdir()
        for name, picture in pictures.items():
            (root / "pictures" / name).write_bytes(picture)
        pdf = typst.Compiler(
            root / f"{sys.argv[1]}.typ",
            root=root,
            font_paths=[TEMPLATES / "fonts"],  # before those of the system, for scripts that ours lack
            sys_inputs={"data": data.decode()},
        ).compile(format="pdf")
    assert isinstance(pdf, bytes)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()

"""A process that prints one PDF: the name of a template as its argument, data on stdin, the PDF on stdout.

It is a program of its own because Typst keeps what it has laid out: 120 MB for a paper of 1,000 questions.
"""

import sys
from pathlib import Path

import typst

TEMPLATES = Path(__file__).parent / "print"


def main() -> None:
    """Compile the template. Texts are data, so none of them is read as markup or can name a file."""
    pdf = typst.Compiler(
        TEMPLATES / f"{sys.argv[1]}.typ",
        root=TEMPLATES,
        font_paths=[TEMPLATES / "fonts"],  # before those of the system, for scripts that ours lack
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
    ).compile(format="pdf")
    assert isinstance(pdf, bytes)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()

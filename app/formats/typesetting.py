"""A process that prints one PDF: a template as its argument, data and pictures on stdin, the PDF on stdout.

It is a program of its own because Typst keeps what it has laid out: 120 MB for a paper of 1,000 questions.
Typst has a notation of its own for formulas, so it gets each as a picture, drawn from its LaTeX.
"""

import hashlib
import shutil
import signal
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import typst

TEMPLATES = Path(__file__).parent / "print"
FORMULAS = ("math", "math_block")
SIZE = 24  # of a letter in the pictures of formulas
WIDEST_EM = {"math": 24, "math_block": 40}  # a wider one is scaled down
LIMIT_S, ALL_LIMIT_S = 1, 40  # of processor time for one formula, and for all of a paper
FIRST_WITHOUT = "\u3000"  # the font of formulas has none of the scripts from here on


def main() -> None:
    """Compile the template. Texts are data, so none of them is read as markup or can name a file."""
    signal.signal(signal.SIGVTALRM, _too_slow)
    data, pictures = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=tuple[bytes, dict[str, bytes]])
    with TemporaryDirectory() as folder:  # beyond which Typst reads nothing
        root = Path(folder)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, root)
        (root / "pictures").mkdir()
        for name, picture in pictures.items():
            (root / "pictures" / name).write_bytes(picture)
        data = msgspec.json.encode(with_formulas(msgspec.json.decode(data), root / "pictures"))
        pdf = typst.Compiler(
            root / f"{sys.argv[1]}.typ",
            root=root,
            font_paths=[TEMPLATES / "fonts"],  # before those of the system, for scripts that ours lack
            sys_inputs={"data": data.decode()},
        ).compile(format="pdf")
    assert isinstance(pdf, bytes)
    sys.stdout.buffer.write(pdf)


def _too_slow(*_: object) -> None:
    raise TimeoutError


def with_formulas(value: Any, folder: Path) -> Any:
    """The data, with a picture for each formula that could be drawn."""
    if isinstance(value, list):
        return [with_formulas(each, folder) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("kind") in FORMULAS and max(value["text"], default="") < FIRST_WITHOUT:
        return value | _drawn(value["text"], value["kind"], folder)
    return {key: with_formulas(each, folder) for key, each in value.items()}


def _drawn(formula: str, kind: str, folder: Path) -> dict[str, Any]:
    """The picture of a formula, its width and the part below the line; nothing if it has a mistake."""
    from ziamath.config import config  # which takes half a second
    from ziamath.zmath import Latex

    config.svg2 = False
    if time.process_time() > ALL_LIMIT_S:
        return {}
    name = f"formula-{kind}-{hashlib.sha256(formula.encode()).hexdigest()}.svg"
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
        drawn = Latex(formula, size=SIZE, inline=kind == "math")
        (folder / name).write_text(drawn.svg(), encoding="utf-8")
        width, below = drawn.getsize()[0] / SIZE, -drawn.getyofst() / SIZE
        scale = min(1, WIDEST_EM[kind] / width)
    except Exception:  # whatever it raises, the formula is printed as it is written
        return {}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return {"file": name, "em": width * scale, "below": below * scale}


if __name__ == "__main__":
    main()

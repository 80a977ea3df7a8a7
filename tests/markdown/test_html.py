from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.markdown.html import ATTRIBUTES, TAGS, plain_to_html, to_html
from app.markdown.parsing import MOST_CHARACTERS
from tests.fixtures import Client, SignUp

PICTURE = "/media/0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b"
HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "</p>", "<!--",
    "-->", "<iframe src='https://e.org'>", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "java&#115;cript:x", "data:text/html,x", "vbscript:x", "[x](javascript:alert(1))",
    "[x](<java\nscript:x>)", "![x](data:image/svg+xml,x)", "[x]: javascript:x", "<javascript:x>",
    "\" onclick=\"x", "' autofocus onfocus='x", "```x onclick=y\n", "$</span><script>x</script>$",
    "$$\n<img src=x onerror=x>\n$$", "\\begin{align}</div><script>x</script>\\end{align}", "](", "![", "[",
    "*", "_", "`", "$", "|", "> ", "- ", "1. ", "\n", "\\", "&", "<", ">", "\0", "\u202e",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=60).map("".join)


class Tags(HTMLParser):
    """The tags of some HTML with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(html: str) -> None:
    for tag, attributes in Tags(html).found:
        assert tag in TAGS
        assert {*attributes} <= ATTRIBUTES.get(tag, set()) | {"rel"}
        for name in ("href", "src"):
            address = attributes.get(name)
            assert address is None or address.startswith(
                ("/media/", "http://", "https://", "mailto:", "HTTP")
            )


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_becomes_active_content(text: str) -> None:
    assert_harmless(to_html(text))
    assert_harmless(plain_to_html(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_becomes_no_active_content(text: str) -> None:
    assert_harmless(to_html(f"a {text} b\n\n{text}"))


@pytest.mark.parametrize(
    "piece",
    ["*a_", "[", "![", "[a](", ">", "> ", "- ", "$", "$a$$\n\n", "\\begin{align}\n", "|a|\n|-|\n", "<", "\\"],
)  # fmt: skip
def test_deep_and_repeated_marks_end_within_the_limit_of_a_text(piece: str) -> None:
    assert_harmless(to_html(piece * (MOST_CHARACTERS // len(piece))))


def test_a_text_beyond_the_limit_is_shown_as_it_is() -> None:
    text = "*<b>*\n" * 20_000
    assert to_html(text) == plain_to_html(text)
    assert to_html(text).startswith("*&lt;b&gt;*<br>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** *b* ~~c~~ `d<e`", "<strong>a</strong> <em>b</em> <s>c</s> <code>d&lt;e</code>"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("$x<y$ costs $5 and $6", r'<span class="math">\(x&lt;y\)</span> costs $5 and $6'),
        ("$$\nx^2\n$$", '<div class="math">\\[\nx^2\n\\]</div>'),
        ("```python\nx = 1\n```", '<pre><code class="language-python">x = 1\n</code></pre>'),
        (f"![A *map*]({PICTURE})", f'<img src="{PICTURE}" alt="A map">'),
        ("![A map](/account)", "A map"),
        ("[[1]] and [[2]]\n\n[1]: https://e.org", "<p>[[1]] and [[2]]</p>\n<p>[1]: https://e.org</p>"),
        (
            "[x](https://e.org 'T')",
            '<a href="https://e.org" title="T" rel="noopener noreferrer nofollow">x</a>',
        ),
        ("[x](/account)", '<a rel="noopener noreferrer nofollow">x</a>'),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert to_html(text) == html


async def test_an_editor_gets_a_preview(api: Client, sign_up: SignUp) -> None:
    client = await sign_up()
    shown = await client.post("/markdown/preview", json={"text": "**a** <script>x</script>"})
    assert (shown.status_code, shown.json()) == (
        200,
        {"html": "<strong>a</strong> &lt;script&gt;x&lt;/script&gt;"},
    )
    refused = await client.post("/markdown/preview", json={"text": "x" * (MOST_CHARACTERS + 1)})
    assert (refused.status_code, refused.json()["code"]) == (422, "too_long")
    nobody = await api.post("/markdown/preview", json={"text": "x"})
    assert (nobody.status_code, nobody.json()["code"]) == (401, "not_signed_in")

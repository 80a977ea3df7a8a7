"""Markdown as HTML, for previews and other programs. All of it passes nh3, which keeps what is listed."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from app.markdown.parsing import MOST_CHARACTERS, parser

if TYPE_CHECKING:
    from nh3 import Cleaner

TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol",
    "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "code": {"class"},
    "span": {"class"},
    "div": {"class"},
}
UPLOADED = r"/media/[0-9a-f-]{36}"
ALLOWED = {  # whole values of attributes
    "href": re.compile(rf"(?:https?:|mailto:).*|{UPLOADED}", re.DOTALL | re.IGNORECASE),
    "src": re.compile(rf"https?:.*|{UPLOADED}", re.DOTALL | re.IGNORECASE),
    "class": re.compile(r"math|language-[\w+#.-]{1,40}"),
}


def to_html(text: str) -> str:
    r"""The text as HTML without active content. A formula is \(…\) in a span, or \[…\] in a div, “math”.

    A text of more than MOST_CHARACTERS is shown as it is.
    """
    if len(text) > MOST_CHARACTERS:
        return plain_to_html(text)
    html: str = _cleaner().clean(_rendering().render(text))
    return _without_paragraph(html.strip())


def _without_paragraph(html: str) -> str:
    """A single paragraph as what is in it, so that a choice is no block."""
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if len(inner) == len(html) - 7 and "<p>" not in inner else html


def plain_to_html(text: str) -> str:
    """A plain text as HTML, its line ends kept."""
    return escape(text).replace("\r\n", "\n").replace("\n", "<br>")


@cache
def _cleaner() -> "Cleaner":
    import nh3  # only here, because most servers never need it

    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    pattern = ALLOWED.get(attribute)
    return value if pattern is None or pattern.fullmatch(value) else None


@cache
def _rendering() -> MarkdownIt:
    md = parser()
    md.add_render_rule("math_inline", _inline_math)
    md.add_render_rule("math_inline_double", _inline_math)
    md.add_render_rule("math_block", _math_block)
    md.add_render_rule("amsmath", _amsmath)
    md.add_render_rule("image", _image)
    return md


def _inline_math(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    return rf'<span class="math">\({escape(tokens[place].content)}\)</span>'


def _math_block(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    return rf'<div class="math">\[{escape(tokens[place].content)}\]</div>'


def _amsmath(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<div class="math">{escape(tokens[place].content)}</div>'


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    """A picture that is uploaded or on the web; of any other, what it shows."""
    token = tokens[place]
    if ALLOWED["src"].fullmatch(str(token.attrs.get("src", ""))):
        return renderer.image(tokens, place, options, env)
    return escape(renderer.renderInlineAsText(token.children, options, env))

"""A preview of Markdown, for editors that have no renderer of their own."""

import anyio
from pydantic import BaseModel, Field

from app.http.bodies import Body
from app.http.caller import Caller
from app.http.openapi_errors import fails_with
from app.http.problems import Problem
from app.http.routing import Router
from app.markdown.parsing import MOST_CHARACTERS

router = Router(prefix="/markdown", tags=["markdown"])

# A long text takes a tenth of a second, so it is read beside the event loop, one at a time.
renderers = anyio.CapacityLimiter(1)


class MarkdownText(Body):
    """A text of a question or a quiz whose `text_format` is `markdown`."""

    text: str = Field(examples=["The area is $\\pi r^2$, **not** $2\\pi r$."])


class Rendered(BaseModel):
    """The text as HTML."""

    html: str = Field(
        description="Without active content. Formulas are LaTeX in elements of the class `math`: "
        "`\\(…\\)` in a span, `\\[…\\]` or an environment in a div.",
        examples=['<p>The area is <span class="math">\\(\\pi r^2\\)</span>, <strong>not</strong> …</p>'],
    )


@router.post("/preview")
@fails_with("422 too_long")
async def preview_markdown(body: MarkdownText, caller: Caller) -> Rendered:
    """Show how a text in Markdown looks, as HTML that a page can insert."""
    from app.markdown.html import to_html  # which most servers never need

    if len(body.text) > MOST_CHARACTERS:
        raise Problem(
            422, "too_long", f"The text has {len(body.text)} characters; {MOST_CHARACTERS} are allowed."
        )
    return Rendered(html=await anyio.to_thread.run_sync(to_html, body.text, limiter=renderers))

"""HTML as people paste it, turned into plain text."""

import pytest

from app.formats.markup import html_to_text, moodle_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("  folded \n  white\tspace ", "folded white space"),
        ("<p>\n  indented\n</p>\n\n<p>code</p>", "indented\ncode"),
        ("a&nbsp;&lt;&#x20;b &amp;amp; c &eacute;", "a < b &amp; c é"),
        ("<b>bold</b>ly", "boldly"),
        ("<b>one</b> <i>two</i>", "one two"),
        ("<ul><li>a</li><li>b</li></ul>", "• a\n• b"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("10<sup>8</sup> and 10<sup>-3</sup>", "10⁸ and 10⁻³"),
        ("x<sup>ab</sup> y<sup>k</sup> z<sub>max</sub>", "x^(ab) y^k z_(max)"),
        ("H<sub>2</sub>O", "H₂O"),
        ("<style>p {}</style>seen<script>x < y</script>", "seen"),
        ("a<!-- hidden <b> -->b", "ab"),
        ("a <!-- open", "a <!-- open"),
        ("1 < 2 and a <", "1 < 2 and a <"),
        ("<pre>def f():\n    return 1</pre>", "def f():\n    return 1"),
        ("<span style='a > b'>x</span>", "x"),
        ("<P CLASS=x>caps</P>", "caps"),
        ("</p></sup></pre></script>stray", "stray"),
        ("<sup>open", "open"),
    ],
)
def test_html_becomes_what_a_reader_sees(html, text):
    assert html_to_text(html).text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("a<b and b<c", "a<b and b<c"),
        ("a<b and c>d", "a<b and c>d"),
        ("<b>bold</b> <foo> <T>", "bold <foo> <T>"),
        ('<p style="x">styled</p>', "styled"),
        ("  spaces   \n   folded", "spaces\nfolded"),
        ("&lt;br&gt; is a tag", "<br> is a tag"),
    ],
)
def test_moodles_format_keeps_lines_and_comparisons(source, text):
    assert moodle_to_text(source).text == text


def test_pictures_are_listed_in_order():
    assert html_to_text("<img src='b'><img src=a alt='1 > 0'><img>").images == (
        ("b", None),
        ("a", "1 > 0"),
        ("", None),
    )


def test_other_embedded_content_is_listed():
    assert html_to_text("<math><mi>x</mi></math><svg/>").embedded == ("math", "svg")

"""Drawings are drawings and nothing else."""

import pytest

from analysis.export.pictures import clean_svg, size_of

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def cleaned(inside, attributes=""):
    return clean_svg(f"{HEAD} {attributes}>{inside}</svg>", "f-")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p>x</p></foreignObject>",
        "<style>@import url(http://example.org);</style>",
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        "<filter><feImage href='http://example.org'/></filter>",
        "<metadata>who drew it</metadata>",
        "<!-- a comment --><?xml-stylesheet href='x'?>",
    ],
)
def test_what_does_not_draw_is_left_out(inside):
    assert cleaned(inside) == cleaned("")


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="alert(1)"',
        'OnClick="alert(1)"',
        'fill="url(http://example.org/x.svg#p)"',
        "style=\"fill:url('http://example.org')\"",
        'style="background:url(//example.org)"',
        'style="width:expression(alert(1))"',
        'fill="URL(https://example.org/x.svg#p)"',
        'fill="Url( https://example.org/x.svg#p )"',
        'filter="url (https://example.org/x)"',
        'mask="image-set(&quot;https://example.org/x.png&quot; 1x)"',
        'style="fill:URL(https://example.org)"',
        'style="fill:u\\72l(https://example.org)"',
        'style="fill:ur/**/l(https://example.org)"',
        'style="position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:9"',
        'STYLE="position:fixed"',
        'style="POSITION : fixed"',
        'style="background-image:url(#x)"',
        'style="overflow:visible;transform:scale(99)"',
        'style="animation:spin 1s;transition:all 1s;cursor:wait"',
        'class="page"',
    ],
)
def test_attributes_that_run_or_load_are_left_out(attribute):
    assert cleaned(f'<path d="M0 0" {attribute}/>') == cleaned('<path d="M0 0"/>')


@pytest.mark.parametrize("href", ["http://example.org/x.png", "look.json", "data:text/html,x"])
def test_pictures_inside_come_from_the_drawing_alone(href):
    assert "href" not in cleaned(f'<image href="{href}"/>')
    kept = cleaned('<image xlink:href="data:image/png;base64,iVBORw0K"/>')
    assert 'href="data:image/png;base64,iVBORw0K"' in kept


def test_ids_and_what_refers_to_them_get_the_prefix():
    result = cleaned(
        '<clipPath id="c"/><g clip-path="url(#c)" style="fill: url(\'#c\')"/><use xlink:href="#c"/>'
    )
    assert result.count("f-c") == 4
    assert "#c" not in result


def test_text_keeps_its_words_and_its_harmlessness():
    assert "&lt;script&gt;a <tspan>b</tspan> c</text>" in cleaned(
        "<text>&lt;script&gt;a <tspan>b</tspan> c</text>"
    )


@pytest.mark.parametrize(
    "source",
    [
        "plain text",
        "<html/>",
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
        "<svg><path></svg>",
        "",
    ],
)
def test_what_is_not_svg_is_refused(source):
    with pytest.raises(ValueError, match=r"SVG|entities"):
        clean_svg(source, "f-")


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="482pt" height="215pt" viewBox="0 0 482 215"', (482.0, 215.0)),
        ('width="100" height="50px"', (100.0, 50.0)),
        ('width="100%" viewBox="0 0 30 20"', (30.0, 20.0)),
        ('width="1in" height="25.4mm"', (72.0, 72.0)),
        ("", (0.0, 0.0)),
    ],
)
def test_the_size_is_known_in_points(attributes, size):
    assert size_of(cleaned("", attributes)) == size


def test_a_drawing_without_a_view_box_gets_one_so_that_it_scales():
    assert 'viewBox="0 0 100 50"' in cleaned("", 'width="100" height="50"')


def test_a_style_keeps_its_paint_and_loses_the_rest():
    kept = cleaned(
        '<path style="fill:none; position:fixed;STROKE : #123;stroke:URL(#c);opacity:.5;top:0"/>'
    )
    assert '<path style="fill: none; stroke: #123; stroke: url(#f-c); opacity: .5" />' in kept


@pytest.mark.parametrize("attribute", ['overflow="visible"', 'transform="scale(99)"', 'x="-9"'])
def test_a_drawing_does_not_leave_its_frame(attribute):
    assert cleaned("", attribute) == cleaned("")


def test_shapes_inside_a_drawing_are_moved_as_they_were():
    inside = '<g transform="scale(2)"><rect x="1" y="2" width="3" height="4" /></g>'
    assert inside in cleaned(inside)

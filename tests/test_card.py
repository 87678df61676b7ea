"""The card: one picture that says what a briefing finds, for lists and for links."""

from io import BytesIO

from PIL import Image

from analysis.export import card
from analysis.export.document import compose
from tests.exports.sample import META, briefing


def drawn(*blocks, **meta):
    return card.draw_card(compose(list(blocks), {**META, **meta}))


def opened(content):
    return Image.open(BytesIO(content)).convert("RGB")


def test_a_card_has_the_size_that_previews_ask_for_and_equal_cards_equal_bytes():
    content = drawn(*briefing())
    assert opened(content).size == card.SIZE
    assert content == drawn(*briefing())


def test_the_first_figure_is_on_the_card():
    figures = [block for block in briefing() if block["kind"] == "figure"]
    front = [block for block in briefing() if block["kind"] == "front"]
    assert figures
    assert drawn(*front, *figures[:1]) == drawn(*front, *figures)
    assert drawn(*front) != drawn(*front, *figures[:1])


def test_what_has_not_happened_is_marked_on_the_card():
    front = next(block for block in briefing() if block["kind"] == "front")
    plain, assumed = drawn(front), drawn({**front, "assumed": "a notice by Norway"})
    assert plain != assumed


def test_nothing_of_a_long_finding_leaves_the_card():
    front = next(block for block in briefing() if block["kind"] == "front")
    picture = opened(drawn({**front, "title": "Fifty-five states of the African Union " * 6}))
    edge = [picture.getpixel((x, y)) for x in range(1160, 1200) for y in range(0, 630, 3)]
    assert set(edge) == {(255, 255, 255)}

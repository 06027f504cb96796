"""Decks as text: what of a page becomes a slide, what a slide holds, and the lecture's plan."""

import re

import pytest
import yaml
from bs4 import BeautifulSoup

from course.book import ROOT, pages, places
from course.contents import contents
from course.slides import compose, lecture, page, write

TEACHERS = (ROOT / "chapters/teachers.md").read_text("utf-8")
PAGE = """<!doctype html><body><article class="bd-article"><section id="bend">
<h1>Bend a line: kinks<a class="headerlink" href="#bend">#</a></h1>
<p>What a kink is.</p><p><strong>You will</strong></p>
<ul><li><p>draw one;</p></li><li><p>count them.</p></li></ul>
<section id="predict"><h2>Predict</h2><p>A line bends.</p>
<ol><li><p>How often?</p></li><li><p>Where?</p></li></ol></section>
<section id="explore-it"><h2>Explore: a kink</h2><p>Hold it.</p>
<div class="cell"><div class="cell_input">code</div><div class="cell_output">
<figure class="actnorm-slot" data-embed="e.html" data-explorer="kinks" data-model="m1"
id="figure-kink"><div>drawn</div></figure></div></div>
<p>Try this.</p></section>
<section id="a-formula"><span id="kink-formula"></span><h2>A formula</h2>
<p>It is short. A kink is (<a href="how.html"><span class="doc">How we measure</span></a>):</p>
<div class="math"><span class="katex-display">y</span></div>
<p>Then this.</p>
<div class="cell"><div class="cell_output"><div class="an-figure">
<svg viewbox="0 0 30 20" width="30" height="20"><defs><path id="f1"></path></defs>
<use href="#f1"></use></svg></div></div></div>
<div class="cell tag_claims"><p>Checked.</p></div>
<p><em>How to read it:</em> up is better, <b>5</b> is best. The rest is noise.</p>
<section id="part"><h3>A part of it</h3><p>First. It measured <span class="an-claim">5</span>.</p>
<details class="admonition"><summary>Fold</summary><p>Folded away.</p></details></section></section>
<section id="wrong"><h2>A remark</h2><div class="note admonition">
<p class="admonition-title">In the notes</p><p>They said six. It is five.</p></div></section>
<section id="compare"><h2>Evidence: what is proven</h2><table><tr><td>all</td></tr></table>
<details class="admonition">
<summary class="admonition-title">Compare with your predictions</summary>
<ol><li><p>Five times.</p></li><li><p>At zero.</p></li></ol></details></section>
<section id="ex"><h2>Exercises</h2><div class="exercise admonition">
<p class="admonition-title"><span>Exercise 3 </span> (Bend it)</p></div></section>
<section id="recap"><h2>What you can now do</h2>
<ul><li><p>You can draw one. And more.</p></li></ul></section>
</section></article>
<script type="application/vnd.jupyter.widget-state+json">{"state": {"m1": {"state":
{"_explorer": "kinks", "title": "</b>"}}}}</script></body>"""


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    path = tmp_path_factory.mktemp("built") / "04_bend.html"
    path.write_text(PAGE, "utf-8")
    return page.read(path)


@pytest.fixture(scope="module")
def slides(read):
    return compose.deck(read)


@pytest.fixture(scope="module")
def named(slides):
    return {each.name: each for each in slides}


def test_a_figure_on_a_slide_knows_what_several_share_on_the_page(tmp_path):
    embedded = """{"shared": [[1, 2], {"x": {"$shared": 0}}],
        "state": {"m1": {"state": {"_explorer": "kinks", "data": [{"$shared": 1}]}}}}"""
    start, end = PAGE[: PAGE.index('{"state"')], PAGE[PAGE.index("</script></body>") :]
    (tmp_path / "04_bend.html").write_text(start + embedded + end, "utf-8")
    (model,) = page.read(tmp_path / "04_bend.html").models.values()
    assert model["state"]["data"] == [{"x": [1, 2]}]


def test_a_page_becomes_these_slides(slides):
    assert [(each.name, each.kind) for each in slides] == [
        ("04-title", "title"),
        ("04-goals", "list"),
        ("04-predict.statement", "statement"),
        ("04-predict-1", "question"),
        ("04-predict-2", "question"),
        ("04-kink", "explorer"),
        ("04-kink-formula.formula", "formula"),
        ("04-kink-formula.figure", "figure"),
        ("04-kink-formula.statement", "statement"),
        ("04-wrong.statement", "statement"),
        ("04-answer-1", "answer"),
        ("04-answer-2", "answer"),
        ("04-exercises", "list"),
        ("04-recap", "list"),
    ]


def test_a_formula_has_the_sentence_that_introduces_it(named):
    said = BeautifulSoup(named["04-kink-formula.formula"].body, "html.parser").select_one(".said")
    assert said.get_text() == "A kink is:"


def test_a_figure_fills_its_slide_and_says_how_it_is_read(named):
    found = named["04-kink-formula.figure"]
    soup = BeautifulSoup(found.body, "html.parser")
    assert not {"width", "height"} & set(soup.svg.attrs)
    assert soup.select_one(".fit").get_text() == "Up is better, 5 is best."
    assert found.shape == "wide"
    assert "The rest is noise." in "".join(found.notes)


def test_two_figures_share_what_says_how_they_are_read(read):
    figure, told = BeautifulSoup(
        '<div class="an-figure"><svg viewbox="0 0 1 1"></svg></div>'
        "<p><em>How to read it:</em> above, a line. Below, a dot.</p>",
        "html.parser",
    ).find_all(["div", "p"])
    blocks = [page.Block("figure", figure), page.Block("figure", figure), page.Block("text", told)]
    slides = compose.Composer(read, page.Section("two", "Two", blocks=blocks), {}).slides()
    assert [">A line." in slides[0].body, ">A dot." in slides[1].body] == [True, True]


def test_figures_of_several_chapters_may_stand_on_one_page(named):
    assert 'id="c04-f1"' in named["04-kink-formula.figure"].body
    assert 'href="#c04-f1"' in named["04-kink-formula.figure"].body
    assert 'data-model="c04-m1"' in named["04-kink"].body


def test_a_finding_comes_before_a_beginning(named):
    said = named["04-kink-formula.statement"]
    assert "It measured" in said.body
    assert said.over == "A formula"


def test_a_question_has_its_answer_which_waits(named):
    answer = BeautifulSoup(named["04-answer-2"].html(), "html.parser")
    assert answer.select_one(".asked").get_text() == "Where?"
    assert answer.select_one(".fragment").get_text() == "At zero."
    assert not BeautifulSoup(named["04-predict-2"].html(), "html.parser").select(".fragment")


def test_all_text_goes_somewhere_and_nothing_that_is_folded(slides):
    text = "".join(each.html() for each in slides)
    for said in (
        "What a kink is",
        "Hold it",
        "Try this",
        "It is short",
        "They said six",
        "And more",
    ):
        assert said in text
    for gone in ("Folded", "Checked", "headerlink", "code", "How we measure", "data-embed"):
        assert gone not in text
    assert ">Bend it<" in text


def test_a_prediction_without_an_answer_stops(read):
    read.sections[0].blocks[-1].tag.append(BeautifulSoup("<li><p>When?</p></li>", "html.parser"))
    with pytest.raises(ValueError, match="chapter 4 asks for 3 predictions and answers 2"):
        compose.deck(read)
    read.sections[0].blocks[-1].tag.find_all("li")[-1].decompose()


def test_a_deck_asks_for_nothing_that_is_not_beside_it(read, slides):
    text = write.deck_page("T", slides, read.models)
    soup = BeautifulSoup(text, "html.parser")
    loaded = [e.get("src") or e.get("href") for e in soup.select("script[src], link[href]")]
    assert loaded
    assert all(name.startswith("files/") for name in loaded)
    assert not soup.select("[style], style, [onclick]")
    assert [s for s in soup.select("script:not([src])") if s["type"] != page.STATE] == []
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "files/site-kinks.js" in loaded
    assert r"<\/b>" in text


# Every chapter's page, as it was built


@pytest.mark.site
@pytest.mark.parametrize("name", [path.stem for path in pages()])
def test_every_chapter_becomes_a_deck(name):
    built = ROOT / f"_build/html/chapters/{name}.html"
    text, slides = built.read_text("utf-8"), compose.deck(page.read(built))
    kinds = [each.kind for each in slides]
    assert (kinds[0], slides[1].title, slides[-1].name[2:]) == ("title", "You will", "-recap")
    assert len({each.name for each in slides}) == len(slides)
    asked = [each.name for each in slides if "-predict-" in each.name]
    answered = [each.name for each in slides if "-answer-" in each.name]
    assert [n.replace("predict", "answer") for n in asked] == answered
    assert len(asked) >= 3
    assert kinds.count("explorer") == text.count('class="actnorm-slot"')
    read = [BeautifulSoup(s.body, "html.parser").select_one(".fit") for s in slides if s.shape]
    assert all(len(said.get_text()) > 15 for said in read)
    # A slide holds one thing; the rest is for the speaker, who has something to say of most.
    assert max(each.body.count('class="fit') for each in slides) == 1
    assert sum(bool(each.notes) for each in slides) > len(slides) / 3


# The lecture


def test_the_lecture_lasts_ninety_minutes_in_at_most_35_slides():
    steps = lecture.plan()["steps"]
    assert (steps[0]["minutes"][0], steps[-1]["minutes"][1]) == (0, 90)
    assert sum(sum(step["slides"].values()) for step in steps) == 90
    assert sum(len(step["slides"]) for step in steps) <= 35


def test_its_steps_are_those_of_the_teachers_page():
    table = re.findall(r"^\| (\d+)–(\d+) \| (.*) \|$", TEACHERS, re.M)
    steps = lecture.plan()["steps"]
    assert [[int(a), int(b)] for a, b, _ in table] == [step["minutes"] for step in steps]
    for (_, _, row), step in zip(table, steps, strict=True):
        shown = " ".join(step["slides"])
        for name in re.findall(r"\{ref\}`[^`]*<([\w-]+)>`", row):
            assert re.search(rf"\b{places()[name].page[:2]}-{name}\.", shown), (name, step)


def test_what_it_shows_keeps_its_name_when_a_heading_changes():
    known = {name: place.page[:2] for name, place in places().items()}
    for step in lecture.plan()["steps"]:
        for name in step["slides"]:
            chapter, _, local = name.partition("-")
            if not chapter.isdigit() or re.match(r"(predict|answer)-\d+$|predict\.", local):
                continue
            section = local.partition(".")[0]
            assert known.get(section) == chapter, (
                f"course/lecture.yml names {name!r}, but chapter {chapter} has no figure or label "
                f"{section!r}: write ({section})= above the heading that is meant"
            )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"minutes": [0, 6]}, "its slides take other minutes"),
        ({"minutes": [1, 6]}, "nothing follows minute 6"),
        ({"slides": {f"s{k}": 5 / 40 for k in range(40)}}, "more than 35 slides"),
        ({"slides": {"02-nowhere": 5}}, "no slide is called '02-nowhere'; there are 02-now.figure"),
    ],
)
def test_a_plan_that_cannot_be_held_is_refused(changed, said, monkeypatch, tmp_path):
    found = yaml.safe_load(lecture.PLAN.read_text("utf-8"))
    found["steps"][0] |= changed
    (tmp_path / "lecture.yml").write_text(yaml.safe_dump(found, sort_keys=False), "utf-8")
    monkeypatch.setattr(lecture, "PLAN", tmp_path / "lecture.yml")
    with pytest.raises(lecture.LectureError, match=said):
        lecture.deck({"02-now.figure": None})


def test_the_list_of_a_course_names_what_is_there(tmp_path):
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes/moodle.xml").write_text("")
    links = re.findall(r'<a href="([^"]*)"', contents(tmp_path))
    assert links == ["quizzes/moodle.xml"]


def test_what_is_published_is_what_the_list_names_and_nothing_from_a_key(tmp_path):
    for path in ("slides/index.html", "quizzes/moodle.xml", "worksheets/07-sheet.pdf"):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text("")
    linked = {
        name.partition("/")[0] for name in re.findall(r'<a href="([^"]*)"', contents(tmp_path))
    }
    workflow = (ROOT / ".github/workflows/publish.yml").read_text("utf-8")
    copied = re.search(r"cp -r (.*) \.\./html/course/", workflow)[1].split()
    assert set(copied) == linked | {"index.html"}
    assert not {"numbers", "assignments"} & set(copied)
    assert "site:course/index.html" in TEACHERS

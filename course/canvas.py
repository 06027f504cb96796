"""Questions as text for text2qti, which makes of it what Canvas imports (QTI 1.2).

``pip install text2qti`` and ``text2qti FILE.txt`` give the zip; the maths becomes Canvas's own
images, so that other platforms will not show it. The grammar: https://github.com/gpoore/text2qti
"""

from .lists import questions

LETTERS = "abcdef"


def quiz(chapter, title, link):
    """Write the quiz of a chapter."""
    lines = [
        f"Quiz title: {title}",
        "Quiz description: From the book “Activation and normalization”. Behind each answer stands"
        " why it is right or wrong.",
        "shuffle answers: true",
    ]
    for number, question in enumerate(questions(chapter), 1):
        lines += ["", f"Title: {question.name}", "Points: 1", _under(f"{number}.", question.ask)]
        for letter, one in zip(LETTERS, question.choices, strict=False):
            lines.append(_under(f"{'*' if one.right else ''}{letter})", one.say))
            see = f" [In the book]({link(question.see)})." if one.right else ""
            lines.append(_under("...", one.why + see))
    return "\n".join(lines) + "\n"


def _under(mark, text):
    """Write a text behind its mark, on one line."""
    return f"{mark} {' '.join(text.split())}"

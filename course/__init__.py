"""What a teacher takes from the book: slides, quizzes, assignments, worksheets, formulas.

Not part of the wheel: a course is made from a clone. `make course` writes everything to
`_build/course`; each part can be made alone with ``python -m course PART``.

- `book`: the chapters as files, and every place in them that has a name.
- `lists`: the misconceptions and the quizzes, read from their YAML and checked.
- `text`: the book's Markdown for other places: HTML, a learning platform, plain words.
- `moodle`, `canvas`: questions for two learning platforms.
- `variants`: numerical questions, made from the checks' named mistakes.
- `secret`: random data from a keyed hash, that only who has the key can draw again.
- `assignments`, `grade`: numbers that a student hands in, and what they are worth.
- `worksheets`, `formulas`: sheets of paper, printed by a browser.
- `slides`: a deck for each chapter and one for a lecture, made from the built pages.
- `contents`: a page that lists what of all this may be published.
"""

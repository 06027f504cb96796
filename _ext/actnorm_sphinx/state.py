"""The state of a page's figures as JSON, short: what several have said once, curves as steps.

`host.js` and `course/slides/page.py` read it. What they get is what was there, to the last digit.
"""

import itertools
import json
import math
import zlib
from collections import Counter

LARGE = 1000  # characters
MANY = 30  # numbers
MOST = 9  # decimals
ORDERS = 6  # of differences


def as_data(state):
    """Write the state of widgets as the body of a script element."""
    state = shared(state)
    return compact({name: stepped(value) for name, value in state.items()}).replace("</", r"<\/")


def compact(value):
    """Write JSON without blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def shared(state):
    """Say once what several models have: `{"$shared": 0}` stands for the first of `shared`."""
    models = state["state"]
    seen = Counter(text for model in models.values() for text in {*large(model["state"])})
    places = {}

    def slim(value):
        if isinstance(value, (dict, list)) and seen[text := compact(value)] > 1:
            return {"$shared": places.setdefault(text, len(places))}
        if isinstance(value, dict):
            return {name: slim(each) for name, each in value.items()}
        return [slim(each) for each in value] if is_nested(value) else value

    slimmed = {key: model | {"state": slim(model["state"])} for key, model in models.items()}
    found = {"shared": [json.loads(text) for text in places]} if places else {}
    return state | {"state": slimmed} | found


def is_nested(value):
    """Whether a value is a list of more than numbers."""
    return isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value)


def large(value):
    """Yield the JSON of the parts of a value that are worth a place of their own."""
    parts = value.values() if isinstance(value, dict) else value if is_nested(value) else ()
    for part in parts:
        if isinstance(part, (dict, list)):
            if len(text := compact(part)) > LARGE:
                yield text
            yield from large(part)


def stepped(value):
    """Write each long list of numbers as the steps from one to the next, where that is shorter."""
    if isinstance(value, dict):
        return {name: stepped(each) for name, each in value.items()}
    if not isinstance(value, list):
        return value
    if len(value) < MANY or not all(type(each) in (int, float) for each in value):
        return [stepped(each) for each in value]
    ways = [value, *steps(value)]
    return min(ways, key=lambda way: len(zlib.compress(compact(way).encode())))


def steps(values):
    """Yield ways to write numbers as differences of differences of whole numbers.

    `{"$steps": [digits, order, …], "but": {"3": 1.2e-9}}`: add up `order` times, divide by ten to
    the `digits`; `but` has the numbers that are not met exactly.
    """
    if not all(map(math.isfinite, values)):
        return
    digits = min(MOST, max(map(decimals, values)))
    whole = [round(each * 10**digits) for each in values]
    missed = {
        str(at): value
        for at, (number, value) in enumerate(zip(whole, values, strict=True))
        if number / 10**digits != value or math.copysign(1, value) != math.copysign(1, number)
    }
    if len(missed) > len(values) / 3 or max(map(abs, whole)) >= 2**40:
        return
    for order in range(ORDERS):
        yield {"$steps": [digits, order, *whole]} | ({"but": missed} if missed else {})
        whole = [whole[0], *(b - a for a, b in itertools.pairwise(whole))]


def decimals(number):
    """Count the decimals of a number."""
    mantissa, _, exponent = repr(number).partition("e")
    return max(0, len(mantissa.partition(".")[2].rstrip("0")) - int(exponent or 0))

"""The state of a page's figures as JSON, short: what several have said once, curves as steps.

Of the data by choice (a control's `data`) a page brings along those that are chosen first; the rest
stand in sheets beside its scripts, which a figure asks for when a reader chooses. `host.js` and
`course/slides/page.py` read both. What they get is what was there, to the last digit.
"""

import hashlib
import itertools
import json
import math
import zlib
from collections import Counter
from urllib.parse import quote

LARGE = 1000  # characters
MANY = 30  # numbers
MOST = 9  # decimals
ORDERS = 6  # of differences
SAFE = ' !#$&()*+,/:;<=>?@[]^`{|}~"'  # what a string in a sheet can hold as it is


def as_data(state):
    """Write the state of widgets as the body of a script element."""
    models = {
        name: model | {"state": chosen(model["state"])[0]} for name, model in state["state"].items()
    }
    state = shared(state | {"state": models})
    return compact({name: stepped(value) for name, value in state.items()}).replace("</", r"<\/")


def compact(value):
    """Write JSON without blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def chosen(values):
    """Split the state of a figure: what it shows first, and sheets of what it may be asked for.

    `{"$later": "3fa9c1b2"}` stands for what is in the sheet of that name.
    """
    values, later = dict(values), {}
    controls = values.get("_controls", {})
    for table in {control["data"] for control in controls.values() if "data" in control}:
        shown = {choice for name in controls for choice in choices_of(name, table, values)}
        kept = {}
        for choice, data in values[table].items():
            text = compact(stepped(data))
            if choice in shown or len(text) < LARGE:
                kept[choice] = data
                continue
            name = hashlib.sha256(text.encode()).hexdigest()[:8]
            later[name] = f"link{{--actnorm-{name}:'{quote(text, safe=SAFE)}'}}\n"
            kept[choice] = {"$later": name}
        values[table] = kept
    return values, later


def choices_of(name, table, values):
    """Yield what a control has chosen, at first and now, if it chooses from a table."""
    if values["_controls"][name].get("data") == table:
        for choice in (values["_first"][name], values[name]):
            yield from [choice] if isinstance(choice, str) else choice


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

"""Real data as they travel to the page: a table for each set, the training part first.

`python -m actnorm.explorers.playground.shipped` writes each as a sheet beside this file, which a
page loads when its reader asks for these data: from a folder a page can read no file but a sheet,
and where types are trusted it may add no script. A notebook gets the same from Python.
"""

import base64
import json
import zlib
from pathlib import Path

import numpy as np

from actnorm.data import digits, wine

__all__ = ["FEATURES", "SHIPPED", "sheet", "shipped"]

FEATURES = (
    "alcohol",
    "malic acid",
    "ash",
    "alcalinity of ash",
    "magnesium",
    "total phenols",
    "flavanoids",
    "nonflavanoid phenols",
    "proanthocyanins",
    "colour intensity",
    "hue",
    "OD280/OD315",
    "proline",
)  # of the wines
SHIPPED = {"digits": digits, "wine": wine}


def shipped(name):
    """Return a set as JSON can say it: `x` column by column, or its bytes (gzip, base64).

    Examples
    --------
    >>> from actnorm.explorers.playground.shipped import shipped
    >>> table = shipped("wine")
    >>> table["counts"], table["labels"][:5], table["x"][12][:3]
    ([133, 45], '12111', [510, 750, 625])
    """
    x, y, x_test, y_test = SHIPPED[name](scaling="none")
    columns, labels = np.concatenate([x, x_test]).T, np.concatenate([y, y_test])
    if name == "digits":
        gzip = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_FILTERED)  # by far the smallest
        packed = gzip.compress(columns.astype(np.uint8).tobytes()) + gzip.flush()
        told = base64.b64encode(packed).decode()
    else:
        told = [[int(v) if v == int(v) else v for v in column] for column in columns.tolist()]
    return {"counts": [len(y), len(y_test)], "labels": "".join(map(str, labels)), "x": told}


def sheet(name):
    """Return the page's sheet of a set: JSON as the value of a variable."""
    table = json.dumps(shipped(name), separators=(",", ":"))
    return f"link{{--actnorm-{name}:'{table}'}}\n"


if __name__ == "__main__":
    for each in SHIPPED:
        path = Path(__file__).with_name(f"data-{each}.css")
        path.write_text(sheet(each), "utf-8")
        print(path, path.stat().st_size)

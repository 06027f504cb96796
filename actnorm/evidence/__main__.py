"""Make the kept tables: ``python -m actnorm.evidence`` the stale ones, ``--all``, or by name."""

import argparse
import sys

from actnorm.evidence import STUDIES, study


def main(arguments=None):
    """Run what is asked for; with ``--check`` only say what is stale, and fail if anything is."""
    parser = argparse.ArgumentParser(prog="python -m actnorm.evidence", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(STUDIES)}")
    parser.add_argument("--all", action="store_true", help="also those that are as the code is")
    parser.add_argument("--check", action="store_true", help="run nothing; fail if one is stale")
    asked = parser.parse_args(arguments)
    due = [s for s in map(study, asked.names or STUDIES) if asked.all or asked.names or s.stale]
    if asked.check:
        print("\n".join(f"stale: {each.name}" for each in due) or "every table is of this code")
        return 1 if due else 0
    for each in due:
        print(f"== {each.name}: {each.asks}", flush=True)
        print(each.keep(), flush=True)
        print(f"   {each.load().settings['seconds']} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

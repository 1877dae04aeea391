#!/usr/bin/env python3
"""Holds JSON findings against their schema: schema.py SCHEMA FINDINGS.

The findings have to be valid, with no field that the schema does not know; and changed in ways
that break the promise they have to be refused, for a schema that refuses nothing proves nothing.
"""
import copy
import json
import sys

from jsonschema import Draft202012Validator


def closed(node):
    """The schema without leave for fields it does not name: for our own output only."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: closed(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and node.get("type") == "object":
        node["additionalProperties"] = False
    return node


def first_check(findings):
    return next(case for case in findings["cases"] if case["checks"])["checks"][0]


def first_entry(findings):
    check = first_check(findings)
    return check.get("worst") or check["notable"][0]  # the first versions left out either


def first_mapped(findings):
    checks = (check for case in findings["cases"] for check in case["checks"])
    return next(check for check in checks if "map" in check)


def without(key):
    return lambda findings: findings.pop(key)


BREAKAGES = {
    "no schema": without("schema"),
    "no verdict": without("verdict"),
    "no cases": without("cases"),
    "another schema": lambda f: f.update(schema=2),
    "an unknown verdict": lambda f: f.update(verdict="maybe"),
    "an exit code that does not exist": lambda f: f.update(exit_code=5),
    "a case without a name": lambda f: f["cases"][0].pop("name"),
    "a check without a kind": lambda f: first_check(f).pop("kind"),
    "a check without entries": lambda f: first_check(f).pop("entries"),
    "a negative count": lambda f: first_check(f)["entries"].update(checked=-1),
    "half a count": lambda f: first_check(f)["entries"].update(passed=0.5),
    "a number in words": lambda f: first_entry(f).update(claimed="one"),
    "a negative bound": lambda f: first_entry(f).update(error=-1.0),
    "an entry without a gap": lambda f: first_entry(f).pop("gap"),
    "an index that is no list": lambda f: first_entry(f).update(index=3),
    "a seed with a sign": lambda f: f["provenance"].update(seed="-1"),
}

# Of findings that have maps: those of the first versions have none.
MAP_BREAKAGES = {
    "a map of unknown letters": lambda f: first_mapped(f)["map"].update(states="px?"),
    "a map without claims": lambda f: first_mapped(f)["map"].pop("claimed"),
    "a digest without its checksum": lambda f: first_mapped(f)["digest"].pop("checksum"),
}


def left_out(check):
    """What a reader of a check may count on, and the schema leaves open for old files."""
    counts = {"checked", "passed", "failed", "inconclusive", "negligible"}
    if counts - check["entries"].keys():
        yield f"a check of {check['kind']} does not say {counts - check['entries'].keys()}"
    if check["kind"] == "gradient" and check["entries"]["checked"] and "worst" not in check:
        yield f"a check of {check['kind']} lacks its worst entry"


def refuse_constant(text):
    raise ValueError(f"{text} is no JSON")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        findings = json.load(file, parse_constant=refuse_constant)
    Draft202012Validator.check_schema(schema)
    strict = Draft202012Validator(closed(schema))
    bad = [f"{error.json_path}: {error.message}" for error in strict.iter_errors(findings)]
    mapped = any("map" in check for case in findings["cases"] for check in case["checks"])
    for name, breakage in {**BREAKAGES, **(MAP_BREAKAGES if mapped else {})}.items():
        broken = copy.deepcopy(findings)
        breakage(broken)
        if Draft202012Validator(schema).is_valid(broken):
            bad.append(f"the schema accepts findings with {name}")
    if mapped:
        bad += [word
            for case in findings["cases"]
            for check in case["checks"]
            for word in left_out(check)
        ]
    print("\n".join(bad) or "valid, and what is broken is refused")
    return 1 if bad else 0


sys.exit(main())

#!/usr/bin/env python3
"""The pipeline files of ci/examples, read as their CI systems read them.

    pipelines.py check FOLDER           whether each is what its system takes
    pipelines.py run SYSTEM FOLDER      runs its commands in FOLDER, and looks for what it keeps

`run` ends with what the pipeline's job ends with, or with 70 where something that it keeps as an
artifact is not there. A variable that is set in the environment is taken instead of the file's.

What `check` knows: YAML is held against a schema of the keys that the examples use, and any other
is refused; of a Jenkinsfile, whether strings, brackets and blocks close, and whether every block
and step is one that is known. The file is not run by Jenkins itself.
"""

import glob
import os
import re
import subprocess
import sys

import jsonschema
import yaml

TEXT = {"type": "string", "minLength": 1}
TEXTS = {"type": "array", "minItems": 1, "items": TEXT}
VARIABLES = {"type": "object", "additionalProperties": TEXT}


def table(required, **properties):
    """A schema of an object with these keys and no other."""
    return {"type": "object", "required": required, "properties": properties,
            "additionalProperties": False}


# https://docs.github.com/actions, "Workflow syntax".
GITHUB_STEP = table([], name=TEXT, id=TEXT, run=TEXT,
                    uses={"type": "string", "pattern": r"^[\w-]+/[\w-]+@v\d+$"},
                    **{"if": TEXT, "with": VARIABLES})
GITHUB_STEP["oneOf"] = [{"required": ["run"]}, {"required": ["uses"]}]
GITHUB = table(
    ["name", "on", "jobs"], name=TEXT, env=VARIABLES,
    on={"type": "object", "minProperties": 1,
        "propertyNames": {"enum": ["push", "pull_request"]}},
    permissions={"type": "object", "additionalProperties": {"enum": ["read", "write", "none"]}},
    jobs={"type": "object", "minProperties": 1, "additionalProperties": table(
        ["runs-on", "steps"], steps={"type": "array", "minItems": 1, "items": GITHUB_STEP},
        **{"runs-on": TEXT, "timeout-minutes": {"type": "integer", "minimum": 1}})})

# https://docs.gitlab.com/ci/yaml. What is not a keyword of the file is a job.
GITLAB = {
    "type": "object", "required": ["variables"], "properties": {"variables": VARIABLES},
    "additionalProperties": table(
        ["script"], image=TEXT, before_script=TEXTS, script=TEXTS,
        allow_failure=table(["exit_codes"], exit_codes={
            "type": "array", "minItems": 1,
            "items": {"type": "integer", "minimum": 1, "maximum": 255}}),
        cache=table(["key", "paths"], key=TEXT, paths=TEXTS),
        artifacts=table(["paths"], paths=TEXTS, reports=table(["junit"], junit=TEXT),
                        when={"enum": ["on_success", "on_failure", "always"]}))}

# https://www.jenkins.io/doc/book/pipeline/syntax.
JENKINS_BLOCKS = {"pipeline", "environment", "stages", "stage", "steps", "script", "post",
                  "always", "if", "else"}
JENKINS_STEPS = {"sh", "junit", "archiveArtifacts", "unstable", "error"}


class Mistake(Exception):
    """What is wrong with a file."""


class Job:
    """What a pipeline's job does: variables, commands of one shell each with what makes them
    unnecessary (a path that came from the cache, or None), files it keeps."""

    def __init__(self, shell, variables, commands, kept):
        self.shell = shell
        self.variables = variables
        self.commands = commands
        self.kept = kept


def read_yaml(text, schema):
    try:
        tree = yaml.safe_load(text)
        jsonschema.Draft7Validator(schema).validate(tree)
    except yaml.YAMLError as error:
        raise Mistake(str(error)) from error
    except jsonschema.ValidationError as error:
        place = "/".join(str(part) for part in error.absolute_path)
        raise Mistake(f"at {place or 'the top'}: {error.message}") from error
    return tree


def github_command(step, steps):
    """The command of a step, and the path that, restored from the cache, takes its place."""
    if "${{" in step["run"]: # it would be put into the command as it is, whatever it holds
        raise Mistake("an expression within a command: give it as a variable")
    if "if" not in step:
        return step["run"], None
    hit = re.fullmatch(r"steps\.(\w+)\.outputs\.cache-hit != 'true'", step["if"])
    caches = [one["with"]["path"] for one in steps if hit and one.get("id") == hit.group(1)]
    if not caches:
        raise Mistake(f"the condition '{step['if']}' names no cache of the job")
    return step["run"], caches[0]


def read_github(text):
    tree = read_yaml(text, GITHUB)
    (job,) = tree["jobs"].values()
    runs = [github_command(step, job["steps"]) for step in job["steps"] if "run" in step]
    uploads = [step["with"]["path"].split() for step in job["steps"]
               if step.get("uses", "").startswith("actions/upload-artifact@")]
    return Job(["bash", "-e"], tree.get("env", {}), runs, sum(uploads, []))


def read_gitlab(text):
    tree = read_yaml(text, GITLAB)
    (job,) = [value for key, value in tree.items() if key != "variables"]
    artifacts = job.get("artifacts", {"paths": []})
    kept = artifacts["paths"] + list(artifacts.get("reports", {}).values())
    lines = job.get("before_script", []) + job["script"]
    return Job(["bash", "-eo", "pipefail"], tree["variables"], [("\n".join(lines), None)], kept)


def closed(code):
    """Refuses brackets that do not match."""
    stack = []
    for sign in code:
        if sign in "({[":
            stack.append(sign)
        elif sign in ")}]" and (not stack or stack.pop() + sign not in ("()", "{}", "[]")):
            raise Mistake(f"'{sign}' closes nothing")
    if stack:
        raise Mistake(f"'{stack[-1]}' is never closed")


def read_jenkins(text):
    strings = r"'''(.*?)'''|'([^'\n]*)'|\"([^\"\n]*)\"|//[^\n]*"
    found = []

    def put_away(match):
        if match.group(0).startswith("//"):
            return ""
        found.append(next(part for part in match.groups() if part is not None))
        return f"`{len(found) - 1}`"

    code = re.sub(strings, put_away, text, flags=re.DOTALL)
    if "'" in code or '"' in code:
        raise Mistake("a string is not closed")
    closed(code)
    if not re.fullmatch(r"\s*pipeline \{.*\}\s*", code, flags=re.DOTALL):
        raise Mistake("it is not one 'pipeline { }'")
    for word in ("agent any", "stages {", "steps {"):
        if word not in code:
            raise Mistake(f"there is no '{word}'")
    for block in re.findall(r"(\w+)\s*(?:\([^(){}]*\))?\s*\{", code):
        if block not in JENKINS_BLOCKS:
            raise Mistake(f"the block '{block}' is not known")
    for step in re.findall(r"(?m)^\s*(?:int \w+ = )?(\w+)[ (]+(?:\w+: \w+, )?(?:\w+: )?`", code):
        if step not in JENKINS_STEPS | {"stage"}:
            raise Mistake(f"the step '{step}' is not known")
    scripts = re.findall(r"\bsh\b[^`\n]*`(\d+)`", code)
    kept = re.findall(r"\b(?:junit|archiveArtifacts)\b[^`\n]*`(\d+)`", code)
    variables = re.findall(r"(\w+) = `(\d+)`", code)
    return Job(["sh", "-e"], {name: found[int(at)] for name, at in variables},
               # Groovy takes away a backslash before a backslash or an end of line.
               [(found[int(at)].replace("\\\n", ""), None) for at in scripts],
               sum((re.split(r",\s*", found[int(at)]) for at in kept), []))


# One line for each system: its file, and who reads it.
SYSTEMS = {
    "github": (".github/workflows/*.yml", read_github),
    "gitlab": (".gitlab-ci.yml", read_gitlab),
    "jenkins": ("Jenkinsfile", read_jenkins),
}


def job_of(system, folder):
    pattern, read = SYSTEMS[system]
    (path,) = glob.glob(os.path.join(folder, pattern))
    with open(path, encoding="utf-8") as file:
        try:
            job = read(file.read())
        except Mistake as mistake:
            raise Mistake(f"{path}: {mistake}") from mistake
    if not job.commands or not job.kept:
        raise Mistake(f"{path}: no command, or nothing that is kept")
    return job


def run(system, folder):
    job = job_of(system, folder)
    environment = dict(os.environ, CI="true", CI_PROJECT_DIR=os.path.abspath(folder))
    for name, value in job.variables.items():
        environment.setdefault(name, value.replace(
            "$CI_PROJECT_DIR", environment["CI_PROJECT_DIR"]))
    code = 0
    cached = {path for _, path in job.commands
              if path and os.path.exists(os.path.join(folder, path))}
    for command, instead in job.commands:
        if code == 0 and instead not in cached:
            code = subprocess.run([*job.shell, "-c", command], cwd=folder, env=environment,
                                  stdin=subprocess.DEVNULL, check=False).returncode
    for path in job.kept:
        if not os.path.exists(os.path.join(folder, path)):
            print(f"{system}: {path} is to be kept, and is not there", file=sys.stderr)
            return 70
    return code


def main(words):
    try:
        if len(words) == 2 and words[0] == "check":
            for system in SYSTEMS:
                job_of(system, words[1])
            return 0
        if len(words) == 3 and words[0] == "run" and words[1] in SYSTEMS:
            return run(words[1], words[2])
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    print(__doc__, file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

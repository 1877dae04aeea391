# shellcheck shell=bash
# The part of ci/check that looks at the HTML report in a real browser: ci/browser/, with what npm
# installs put into build/browser. Sourced by ci/check, whose words it uses.
# shellcheck disable=SC2154  # root and work are ci/check's

# The lock names versions and their hashes; from which registry they come is npm's own setting.
check_lock() {
    none_like '"resolved"' <ci/browser/package-lock.json
    local count hashes
    count=$(grep -c '"node_modules/' ci/browser/package-lock.json)
    hashes=$(grep -c '"integrity": "sha512-' ci/browser/package-lock.json)
    test "$count" -gt 0
    test "$count" -eq "$hashes"
}

install_browser() {
    check_lock
    mkdir -p build/browser
    # Nothing to do when what was installed is what the lock says.
    if cmp -s ci/browser/package-lock.json build/browser/package-lock.json &&
        [ -d build/browser/node_modules/axe-core ]; then
        return
    fi
    rm -rf build/browser/node_modules
    cp ci/browser/package.json build/browser/
    cp ci/browser/package-lock.json build/browser/new-lock.json
    mv build/browser/new-lock.json build/browser/package-lock.json
    (cd build/browser && quietly npm ci --ignore-scripts --no-audit --no-fund)
}

look() {
    GRADGATE_NODE_MODULES=$root/build/browser/node_modules node ci/browser/look.mjs "$@"
}

# Each rule refuses the pages that break it.
prove_browser() {
    look --prove ci/browser/pages
}

# await_build PRESET: what the other row of steps builds.
await_build() {
    until [ -e "$work/built-$1" ]; do sleep 1; done
}

# The reports of cases that are right, of a run in which things fail, of names that do harm where
# they are not escaped, and of what changed between two runs: in every way. The report of all
# fixtures, of megabytes and with more of the same parts, in those ways that between them have all.
look_at_reports() {
    local code=0
    build/release/bin/gradgate run -q fixtures --html "$work/fixtures.html" >/dev/null
    build/release/bin/gradgate run -q fixtures/{shared,iris}.yaml --html "$work/right.html" \
        >/dev/null
    build/release/bin/gradgate run -q verify/tests/cli/cases --html "$work/failing.html" \
        >/dev/null 2>&1 || code=$?
    test "$code" -eq 3 # one of these cases cannot be read
    build/release/bin/gradgate run -q verify/tests/cli/cases/right.yaml --seed 5 \
        --json "$work/one.json" >/dev/null
    build/release/bin/gradgate run -q verify/tests/cli/cases --json "$work/other.json" \
        >/dev/null 2>&1 || true
    build/release/bin/gradgate diff "$work/one.json" "$work/other.json" \
        --html "$work/changes.html" >/dev/null
    await_build dev
    build/dev/verify/tests/report_draw html hostile >"$work/hostile.html"
    look "$work/right.html" "$work/failing.html" "$work/hostile.html" "$work/changes.html" \
        --large "$work/fixtures.html"
}

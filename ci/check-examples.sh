# shellcheck shell=bash
# The part of ci/check that stands in for the CI systems of ci/examples: what their files say is
# read from them and done, in copies of the examples, with gradgate coming from a repository of
# its own, as tag v0.1.0. Sourced by ci/check, whose words it uses.
# shellcheck disable=SC2154  # root and work are ci/check's
# shellcheck disable=SC2016  # sed's words and those of the examples, not this script's

# refuses FILE SED-SCRIPT: with that change, the pipeline files are not taken any more.
refuses() {
    rm -rf "$work/spoilt"
    cp -r ci/examples/kernel "$work/spoilt"
    sed -i "$2" "$work/spoilt/$1"
    if cmp -s "$work/spoilt/$1" "ci/examples/kernel/$1"; then
        echo "$1: the change '$2' changes nothing" >&2
        return 1
    fi
    if python3 ci/pipelines.py check "$work/spoilt" 2>/dev/null; then
        echo "$1: the change '$2' is not refused" >&2
        return 1
    fi
}

check_pipeline_files() {
    files 'ci/*.yml' | xargs -r yamllint --strict \
        -d '{extends: default, rules: {line-length: {max: 100}, comments: {min-spaces-from-content: 1}}}'
    python3 ci/pipelines.py check ci/examples/kernel
    local github=.github/workflows/gradients.yml
    refuses $github 's/runs-on/run-on/'
    refuses $github 's/actions\/cache@v4/actions\/cache/'
    refuses $github 's/build --output/${{ env.X }} --output/'
    refuses $github 's/^jobs:/jobs: {/'
    refuses $github 's/steps.cache.outputs/steps.cash.outputs/'
    refuses .gitlab-ci.yml 's/exit_codes/exit_code/'
    refuses .gitlab-ci.yml 's/ script:/ scirpt:/'
    refuses .gitlab-ci.yml 's/\[2\]/[two]/'
    refuses Jenkinsfile '$d'
    refuses Jenkinsfile "s/'v0.1.0'/'v0.1.0/"
    refuses Jenkinsfile 's/stages {/stage {/'
    refuses Jenkinsfile 's/junit/junti/'
}

# What the examples ask of apt-get and sudo: every package must be one that this machine has, for
# ci/packages names what gradgate needs, and nothing is installed here twice.
stand_ins() {
    mkdir -p "$work/stand-ins"
    cat >"$work/stand-ins/sudo" <<'END'
#!/bin/sh
exec "$@"
END
    cat >"$work/stand-ins/apt-get" <<'END'
#!/bin/sh
[ "$1" = install ] || exit 0
command -v dpkg-query >/dev/null || exit 0
for package in "$@"; do
    case $package in install | -* | ca-certificates | ccache) continue ;; esac
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^.i' || {
        echo "apt-get: $package is not installed here" >&2
        exit 100
    }
done
END
    # Where there is no ccache, the example that uses it compiles without.
    command -v ccache >/dev/null || printf '#!/bin/sh\nexec "$@"\n' >"$work/stand-ins/ccache"
    chmod +x "$work"/stand-ins/*
}

# The files of this repository as a repository of their own, as the examples fetch it.
publish() {
    mkdir "$work/published"
    tar -c --exclude=./.git --exclude=./build --exclude='./build-*' . | tar -x -C "$work/published"
    git -C "$work/published" init -q -b main
    git -C "$work/published" add -A
    git -C "$work/published" -c user.name=ci -c user.email=ci@localhost commit -q -m 'as checked'
    git -C "$work/published" tag v0.1.0
}

# pipeline SYSTEM CODE: what its file says ends with that exit code, in the copy of the example.
# Of an earlier run Jenkins has the whole workspace, the others have what they cached.
pipeline() {
    local code=0
    [ "$1" = jenkins ] || rm -rf "$work/user-$1"/{build,gradgate-source,gradgate-build}
    PATH=$work/stand-ins:$PATH GRADGATE_REPOSITORY=file://$work/published \
        python3 ci/pipelines.py run "$1" "$work/user-$1" >"$work/pipeline.log" 2>&1 || code=$?
    if [ "$code" -ne "$2" ]; then
        cat "$work/pipeline.log" >&2
        echo "$1: exit code $code instead of $2" >&2
        return 1
    fi
    say "   $1: exit code $code"
}

# A repository is new, then a mistake comes into its kernel, then its gradients cannot be decided.
run_example() {
    local system=$1 copy=$work/user-$1
    cp -r ci/examples/kernel "$copy"
    pipeline "$system" 0
    grep -q '<testcase name="kernel_gradient"' "$copy/build/gradients.xml"
    sed -i 's/bias_gradient\[k\] += dz/bias_gradient[k] -= dz/' "$copy/kernel.c"
    pipeline "$system" 8 # ctest's own for tests that failed
    grep -q 'fail .* gradient of bias' "$copy/build/gradients.xml"
    cp ci/examples/kernel/kernel.c "$copy/kernel.c"
    # A demand that no measurement meets.
    sed -i 's/gv_options options = gv_options_default();/&\n    options.min_resolution = 1e-300;/' \
        "$copy/gradient_test.c"
    pipeline "$system" "$2"
    grep -q 'inconclusive' "$copy/build/gradients.xml"
}

run_examples() {
    stand_ins
    publish
    # What GitHub cannot show as undecided fails; the others have a colour for it.
    run_example github 8
    run_example gitlab 2
    run_example jenkins 2
}

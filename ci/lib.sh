# shellcheck shell=bash
# What ci/start, ci/check and ci/bench share: the repository's root, saying what is done, and
# installing packages. Source it; it changes into the root, so that paths can be relative.

set -euo pipefail
export LC_ALL=C.UTF-8
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"

say() {
    printf '%s: %s\n' "${0##*/}" "$*"
}

# 70 as in sysexits.h, because 0 to 4 are what gradgate itself says of gradients.
die() {
    printf '%s: error: %s\n' "${0##*/}" "$*" >&2
    exit 70
}

# quietly COMMAND...: runs it, and shows what it printed only if it fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if [ "$status" -ne 0 ]; then
        printf 'failed with exit code %d: %s\n' "$status" "$*" >&2
        tail -n 200 "$log" >&2
    fi
    rm -f "$log"
    return "$status"
}

# build PRESET [cmake option...]: configures and builds in build/PRESET.
build() {
    local preset=$1
    shift
    quietly cmake --preset "$preset" "$@" &&
        quietly cmake --build --preset "$preset"
}

# packages_of SECTION: its lines of ci/packages, as "package probe".
packages_of() {
    awk -v wanted="[$1]" '
        { sub(/#.*/, "") }
        $1 ~ /^\[/ { inside = ($1 == wanted); next }
        inside && NF { print $1, $2 }' ci/packages
}

# is_there PROBE: whether what a line of ci/packages asks for is there, however it came.
is_there() {
    local what=${1#*:}
    case $1 in
    cmd:*) command -v "$what" ;;
    pc:*) pkg-config --exists "$what" ;;
    py:*) python3 -c "import $what" ;;
    asan:*) echo 'int main(void) { return 0; }' |
        "$what" -fsanitize=address -x c -o /dev/null - ;;
    *) false ;;
    esac >/dev/null 2>&1
}

# missing_packages SECTION...: the packages of the sections that are not installed and whose
# probe fails. With dpkg, its word comes first: it is quick, and knows all packages at once.
missing_packages() {
    local section package probe installed=' '
    if command -v dpkg-query >/dev/null 2>&1; then
        # The second letter is the state: i for installed. Names come without architecture.
        installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' |
            awk '$1 ~ /^.i$/ { printf " %s", $2 } END { print " " }')
    fi
    for section in "$@"; do
        while read -r package probe; do
            case $installed in *" $package "*) continue ;; esac
            is_there "$probe" || echo "$package"
        done < <(packages_of "$section")
    done
}

# apt_get ARGUMENT...: without questions, waiting for a lock that another apt holds.
apt_get() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo)
        [ -t 0 ] || as_root=(sudo -n)
    fi
    quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
}

# require_packages SECTION...: installs what is missing. Says what to install where it cannot.
require_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" -eq 0 ]; then
        say "packages: everything needed is installed"
        return
    fi
    local wanted="${missing[*]}"
    if ! command -v apt-get >/dev/null 2>&1; then
        die "no apt-get here. Please install what these Debian packages hold, then run this again: $wanted"
    fi
    local by_hand="Please have them installed, then run this again:
    apt-get install --no-install-recommends $wanted"
    if [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null && ! { [ -t 0 ] && sudo -v; }; then
        die "packages are missing, and installing them needs root or sudo. $by_hand"
    fi
    say "packages: installing $wanted"
    if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; then
        apt_get update || die "could not fetch the lists of packages. $by_hand"
    fi
    if ! apt_get install --no-install-recommends "${missing[@]}"; then
        say "packages: trying again with fresh lists of packages"
        # One source that cannot be reached need not be the one that is needed.
        apt_get update || true
        apt_get install --no-install-recommends "${missing[@]}" ||
            die "could not install the packages. $by_hand"
    fi
}

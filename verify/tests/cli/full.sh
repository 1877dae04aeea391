#!/usr/bin/env bash
# A disk that is full, in earnest: a small tmpfs in a mount namespace of its own. Reports of every
# format, and a baseline, are refused with exit code 3, and what was there before stays.
#   full.sh GRADGATE               77 where no such namespace may be made
set -eu
gradgate=$(realpath "$1")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "${2:-}" != inside ]; then
    flags=(--mount)
    [ "$(id -u)" -eq 0 ] || flags=(--user --map-root-user --mount)
    unshare "${flags[@]}" true 2>/dev/null || exit 77
    exec unshare "${flags[@]}" "${BASH_SOURCE[0]}" "$gradgate" inside
fi

work=$(mktemp -d)
trap 'cd /; umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/disk"
mount -t tmpfs -o size=256k,mode=700 tmpfs "$work/disk" || exit 77
code=0
"$gradgate" run -q --json "$work/findings.json" "$here/cases" >/dev/null 2>&1 || code=$?
[ "$code" -eq 3 ] # one of the cases is broken

# refused COMMAND...: it ends with 3, says why, and the disk holds what it held.
refused() {
    code=0
    "$@" >/dev/null 2>"$work/said" || code=$?
    if [ "$code" -ne 3 ] || ! grep -q 'No space left on device' "$work/said" ||
        [ "$(cat "$work/disk/report")" != old ] ||
        [ "$(find "$work/disk" -mindepth 1 | wc -l)" -ne 2 ]; then
        echo "exit code $code: $*" >&2
        cat "$work/said" >&2
        ls -la "$work/disk" >&2
        exit 1
    fi
}

echo old >"$work/disk/report"
dd if=/dev/zero of="$work/disk/ballast" bs=4k 2>/dev/null || true
formats=$("$gradgate" list "$here/cases/right.yaml" | sed -n '/^Report formats/,$s/^  \([a-z]*\) .*/\1/p')
[ "$(wc -w <<<"$formats")" -ge 6 ]
for format in $formats; do
    refused "$gradgate" report "$work/findings.json" -o "$format=$work/disk/report"
done
"$gradgate" run -q --json "$work/right.json" "$here/cases/right.yaml" >/dev/null
refused "$gradgate" run -q --json "$work/disk/report" "$here/cases/right.yaml"

# A baseline that cannot be renewed stays what it was.
cp "$work/right.json" "$work/base.json"
rm "$work/disk/ballast" "$work/disk/report"
cp "$work/base.json" "$work/disk/base.json"
dd if=/dev/zero of="$work/disk/ballast" bs=4k 2>/dev/null || true
code=0
"$gradgate" gate "$work/findings.json" "$work/disk/base.json" --accept >/dev/null 2>&1 || code=$?
[ "$code" -eq 3 ]
cmp "$work/base.json" "$work/disk/base.json"

# With room, it is all there.
rm "$work/disk/ballast" "$work/disk/base.json"
"$gradgate" report "$work/right.json" -o "tap=$work/disk/report"
grep -q '^1\.\.' "$work/disk/report"

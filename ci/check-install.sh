# shellcheck shell=bash
# The part of ci/check that looks at gradgate from outside: what `cmake --install` gives, and
# ci/consumer built against it as a user would build it. Sourced by ci/check, whose words it uses.
# shellcheck disable=SC2154  # root and work are ci/check's

# Where CMake found a library that verify alone does not need, as its cache would tell.
others='(OPENBLAS|OpenBLAS|JANSSON|jansson|YAML|yaml)[^=]*=/'

# Installs build directory $1 and moves the result to $2: nothing may remember the first place.
install_and_move() {
    quietly cmake --install "$1" --prefix "$work/first"
    mv "$work/first" "$2"
    grep -rI . "$2" | none_like "$work/first"
}

pkgconfig_dir() {
    dirname "$(find "$1" -name gradgate-verify.pc)"
}

# Runs the programs named: each must end with 0 and say something.
run_consumers() {
    local program
    for program in "$@"; do
        "$program" | tee "$work/said"
        test -s "$work/said"
    done
}

install_release() {
    install_and_move build/release "$work/full"
    "$work/full/bin/gradgate" --version
    # Its manual, and the completion where bash looks for it.
    MANPATH=$work/full/share/man man -w gradgate gradgate-run gradgate-explain >/dev/null
    bash -c 'source "$1" && complete -p gradgate' - \
        "$work/full/share/bash-completion/completions/gradgate" >/dev/null
    # GSL brings a slow CBLAS; whichever is named first in the program is the one it calls.
    readelf -d "$work/full/bin/gradgate" | grep -oE 'lib(openblas|gslcblas|cblas|blas)\.' \
        >"$work/blas"
    if [ "$(head -n 1 "$work/blas")" != libopenblas. ]; then
        echo "gradgate takes cblas_dgemm from another library than OpenBLAS:" >&2
        cat "$work/blas" >&2
        return 1
    fi
}

# cmake_consumer PREFIX BUILD COMPONENTS: ci/consumer by find_package.
cmake_consumer() {
    quietly cmake -S ci/consumer -B "$2" -G Ninja -DCMAKE_PREFIX_PATH="$1" -DCOMPONENTS="$3"
    quietly cmake --build "$2"
}

# cc_consumer PREFIX NAME OUTPUT: ci/consumer/NAME.c by pkg-config and a plain cc.
cc_consumer() {
    local flags
    flags=$(PKG_CONFIG_PATH=$(pkgconfig_dir "$1") pkg-config --cflags --libs "gradgate-$2")
    # shellcheck disable=SC2086  # flags are words
    cc -std=c17 -Wall -Werror "ci/consumer/$2.c" $flags -o "$3"
}

consume_by_cmake() {
    cmake_consumer "$work/full" "$work/by-cmake" "engine;verify"
    run_consumers "$work/by-cmake/use_engine" "$work/by-cmake/use_verify"
}

# The complete program that the README shows: it must be one, and pass.
consume_readme() {
    # shellcheck disable=SC2016  # the fences of Markdown
    sed -n '/^```c$/,/^```$/p' README.md | sed '1d;/^```$/,$d' >"$work/readme.c"
    local flags
    flags=$(PKG_CONFIG_PATH=$(pkgconfig_dir "$work/full") \
        pkg-config --cflags --libs gradgate-verify)
    # shellcheck disable=SC2086  # flags are words
    cc -std=c17 -Wall -Wextra -Werror "$work/readme.c" $flags -o "$work/readme"
    test "$(wc -l <"$work/readme.c")" -le 20
    test "$("$work/readme")" = pass
}

consume_by_pkg_config() {
    cc_consumer "$work/full" engine "$work/use_engine"
    cc_consumer "$work/full" verify "$work/use_verify"
    run_consumers "$work/use_engine" "$work/use_verify"
    # The headers serve C++ as well.
    quietly clang -x c++ -std=c++17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only \
        -I"$work/full/include" -include gradgate/engine/engine.h \
        -include gradgate/verify/verify.h /dev/null
}

# From the source, as FetchContent gives it: only verify unless more is asked for.
consume_by_fetch() {
    quietly cmake -S ci/consumer -B "$work/by-fetch" -G Ninja -DSOURCE="$root" -DCOMPONENTS=verify
    none_like "$others" <"$work/by-fetch/CMakeCache.txt"
    quietly cmake --build "$work/by-fetch"
    run_consumers "$work/by-fetch/use_verify"
}

# A machine that has GSL only: pkg-config knows one module, and CMake is told to find no other.
install_verify_alone() {
    mkdir "$work/only-gsl"
    cp "$(pkg-config --variable=pcfiledir gsl)/gsl.pc" "$work/only-gsl/"
    PKG_CONFIG_LIBDIR=$work/only-gsl quietly cmake -S . -B "$work/alone-build" -G Ninja \
        -DCMAKE_BUILD_TYPE=Release -DGRADGATE_ENGINE=OFF -DGRADGATE_PROGRAM=OFF \
        -DGRADGATE_TESTS=OFF -DCMAKE_DISABLE_FIND_PACKAGE_BLAS=ON \
        -DCMAKE_DISABLE_FIND_PACKAGE_OpenBLAS=ON -DCMAKE_DISABLE_FIND_PACKAGE_jansson=ON
    none_like "$others" <"$work/alone-build/CMakeCache.txt"
    quietly cmake --build "$work/alone-build"
    install_and_move "$work/alone-build" "$work/alone"
    # What its users have to link: GSL and libm. An empty one is a build-only flag.
    sed -n 's/.*INTERFACE_LINK_LIBRARIES "\(.*\)"/\1/p' \
        "$(dirname "$(pkgconfig_dir "$work/alone")")/cmake/gradgate/gradgate-verify-targets.cmake" |
        tr ';' '\n' | sed 's/.*LINK_ONLY:\(.*\)>/\1/' |
        { grep -vxE '(GSL::gsl|m|)' || true; } | none_like .
    test ! -e "$work/alone/bin"
    test ! -e "$work/alone/include/gradgate/engine"
}

consume_verify_alone() {
    export PKG_CONFIG_LIBDIR=$work/only-gsl
    cmake_consumer "$work/alone" "$work/alone-by-cmake" verify
    cc_consumer "$work/alone" verify "$work/alone-use-verify"
    run_consumers "$work/alone-by-cmake/use_verify" "$work/alone-use-verify"
    # It loads GSL (with GSL's own cblas) and the C library, and nothing else.
    ldd "$work/alone-by-cmake/use_verify" "$work/alone-use-verify" | awk '/=>/ { print $1 }' |
        { grep -vE '^lib(gsl|gslcblas|m|c)\.so' || true; } | none_like .
}

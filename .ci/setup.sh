# What ./run and ./test share: saying what they do, and installing what is missing. Sourced by bash, from the project's root.

# Each phase prints its name, and its seconds when the next one starts.
phase_started=; phase_name=
end_phase() {
    [ -z "$phase_name" ] || printf '== %s: %s s\n' "$phase_name" "$((SECONDS - phase_started))"
    phase_name=
}
phase() {
    end_phase
    phase_name=$1; phase_started=$SECONDS
    printf '\n== %s\n' "$1"
}

# Ends with one sentence that says what went wrong and what to do.
stop() {
    printf '\n%s\n' "$1" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else stop "Packages are missing and this is neither root nor a machine with sudo. Run the same command as root once."
    fi
}

# Installs the Debian packages named in the files given, those that are not there yet.
install_packages() {
    local wanted missing
    wanted=$(sed -e 's/#.*//' "$@" | tr -s ' \n' '\n' | grep -v '^$' | sort -u)
    missing=$(comm -23 <(echo "$wanted") <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | sed -n 's/^ii *//p' | sort -u))
    if [ -z "$missing" ]; then echo "All $(echo "$wanted" | wc -l) packages are there."; return; fi
    [ -r /etc/debian_version ] || stop "Stafett is built on Debian 12; this machine has no apt. See docs/dependencies.md for what it needs."
    echo "Installing $(echo "$missing" | wc -l) packages: $(echo $missing)"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
        stop "The package lists could not be fetched. Check the network and the entries in /etc/apt, then start again."
    # shellcheck disable=SC2086 # one word a package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        stop "Not every package could be installed; the lines above say which. Mend that, then start again."
}

# configure_and_build PRESET TARGET...
configure_and_build() {
    local preset=$1; shift
    cmake --preset "$preset" >"build-$preset.log" 2>&1 || { tail -n 20 "build-$preset.log" >&2; rm -f "build-$preset.log"; stop "The build could not be configured (above)."; }
    rm -f "build-$preset.log"
    cmake --build --preset "$preset" --target "$@" || stop "The build failed; the first error is above."
}

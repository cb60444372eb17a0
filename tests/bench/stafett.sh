#!/usr/bin/env bash
# Stafett as a target of a CalDAV benchmark (targets.json): forty users, their password "secret", plain HTTP on loopback.
# stafett.sh start|stop|reset; data, log and process id lie in $PEERS_HOME/stafett. STAFETT: another binary.
set -euo pipefail
cd "$(dirname "$0")/../.."
home=${PEERS_HOME:?where the targets keep their data}/stafett
stafett=${STAFETT:-build/release/server/stafett}

stop() {
    [ -s "$home/pid" ] || return 0
    kill "$(cat "$home/pid")" 2>/dev/null || true
    for _ in $(seq 100); do kill -0 "$(cat "$home/pid")" 2>/dev/null || break; sleep 0.1; done
    rm -f "$home/pid"
}

start() {
    mkdir -p "$home"
    [ -e "$home/data/stafett.db" ] || "$stafett" import --data "$home/data" --yes docs/example/suite.toml
    setsid "$stafett" serve --data "$home/data" --port 18490 --plain-port 18090 >"$home/log" 2>&1 </dev/null &
    echo $! >"$home/pid"
    for _ in $(seq 100); do
        (exec 3<>/dev/tcp/127.0.0.1/18090) 2>/dev/null && return 0
        sleep 0.1
    done
    cat "$home/log" >&2
    return 1
}

case ${1-} in
    start) stop; start ;;
    stop) stop ;;
    reset) stop; rm -rf "$home/data"; start ;;
    *) sed -n '2,3s/^# //p' "$0"; exit 2 ;;
esac

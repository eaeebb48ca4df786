#!/usr/bin/env bash
# What the UI thread asks of the kernel while the server never answers: its own pacing, and nothing that waits. Between the
# first and the last frame every call must be on the list below, so that a new one is looked at before it is allowed.
# Usage: ui_thread_calls.sh hellojohn-game-overlay
set -euo pipefail
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

strace -f -ttt -o "$work/calls" "$program" --autoplay --stall --offscreen 300 >"$work/said" || {
  cat "$work/said"
  exit 1
}

# Lines: thread, time, call. The first line is the program's start, by the thread that draws.
awk '
  function allowed(call, line) {
    if (call == "clock_nanosleep") return 1                     # The pacing of the sample, not a call of the library.
    if (call == "getrusage" || call == "clock_gettime") return 1  # Its clock.
    if (call ~ /^(brk|mmap|munmap|mprotect|madvise|getrandom)$/) return 1
    if (call == "futex") return line ~ /FUTEX_WAKE/             # Hands work to the other thread.
    return call == "epoll_ctl"                                  # How Asio wakes that thread.
  }
  NR == 1 { ui = $1 }
  { call = $3; sub(/\(.*/, "", call) }
  $1 != ui {
    if (call ~ /^(connect|sendmsg|sendto|write|writev)$/) others++
    next
  }
  call == "<..." || call ~ /^(---|\+\+\+)$/ { next }            # The end of a call that was counted at its start.
  call == "clock_nanosleep" {
    for (i = 0; frames > 0 && i < held; i++) bad[++found] = lines[i]
    held = 0
    frames++
    next
  }
  { if (frames > 0 && !allowed(call, $0)) lines[held++] = $0 }
  END {
    for (i = 1; i <= found; i++) print "FAIL: the UI thread calls: " bad[i]
    if (frames < 200) { print "FAIL: only " frames + 0 " frames were seen"; found++ }
    if (others == 0) { print "FAIL: no other thread talked to the server: nothing stalled"; found++ }
    print frames " frames, " found + 0 " calls that may wait; " others " calls to the network by other threads"
    exit found > 0
  }' "$work/calls"

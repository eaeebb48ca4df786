#!/usr/bin/env bash
# Drives every fuzz target for SECONDS (or, with "runs=N", for N executions); its last line is the figure. New inputs stay
# in build/fuzz; one that breaks a target is written there as crash-…: keep it in corpus/ once it is understood.
set -euo pipefail
cd "$(dirname "$0")/../../.."
limit=${1:?usage: run.sh SECONDS|runs=N}
case "$limit" in
  runs=*) bound="-runs=${limit#runs=}" ;;
  *) bound="-max_total_time=$limit" ;;
esac
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target hellojohn-fuzz-{documents,typed_text,client_answer,answer_octets} >/dev/null
total=0
for target in documents typed_text client_answer answer_octets; do
  found=build/fuzz/found/$target
  mkdir -p "$found"
  log=build/fuzz/$target.log
  if ! build/fuzz/bin/hellojohn-fuzz-"$target" "$bound" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -print_final_stats=1 -artifact_prefix="build/fuzz/$target-" "$found" "tests/security/fuzz/corpus/$target" 2>"$log"; then
    tail -40 "$log"
    echo "fuzz: $target broke"
    exit 1
  fi
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  echo "fuzz: $target $executions executions"
  total=$((total + executions))
done
echo "fuzz: 4 targets, $total executions, 0 findings"

#!/usr/bin/env bash
# Does the curriculum beat random data of the same budget? Runs the quickstart under both planners for several seeds, in one state folder (so that both
# share seed data and S_0), and prints the paired comparison of the last report.
#   benchmarks/Planners/compare.sh [SEEDS] [STATE] [more arguments of `tapir run`, such as --set training.roundTokens=600000]
set -euo pipefail
cd "$(dirname "$0")/../.."
seeds=${1:-5}
state=${2:-.tapir-planners}
shift $(( $# < 2 ? $# : 2 ))
dotnet build src/Host -v quiet
tapir="dotnet src/Host/bin/Debug/net10.0/tapir.dll"
for seed in $(seq 1 "$seeds"); do
  for planner in random tapir; do
    $tapir run examples/quickstart.yaml --new --json --state "$state" --set randomSeed="$seed" --set curriculum.planner="$planner" "$@" 2>/dev/null |
      sed -nE 's/^  "run": "(.*)",$/\1/p' | tail -n 1
  done
done
last="quickstart-$(ls "$state/runs" | sed -E 's/.*-//' | sort -n | tail -n 1)"
$tapir report "$last" --state "$state"
sed -n '/"comparison"/,/^  }/p' "$state/runs/$last/report.json"

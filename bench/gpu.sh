#!/usr/bin/env bash
# On a machine with a graphics card and nothing else, in a copy of this repository: unpacks node, Dawn and the Vulkan
# loader from .gpu/pack.tar.xz (node, node_modules/webgpu, debs/libvulkan1…), measures the kernels, then all engines.
# Before that, where there is a network: `npm run bench -- --pack`.
# Usage: gpu.sh [kernels|bench|all]; KERNEL_SECONDS, BENCH_TIER, BENCH_QUICK as wished; results go to $OUT.
set -uo pipefail
what=${1:-all}
root=$(cd "$(dirname "$0")/.." && pwd)
out=${OUT:-$root/.gpu/out}
failed=0
at=${GPU_AT:-/tmp/webgpu}
mkdir -p "$out" "$at"
cd "$root"

# xz may be missing; Python is there.
[ -x "$at/node" ] || python3 -c "import tarfile, sys; tarfile.open(sys.argv[1], 'r:xz').extractall(sys.argv[2])" .gpu/pack.tar.xz "$at"
if ! ldconfig -p | grep -q libvulkan; then
  for deb in "$at"/debs/*.deb; do dpkg -x "$deb" /; done
  ldconfig
fi
nvidia=/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json
if [ -z "${VK_DRIVER_FILES:-}" ] && [ -e "$nvidia" ]; then export VK_DRIVER_FILES=$nvidia; fi
export NODE_PATH="$at/node_modules" XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/tmp}
nvidia-smi --query-gpu=name,driver_version,clocks.sm,clocks.max.sm --format=csv,noheader 2>/dev/null

if [ "$what" != bench ]; then
  KERNELS_JSON="$out/kernels.json" "$at/node" .bench/kernels.mjs --seconds "${KERNEL_SECONDS:-100}" ${KERNEL_FLAGS:-} \
    >"$out/kernels.txt" 2>"$out/kernels.err"
  status=$?
  echo "kernels: $status"
  [ $status = 0 ] || failed=1
fi
if [ "$what" != kernels ]; then
  "$at/node" .bench/bench.mjs >"$out/bench.txt" 2>"$out/bench.err"
  status=$?
  echo "bench: $status"
  if [ $status = 0 ]; then cp test/perf/results.json "$out/results.json"; else failed=1; fi
fi
for name in kernels bench; do
  [ -e "$out/$name.err" ] && grep -v '^Warning' "$out/$name.err" | tail -n 5
done
# What is read from here ends up short: the tables are at the end of their files.
[ -e "$out/bench.txt" ] && grep ' ms$\|n/a\|GB/s' "$out/bench.txt" | tail -c 4000
[ -e "$out/kernels.txt" ] && { head -n 1 "$out/kernels.txt"; tail -c 9500 "$out/kernels.txt"; }
exit "$failed"

#!/bin/sh
# Goes on from the committed weights on a machine with a GPU, PyTorch 2 and no network; nothing in models/ was made
# by it yet. Here: `training/pack.py --out training.tar`; there, with the repository and that file:
#   PACK=training.tar OUT=out training/runs/gpu.sh lite standard johnson
# and $OUT/TIER/checkpoint.pt comes back, for export.py.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
PYTHON=${PYTHON:-python3}
mkdir -p "$WORK/pack"
tar xf "$PACK" -C "$WORK/pack"

for TIER in "$@"; do
  COMMON="--tier $TIER --device cuda --student-bf16 --photos $WORK/pack/photos --paintings $WORK/pack/paintings
    --evaluator $WORK/pack/vgg19.npz --cache $WORK/cache --batch 16 --per-photo 2 --crop 256 --style-weight 20
    --pixel-weight 30 --checkpoint-minutes 1"
  $PYTHON training/train.py $COMMON --run "$WORK/$TIER-long" --start "models/$TIER/checkpoint.npz" --steps "${STEPS:-6000}" --rate 5e-4
  $PYTHON training/train.py $COMMON --run "$OUT/$TIER" --start "$WORK/$TIER-long/checkpoint.pt" --steps "${STEADY_STEPS:-2000}" \
    --rate 3e-4 --steady 80
done

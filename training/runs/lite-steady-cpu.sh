#!/bin/sh
# The last phase of `lite`, after those of gpu.sh (2026-11-27, PHASE=6): more weight on consistency, on two CPU threads with
# AMX that other work wanted too (537 steps of 4 s). PyTorch 1.13 of Debian 12. What is committed lies 0.65 of the way.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
VGG19=${VGG19:-../shared/data/teachers/vgg19.npz}
BEFORE=${BEFORE:-$WORK/lite-1/report.json} # without consistency, from the results of gpu.sh
START=${START:-$WORK/lite-6/model/checkpoint.npz}
export OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
PYTHON="nice -n 5 /usr/bin/python3"

LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 $PYTHON training/train.py --tier lite --student-bf16 --evaluator "$VGG19" \
  --batch 8 --per-photo 2 --style-weight 24 --pixel-weight 30 --steps 1000000 --seconds 2100 --rate 5e-4 --steady 480 --seed 7 \
  --start "$START" --run "$WORK/lite-7"
$PYTHON training/blend.py --start "$START" --end "$WORK/lite-7/checkpoint.pt" --part 0.65 --out "$WORK/lite-7/blended.pt"
$PYTHON training/export.py --tier lite --checkpoint "$WORK/lite-7/blended.pt" --strengths udnie=0.94 great_wave=0.9
$PYTHON training/evaluate.py --model models/lite --held-out 6 --flow ../shared/data/flow \
  --compare ../shared/data/published/style-transfer --out "$WORK/lite-7/final.json"
$PYTHON training/card.py --model models/lite --report "$WORK/lite-7/final.json" --before "$BEFORE"
$PYTHON training/curves.py "$WORK/lite-6/log.jsonl.gz" "$WORK/lite-7/log.jsonl" --after models/lite/curves.json --out models/lite/curves.json
$PYTHON training/plot.py models/lite/curves.json
$PYTHON training/sheet.py --model models/lite --columns 6 --side 200 --out docs/sheets/lite.jpg
$PYTHON training/thumbnails.py --model models/lite

#!/bin/sh
# The commands behind models/standard and models/johnson, on three CPU threads with avx512_bf16 that others wanted too
# (about two hours). PyTorch 1.13 of Debian 12; OpenBLAS on one thread, for its spinning costs PyTorch's own threads;
# jemalloc keeps the large buffers of a step, which the C library gives back and asks for again.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
VGG19=${VGG19:-../shared/data/teachers/vgg19.npz}
export OMP_NUM_THREADS=3 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
export LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1
PYTHON="nice /usr/bin/python3"
COMMON="--style-weight 20 --pixel-weight 30 --per-photo 2 --evaluator $VGG19 --threads 3"

# Phase A, ten minutes: crops of 128, four times as many steps a minute. (4,000 steps were planned; it was stopped at
# 2,270 and went on from its checkpoint of step SA.)
$PYTHON training/train.py --tier standard --run "$WORK/sa" --steps 4000 --rate 1.5e-3 --crop 128 $COMMON --seed 11 &
sleep 600
kill $!

# Phase B, 45 minutes: crops of 192. (5,000 steps were planned until step 650.)
$PYTHON training/train.py --tier standard --run "$WORK/sb" --start "$WORK/sa/checkpoint.pt" --steps 4000 \
  --rate 1.2e-3 --crop 192 $COMMON --seed 12

# Phase C: crops of 256, and consistency under motion and noise.
$PYTHON training/train.py --tier standard --run "$WORK/sc" --start "$WORK/sb/checkpoint.pt" --steps 900 \
  --rate 6e-4 --crop 256 --steady 100 $COMMON --seed 13

# johnson: standard at twice the width paints the same, and goes on from there.
$PYTHON training/widen.py --from standard --to johnson --start "$WORK/sc/checkpoint.pt" --out "$WORK/widened.pt"
$PYTHON training/train.py --tier johnson --run "$WORK/jc" --start "$WORK/widened.pt" --steps 1500 \
  --rate 8e-4 --crop 192 --steady 100 --student-bf16 $COMMON --seed 14

evaluate() { # tier, phases' logs
  tier=$1; shift
  $PYTHON training/curves.py "$@" --out "models/$tier/curves.json"
  $PYTHON training/plot.py "models/$tier/curves.json"
  $PYTHON training/sheet.py --model "models/$tier" --columns 6 --side 200 --out "docs/sheets/$tier.jpg"
  $PYTHON training/evaluate.py --model "models/$tier" --held-out 6 --out "$WORK/report-$tier.json" \
    --compare ../shared/data/published/style-transfer --flow ../shared/data/flow
}

$PYTHON training/export.py --tier standard --checkpoint "$WORK/sb/checkpoint.pt" --out "$WORK/before-standard" --interim
$PYTHON training/evaluate.py --model "$WORK/before-standard" --held-out 6 --out "$WORK/before-standard.json" \
  --flow ../shared/data/flow
$PYTHON training/export.py --tier standard --checkpoint "$WORK/sc/checkpoint.pt"
evaluate standard "$WORK/sa/log.jsonl" "$WORK/sb/log.jsonl" "$WORK/sc/log.jsonl"
$PYTHON training/card.py --model models/standard --report "$WORK/report-standard.json" --before "$WORK/before-standard.json"

$PYTHON training/export.py --tier johnson --checkpoint "$WORK/jc/checkpoint.pt"
evaluate johnson "$WORK/jc/log.jsonl"
$PYTHON training/card.py --model models/johnson --report "$WORK/report-johnson.json"

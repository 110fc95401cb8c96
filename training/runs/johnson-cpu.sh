#!/bin/sh
# The commands behind models/johnson, on three CPU threads with avx512_bf16 (about an hour and a half).
# PyTorch 1.13 of Debian 12; OpenBLAS on one thread and jemalloc as in standard-cpu.sh.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
VGG19=${VGG19:-../shared/data/teachers/vgg19.npz}
STANDARD=${STANDARD:-$WORK/w2/checkpoint.pt} # standard before its last phase, see standard-cpu.sh
export OMP_NUM_THREADS=3 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
export LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1
PYTHON="nice /usr/bin/python3"
COMMON="--tier johnson --style-weight 20 --pixel-weight 30 --crop 256 --per-photo 2 --student-bf16 --evaluator $VGG19 --threads 3"

# The trunk of standard, made wider; the layers at full size learn to do what standard's ends do. Three minutes.
$PYTHON training/transplant.py --start "$STANDARD" --out "$WORK/j0.pt" --steps 600 --threads 3

# From there as any tier. A rate of 8e-4 took away in 150 steps what the transplant had brought.
$PYTHON training/train.py --run "$WORK/j1" --start "$WORK/j0.pt" --steps 3000 --rate 3e-4 $COMMON --seed 31

# Consistency under motion and noise; 0.6 of the way costs 8% of the style loss instead of 14%.
$PYTHON training/train.py --run "$WORK/j2" --start "$WORK/j1/checkpoint.pt" --steps 850 --rate 1e-4 --steady 80 $COMMON --seed 32
$PYTHON training/blend.py --start "$WORK/j1/checkpoint.pt" --end "$WORK/j2/checkpoint.pt" --part 0.6 --out "$WORK/j3.pt"

$PYTHON training/export.py --tier johnson --checkpoint "$WORK/j1/checkpoint.pt" --out "$WORK/before-johnson" --interim
$PYTHON training/evaluate.py --model "$WORK/before-johnson" --held-out 6 --flow ../shared/data/flow --out "$WORK/before-johnson.json"
$PYTHON training/export.py --tier johnson --checkpoint "$WORK/j3.pt"
$PYTHON training/evaluate.py --model models/johnson --held-out 6 --flow ../shared/data/flow --out "$WORK/report-johnson.json" \
  --compare ../shared/data/published/style-transfer
$PYTHON training/card.py --model models/johnson --report "$WORK/report-johnson.json" --before "$WORK/before-johnson.json"
$PYTHON training/curves.py "$WORK/j1/log.jsonl" "$WORK/j2/log.jsonl" --out models/johnson/curves.json
$PYTHON training/plot.py models/johnson/curves.json
$PYTHON training/sheet.py --model models/johnson --columns 6 --side 200 --out docs/sheets/johnson.jpg

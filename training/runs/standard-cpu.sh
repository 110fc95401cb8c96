#!/bin/sh
# The commands behind models/standard, on three CPU threads with avx512_bf16 that others wanted too (about an hour and a half).
# PyTorch 1.13 of Debian 12; OpenBLAS on one thread, for its spinning costs PyTorch's own threads; jemalloc keeps the
# large buffers of a step, which the C library gives back and asks for again.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
VGG19=${VGG19:-../shared/data/teachers/vgg19.npz}
LITE=${LITE:-$WORK/c/checkpoint.pt} # the end of lite's phase C, see lite-cpu.sh
export OMP_NUM_THREADS=3 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
export LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1
PYTHON="nice /usr/bin/python3"
COMMON="--tier standard --pixel-weight 30 --per-photo 2 --evaluator $VGG19 --threads 3"

# lite, 1.5 times as wide and one residual block deeper: it paints what lite paints, and goes on from there.
$PYTHON training/widen.py --from lite --to standard --start "$LITE" --out "$WORK/w0.pt"
$PYTHON training/train.py --run "$WORK/w1" --start "$WORK/w0.pt" --steps 1900 --rate 1.2e-3 --style-weight 20 --crop 192 \
  $COMMON --seed 21
# (2,600 steps were planned until step 880, and 1,100 below until step 250: the cosine follows.)

# Consistency under motion and noise. (johnson began from the second of these states, w2.)
$PYTHON training/train.py --run "$WORK/w2" --start "$WORK/w1/checkpoint.pt" --steps 950 --rate 6e-4 --style-weight 16 --crop 256 \
  --steady 40 $COMMON --seed 22
$PYTHON training/train.py --run "$WORK/w3" --start "$WORK/w2/checkpoint.pt" --steps 1300 --rate 3e-4 --style-weight 20 --crop 256 \
  --steady 60 --student-bf16 $COMMON --seed 24

$PYTHON training/export.py --tier standard --checkpoint "$WORK/w1/checkpoint.pt" --out "$WORK/before" --interim
$PYTHON training/evaluate.py --model "$WORK/before" --held-out 6 --flow ../shared/data/flow --out "$WORK/before.json"
$PYTHON training/export.py --tier standard --checkpoint "$WORK/w3/checkpoint.pt"
$PYTHON training/evaluate.py --model models/standard --held-out 6 --flow ../shared/data/flow --out "$WORK/report.json" \
  --compare ../shared/data/published/style-transfer
$PYTHON training/card.py --model models/standard --report "$WORK/report.json" --before "$WORK/before.json"
$PYTHON training/curves.py "$WORK/w1/log.jsonl" "$WORK/w2/log.jsonl" "$WORK/w3/log.jsonl" --out models/standard/curves.json
$PYTHON training/plot.py models/standard/curves.json
$PYTHON training/sheet.py --model models/standard --columns 6 --side 200 --out docs/sheets/standard.jpg

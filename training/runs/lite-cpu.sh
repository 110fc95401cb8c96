#!/bin/sh
# The commands behind models/lite, on two CPU threads with avx512_bf16 (about three and a half hours).
# PyTorch 1.13 of Debian 12; OpenBLAS on one thread, for its spinning costs PyTorch's own threads.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
TEACHERS=${TEACHERS:-../shared/data/teachers}
export OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1
PYTHON="nice -n 5 /usr/bin/python3"

# Phase A, twelve minutes: the small loss network, to find the styles. (It was stopped by hand and
# went on from its checkpoint of step 2,296 of 7,500, the rate hardly fallen; see LOG.md.)
mkdir -p "$WORK"
TEN="$WORK/styles10.json"
$PYTHON - training/styles.json "$TEN" <<'EOF'
import json, sys
styles = json.load(open(sys.argv[1]))
json.dump(dict(list(styles.items())[:10]), open(sys.argv[2], "w"))
EOF
$PYTHON training/train.py --tier lite --styles "$TEN" --run "$WORK/a" --steps 7500 --rate 2e-3 --style-weight 15 \
  --student-bf16 --checkpoint-minutes 3 --evaluator "$TEACHERS/vgg19_small16x.npz" &
sleep 765
kill $!

# Phase B, an hour and a half: the real VGG19. It was stopped and resumed (--resume) to change style
# weights and, as the machine grew busier, the end of the schedule: all weights 1 and 5,200 steps
# until step 2,651; udnie 1.4, great_wave and the_scream 0.8, and 5,000 steps until step 3,723; then
# styles.json as it is, 4,800 steps until step 3,898 and 4,350 from there. The loss on the lattice
# (--lattice, on by default since) came in at step 3,333; a repetition has it from the start.
$PYTHON training/train.py --tier lite --styles "$TEN" --run "$WORK/b" --start "$WORK/a/checkpoint.pt" --steps 4350 \
  --rate 2e-3 --style-weight 15 --pixel-weight 30 --per-photo 2 --seed 2 \
  --evaluator "$TEACHERS/vgg19.npz" --checkpoint-minutes 4

# Phase C, all sixteen styles: the six new rows begin as the identity. (It began from models/lite/checkpoint.npz as it
# then was, phase B's end; 6,000 steps were planned until step 1,940, 3,000 until 2,130, 2,700 until 2,430, then 2,520:
# the machine was busy.)
$PYTHON training/train.py --tier lite --run "$WORK/c" --start "$WORK/b/checkpoint.pt" --steps 2520 \
  --rate 1.5e-3 --style-weight 15 --pixel-weight 30 --per-photo 2 --seed 3 \
  --evaluator "$TEACHERS/vgg19.npz" --checkpoint-minutes 4

# Phase D: consistency under motion and noise. (On three threads, with libjemalloc preloaded as in standard-cpu.sh.)
$PYTHON training/train.py --tier lite --run "$WORK/d" --start "$WORK/c/checkpoint.pt" --steps 900 \
  --rate 5e-4 --style-weight 16 --pixel-weight 30 --per-photo 2 --steady 40 --threads 3 --seed 23 \
  --evaluator "$TEACHERS/vgg19.npz" --checkpoint-minutes 2

$PYTHON training/export.py --tier lite --checkpoint "$WORK/c/checkpoint.pt" --out "$WORK/before-lite" --interim
$PYTHON training/evaluate.py --model "$WORK/before-lite" --held-out 6 --out "$WORK/before-lite.json" --flow ../shared/data/flow
$PYTHON training/export.py --tier lite --checkpoint "$WORK/d/checkpoint.pt"
$PYTHON training/thumbnails.py --model models/lite
$PYTHON training/curves.py "$WORK/a/log.jsonl" "$WORK/b/log.jsonl" "$WORK/c/log.jsonl" "$WORK/d/log.jsonl" --out models/lite/curves.json
$PYTHON training/plot.py models/lite/curves.json
$PYTHON training/sheet.py --columns 6 --side 200 --out docs/sheets/lite.jpg
$PYTHON training/evaluate.py --model models/lite --held-out 6 --out "$WORK/report.json" \
  --compare ../shared/data/published/style-transfer --flow ../shared/data/flow
$PYTHON training/card.py --model models/lite --report "$WORK/report.json" --before "$WORK/before-lite.json"

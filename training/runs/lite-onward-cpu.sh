#!/bin/sh
# The last phases of models/lite, after those of gpu.sh: a hundred and ten minutes of two CPU threads with AMX, which other
# work wanted too but for the last ten. PyTorch 1.13 of Debian 12. (gpu.sh ran with style weights of 1.1 for udnie and 0.8
# for great_wave, and so did standard and johnson.)
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
VGG19=${VGG19:-../shared/data/teachers/vgg19.npz}
# The figures of lite's first phase on the GPU, without consistency, from the results of gpu.sh.
BEFORE=${BEFORE:-$WORK/lite-1/report.json}
export OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
export LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1
PYTHON="nice -n 5 /usr/bin/python3"
TRAIN="$PYTHON training/train.py --tier lite --steps 1000000 --style-weight 24 --pixel-weight 30 --batch 8 --per-photo 2
  --steady 120 --student-bf16 --evaluator $VGG19 --checkpoint-minutes 2"

$PYTHON - training/styles.json "$WORK/styles-lite-3.json" <<'EOF'
import json, sys
styles = json.load(open(sys.argv[1]))
styles["udnie"]["weight"], styles["great_wave"]["weight"] = 0.95, 1.0
json.dump(styles, open(sys.argv[2], "w"))
EOF
$TRAIN --styles "$WORK/styles-lite-3.json" --run "$WORK/lite-3" --start models/lite/checkpoint.npz --seconds 6000 --rate 1e-3 --seed 31
$TRAIN --run "$WORK/lite-4" --start "$WORK/lite-3/checkpoint.pt" --seconds 600 --rate 2.5e-4 --seed 32

$PYTHON training/export.py --tier lite --checkpoint "$WORK/lite-4/checkpoint.pt" --soften udnie=0.98 great_wave=0.94
$PYTHON training/evaluate.py --model models/lite --held-out 6 --flow ../shared/data/flow \
  --compare ../shared/data/published/style-transfer --out "$WORK/lite-4/report.json"
$PYTHON training/card.py --model models/lite --report "$WORK/lite-4/report.json" --before "$BEFORE"
$PYTHON training/curves.py "$WORK/lite-3/log.jsonl" "$WORK/lite-4/log.jsonl" --after models/lite/curves.json --out models/lite/curves.json
$PYTHON training/plot.py models/lite/curves.json
$PYTHON training/sheet.py --model models/lite --columns 6 --side 200 --out docs/sheets/lite.jpg
$PYTHON training/thumbnails.py --model models/lite

#!/bin/sh
# What was done against frames that networks draw (2026-11-27), after gpu.sh with PHASE=6: `seurat`, whose painting has a painted
# border, had got lines along the edges in `standard` and `johnson`; now a frame costs (consistency.py, `framed`). On two CPU
# threads with AMX that other work wanted too, PyTorch 1.13 of Debian 12. START: the weights before, of `johnson` as trained.
#   START=models/standard/checkpoint.npz training/runs/frames-cpu.sh standard  # as committed in b0bff75
#   START=/tmp/train/johnson-6/model/checkpoint.npz training/runs/frames-cpu.sh johnson
set -eu
cd "$(dirname "$0")/../.."
tier=$1
WORK=${WORK:-/tmp/train}
VGG19=${VGG19:-../shared/data/teachers/vgg19.npz}
BEFORE=${BEFORE:-$WORK/$tier-1/report.json} # without consistency, from the results of gpu.sh
export OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
PYTHON="nice -n 5 /usr/bin/python3"

# learn RUN START [more]
learn() {
  run=$1 start=$2
  shift 2
  LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 $PYTHON training/train.py --tier "$tier" --student-bf16 --evaluator "$VGG19" \
    --style-weight 24 --pixel-weight 30 --steps 1000000 --start "$start" --run "$run" "$@"
}

# seurat RUN START SEED: that style alone, nothing else changes
seurat() {
  learn "$1" "$2" --seed "$3" --only seurat --batch 4 --rate 5e-3 --steady 220 --seconds 420
}

# judge RUN [--styles … --others …]
judge() {
  report=$1/final.json
  shift
  $PYTHON training/evaluate.py --model "models/$tier" --held-out 6 --flow ../shared/data/flow \
    --compare ../shared/data/published/style-transfer --out "$report" "$@"
  $PYTHON training/card.py --model "models/$tier" --report "$report" --before "$BEFORE"
}

case $tier in
  standard) # 159 steps of 2.6 s
    logs=$WORK/standard-8/log.jsonl
    seurat "$WORK/standard-8" "$START" 8
    $PYTHON training/export.py --tier standard --checkpoint "$WORK/standard-8/checkpoint.pt"
    judge "$WORK/standard-8" --styles udnie,great_wave,seurat --others "$WORK/standard-6/final.json"
    ;;
  johnson) # all of it with more weight on consistency, 237 steps of 10 s, half of that way; then 77 steps of 5.5 s for that style
    logs="$WORK/johnson-8/log.jsonl $WORK/johnson-9/log.jsonl"
    learn "$WORK/johnson-8" "$START" --seed 8 --batch 8 --per-photo 2 --rate 5e-4 --steady 480 --seconds 2400
    $PYTHON training/blend.py --start "$START" --end "$WORK/johnson-8/checkpoint.pt" --part 0.5 --out "$WORK/johnson-8/blended.pt"
    seurat "$WORK/johnson-9" "$WORK/johnson-8/blended.pt" 9
    $PYTHON training/export.py --tier johnson --checkpoint "$WORK/johnson-9/checkpoint.pt" --strengths udnie=1.073 great_wave=0.949
    judge "$WORK/johnson-9"
    ;;
esac
# shellcheck disable=SC2086 # one word a log
$PYTHON training/curves.py $logs --after "models/$tier/curves.json" --out "models/$tier/curves.json"
$PYTHON training/plot.py "models/$tier/curves.json"
$PYTHON training/sheet.py --model "models/$tier" --columns 6 --side 200 --out "docs/sheets/$tier.jpg"

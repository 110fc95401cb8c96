#!/bin/sh
# What was done against frames that networks draw (2026-11-27), after gpu.sh with PHASE=6: a painting with a painted border,
# `seurat`, had got `standard` and `johnson` to draw one; now a frame costs (consistency.py, `framed`). On two CPU threads with
# AMX that other work wanted too, PyTorch 1.13 of Debian 12. START: the weights before, of `johnson` those not yet softened.
#   START=models/standard/checkpoint.npz training/runs/frames-cpu.sh standard  # as committed in b0bff75; 159 steps of 2.6 s
#   START=/tmp/train/johnson-6/model/checkpoint.npz training/runs/frames-cpu.sh johnson
set -eu
cd "$(dirname "$0")/../.."
tier=$1
WORK=${WORK:-/tmp/train}
VGG19=${VGG19:-../shared/data/teachers/vgg19.npz}
BEFORE=${BEFORE:-$WORK/$tier-1/report.json} # without consistency, from the results of gpu.sh
export OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
PYTHON="nice -n 5 /usr/bin/python3"
run=$WORK/$tier-8

# learn [more]
learn() {
  LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 $PYTHON training/train.py --tier "$tier" --student-bf16 --evaluator "$VGG19" \
    --style-weight 24 --pixel-weight 30 --steps 1000000 --seed 8 --start "$START" --run "$run" "$@"
}

# judge STYLES: the others' figures are those of the weights before
judge() {
  $PYTHON training/evaluate.py --model "models/$tier" --held-out 6 --flow ../shared/data/flow --styles "$1" \
    --others "$WORK/$tier-6/final.json" --compare ../shared/data/published/style-transfer --out "$run/final.json"
}

case $tier in
  standard) # that style alone: all others paint as before
    learn --only seurat --batch 4 --rate 5e-3 --steady 220 --seconds 420
    $PYTHON training/export.py --tier "$tier" --checkpoint "$run/checkpoint.pt"
    judge udnie,great_wave,seurat
    ;;
  johnson) # all of it, with more weight on consistency
    learn --batch 8 --per-photo 2 --rate 5e-4 --steady 480 --seconds 2400
    $PYTHON training/export.py --tier "$tier" --checkpoint "$run/checkpoint.pt" --soften great_wave=0.915
    judge "$($PYTHON -c 'import json; print(",".join(json.load(open("training/styles.json"))))')"
    ;;
esac
$PYTHON training/card.py --model "models/$tier" --report "$run/final.json" --before "$BEFORE"
$PYTHON training/curves.py "$run/log.jsonl" --after "models/$tier/curves.json" --out "models/$tier/curves.json"
$PYTHON training/plot.py "models/$tier/curves.json"
$PYTHON training/sheet.py --model "models/$tier" --columns 6 --side 200 --out "docs/sheets/$tier.jpg"

#!/bin/sh
# The commands behind models/perceptual, on one or two CPU threads that others wanted too.
# PyTorch 1.13 of Debian 12. Figures: training/LOG.md.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
PYTHON="nice -n 8 /usr/bin/python3"

# Phase p2, five minutes: VGG19 pruned, then features and Gram matrices only. (Stopped: step 264 of 2,500,
# its first distillation steps with all layers weighing the same.)
$PYTHON training/distil.py --run "$WORK/p2" --steps 264 --rate 1e-3 --hold 4 --whole 0 --threads 1

# Phase p3: gradients too, on pictures that the student itself optimizes. (Stopped and resumed: hold 10 and
# gradient 3 until step 400; then hold 25 and gradient 6; the style weight drawn from step 530 on; layers
# weighted, style layers' shares drawn and distance 0.3 from step 790 on. A repetition has it all from the start.
# 1,250 steps were planned, and the rate follows them; it was stopped at step 1,070.)
$PYTHON training/distil.py --run "$WORK/p3" --start "$WORK/p2/checkpoint.pt" --steps 1250 --rate 1e-3 \
  --hold 25 --gradient 6 --distance 0.3 --whole 0 --threads 1

$PYTHON training/perceptual_export.py --checkpoint "$WORK/p3/checkpoint.pt"
$PYTHON training/painting_grams.py
$PYTHON training/curves.py "$WORK/p2/log.jsonl" "$WORK/p3/log.jsonl" --out models/perceptual/curves.json
$PYTHON training/plot.py models/perceptual/curves.json
$PYTHON training/judge_perceptual.py --side 192 --reference "$WORK/reference" --out "$WORK/judged.json" \
  --sheet "$WORK/judged.png"

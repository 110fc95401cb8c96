#!/bin/sh
# onward-cpu.sh lite|standard: the last phases of that model, after those of gpu.sh, on two CPU threads with AMX that other
# work wanted too. PyTorch 1.13 of Debian 12. gpu.sh had run with style weights of 1.1 for udnie and 0.8 for great_wave;
# in the second phase here styles.json had 0.85 for both.
set -eu
cd "$(dirname "$0")/../.."
TIER=$1
WORK=${WORK:-/tmp/train}
VGG19=${VGG19:-../shared/data/teachers/vgg19.npz}
# The figures of the first phase on the GPU, without consistency, from the results of gpu.sh.
BEFORE=${BEFORE:-$WORK/$TIER-1/report.json}
case $TIER in
lite) udnie=0.95 great_wave=1 steady=120 first=6000 second=600 soften="udnie=0.98 great_wave=0.94" ;;
standard) udnie=1 great_wave=1.1 steady=160 first=5100 second=900 soften="great_wave=0.94" ;;
*) echo "onward-cpu.sh lite|standard" >&2 && exit 2 ;;
esac
export OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
export LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 MALLOC_CONF=dirty_decay_ms:-1,muzzy_decay_ms:-1
PYTHON="nice -n 5 /usr/bin/python3"
TRAIN="$PYTHON training/train.py --tier $TIER --steps 1000000 --style-weight 24 --pixel-weight 30 --batch 8 --per-photo 2
  --steady $steady --student-bf16 --evaluator $VGG19 --checkpoint-minutes 2"

$PYTHON - training/styles.json "$WORK/styles-$TIER-3.json" $udnie $great_wave <<'END'
import json, sys
source, target, udnie, great_wave = sys.argv[1:]
styles = json.load(open(source))
styles["udnie"]["weight"], styles["great_wave"]["weight"] = float(udnie), float(great_wave)
json.dump(styles, open(target, "w"))
END
$TRAIN --styles "$WORK/styles-$TIER-3.json" --run "$WORK/$TIER-3" --start "models/$TIER/checkpoint.npz" --seconds $first --rate 1e-3 --seed 31
$TRAIN --run "$WORK/$TIER-4" --start "$WORK/$TIER-3/checkpoint.pt" --seconds $second --rate 2.5e-4 --seed 32

$PYTHON training/export.py --tier "$TIER" --checkpoint "$WORK/$TIER-4/checkpoint.pt" ${soften:+--strengths $soften}
$PYTHON training/evaluate.py --model "models/$TIER" --held-out 6 --flow ../shared/data/flow \
  --compare ../shared/data/published/style-transfer --out "$WORK/$TIER-4/report.json"
$PYTHON training/card.py --model "models/$TIER" --report "$WORK/$TIER-4/report.json" --before "$BEFORE"
$PYTHON training/curves.py "$WORK/$TIER-3/log.jsonl" "$WORK/$TIER-4/log.jsonl" --after "models/$TIER/curves.json" --out "models/$TIER/curves.json"
$PYTHON training/plot.py "models/$TIER/curves.json"
$PYTHON training/sheet.py --model "models/$TIER" --columns 6 --side 200 --out "docs/sheets/$TIER.jpg"
if [ "$TIER" = lite ]; then $PYTHON training/thumbnails.py --model models/lite; fi

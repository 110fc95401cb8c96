#!/bin/sh
# Goes on from the committed weights on a lent machine with a GPU, PyTorch 2 and no network, for so many seconds.
# Here: `python3 training/pack.py --out training.tar.xz`; there, with the repository, that file and, for the perceptual
# network, the whole of vgg19.npz:
#   export OUT=results
#   PACK=training.tar.xz training/runs/gpu.sh unpack
# 2026-11-26, on one H200, side by side, from the weights that the *-cpu.sh had given; after it came onward-cpu.sh:
#   training/runs/gpu.sh johnson 260 190 1e-3 &
#   training/runs/gpu.sh standard 220 165 1.2e-3 &
#   training/runs/gpu.sh lite 180 140 1.5e-3 &
#   TEACHER=vgg19.npz SCENES=12 training/runs/gpu.sh perceptual 330 &
# In $OUT/TIER.tar come back the weights of both phases, their logs and figures. Here again, for each tier:
#   python3 training/evaluate.py --model models/lite --held-out 6 --styles udnie,great_wave --flow ../shared/data/flow \
#     --compare ../shared/data/published/style-transfer --out published.json
#   PUBLISHED=published.json OUT=results training/runs/gpu.sh take lite
# 2026-11-27, on one H100, side by side, each step one CUDA graph, from what was committed then:
#   training/runs/gpu.sh steady johnson 405 1e-3 160 &
#   training/runs/gpu.sh steady standard 300 1.2e-3 160 &
#   training/runs/gpu.sh steady lite 185 1.5e-3 120 &
# and here again, BEFORE being the figures of the first phase of 2026-11-26, without consistency:
#   BEFORE=/tmp/train/johnson-1/report.json OUT=results training/runs/gpu.sh take_steady johnson udnie=0.98 great_wave=0.91
#   (standard: udnie=0.96 great_wave=0.91; lite: udnie=0.905 great_wave=0.855)
# 2026-11-27, later, on one H200, kernels fused, noise weighing more in the consistency:
#   export PHASE=6
#   training/runs/gpu.sh steady johnson 500 1e-3 200 &
#   training/runs/gpu.sh steady standard 490 1.2e-3 220 &
#   training/runs/gpu.sh steady lite 370 1.5e-3 280 &
# taken with great_wave=0.915 (johnson) and great_wave=0.905 (standard); `lite` went on by lite-steady-cpu.sh.
# PHASE tells such a run's folders and curves from those of others.
# SESSION, today's date if not given, tells its phases from those of other days in curves.json.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
PYTHON=${PYTHON:-python3}
DEVICE=${DEVICE:-cuda}
BATCH=${BATCH:-16}
STEADY=${STEADY:-120}
PHASE=${PHASE:-5}
SESSION=${SESSION:-$(date +%F)}
mkdir -p "$WORK" "$OUT"

# What train.py reads; also decodes the photographs, which runs side by side must not do twice.
unpack() {
  $PYTHON -c "import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])" "$PACK" "$WORK/pack"
  (cd training && $PYTHON -c "import sys, pathlib, data; data.Photos(*map(pathlib.Path, sys.argv[1:]))" "$WORK/pack/photos" "$WORK/cache")
}

# phase NAME TIER START SECONDS RATE [more]
phase() {
  name=$1 tier=$2 start=$3 seconds=$4 rate=$5
  shift 5
  $PYTHON training/train.py --tier "$tier" --device "$DEVICE" --student-bf16 --photos "$WORK/pack/photos" \
    --paintings "$WORK/pack/paintings" --evaluator "$WORK/pack/vgg19.npz" --cache "$WORK/cache" --batch "$BATCH" --per-photo 2 \
    --style-weight 20 --pixel-weight 30 --checkpoint-minutes 1 --log-every 10 --steps 1000000 \
    --run "$WORK/$name" --start "$start" --seconds "$seconds" --rate "$rate" "$@"
}

# judge NAME TIER: the exported files, as anywhere
judge() {
  $PYTHON training/export.py --tier "$2" --checkpoint "$WORK/$1/checkpoint.pt" --out "$WORK/$1/model"
  $PYTHON training/evaluate.py --model "$WORK/$1/model" --photos "$WORK/pack/unseen" --paintings "$WORK/pack/paintings" \
    --evaluator "$WORK/pack/vgg19.npz" --flow "$WORK/pack/flow" --device "$DEVICE" --out "$WORK/$1/report.json"
}

# tier TIER SECONDS STEADY_SECONDS RATE
tier() {
  phase "$1-1" "$1" "models/$1/checkpoint.npz" "$2" "$4"
  judge "$1-1" "$1" &
  phase "$1-2" "$1" "$WORK/$1-1/checkpoint.pt" "$3" "$($PYTHON -c "print($4 / 2)")" --steady "$STEADY" --seed 2
  judge "$1-2" "$1"
  wait
  results "$1" "$1-1" "$1-2"
}

# results TIER PHASE...
results() {
  tier=$1
  shift
  for name; do gzip -c "$WORK/$name/log.jsonl" >"$WORK/$name/log.jsonl.gz"; done
  tar cf "$OUT/$tier.tar" -C "$WORK" $(for name; do echo "$name/log.jsonl.gz" "$name/report.json" "$name/model/checkpoint.npz"; done)
}

# steady TIER SECONDS RATE CONSISTENCY [more]: with consistency from the first step
steady() {
  tier=$1 name=$1-$PHASE seconds=$2 rate=$3 consistency=$4
  shift 4
  phase "$name" "$tier" "models/$tier/checkpoint.npz" "$seconds" "$rate" --steady "$consistency" --style-weight 24 --seed "$PHASE" "$@"
  judge "$name" "$tier"
  results "$tier" "$name"
}

# perceptual SECONDS
perceptual() {
  $PYTHON training/distil.py --device "$DEVICE" --photos "$WORK/pack/photos" --paintings "$WORK/pack/paintings" \
    --teacher "$TEACHER" --cache "$WORK/cache" --run "$WORK/perceptual" --start models/perceptual/checkpoint.pt \
    --scenes "${SCENES:-8}" --hold 25 --gradient 6 --distance 0.3 --rate 1e-3 --log-every 10 --steps 1000000 --seconds "$1"
  gzip -c "$WORK/perceptual/log.jsonl" >"$WORK/perceptual/log.jsonl.gz"
  tar cf "$OUT/perceptual.tar" -C "$WORK" perceptual/log.jsonl.gz perceptual/checkpoint.pt
}

# take TIER: what came back becomes models/TIER
take() {
  model=models/$1
  tar xf "$OUT/$1.tar" -C "$WORK"
  if [ "$1" = perceptual ]; then
    $PYTHON training/perceptual_export.py --checkpoint "$WORK/perceptual/checkpoint.pt"
    $PYTHON training/painting_grams.py
    $PYTHON training/curves.py "$WORK/perceptual/log.jsonl.gz" --session "$SESSION" --after "$model/curves.json" --out "$model/curves.json"
    $PYTHON training/plot.py "$model/curves.json"
    $PYTHON training/judge_perceptual.py --side 192 --reference "$WORK/reference" --out "$WORK/judged.json" --sheet "$WORK/judged.png"
    return
  fi
  $PYTHON training/export.py --tier "$1" --checkpoint "$WORK/$1-2/model/checkpoint.npz"
  $PYTHON training/card.py --model "$model" --report "$WORK/$1-2/report.json" --before "$WORK/$1-1/report.json" --published "$PUBLISHED"
  $PYTHON training/curves.py "$WORK/$1-1/log.jsonl.gz" "$WORK/$1-2/log.jsonl.gz" --session "$SESSION" --after "$model/curves.json" --out "$model/curves.json"
  pictures "$1"
}

# take_steady TIER udnie=STRENGTH great_wave=STRENGTH: likewise after `steady`, those styles softened
take_steady() {
  tier=$1 model=models/$1
  shift
  tar xf "$OUT/$tier.tar" -C "$WORK"
  $PYTHON training/export.py --tier "$tier" --checkpoint "$WORK/$tier-$PHASE/model/checkpoint.npz" --strengths "$@"
  $PYTHON training/evaluate.py --model "$model" --held-out 6 --flow ../shared/data/flow --styles udnie,great_wave \
    --others "$WORK/$tier-$PHASE/report.json" --compare ../shared/data/published/style-transfer --out "$WORK/$tier-$PHASE/final.json"
  $PYTHON training/card.py --model "$model" --report "$WORK/$tier-$PHASE/final.json" --before "$BEFORE"
  $PYTHON training/curves.py "$WORK/$tier-$PHASE/log.jsonl.gz" --after "$model/curves.json" --out "$model/curves.json"
  pictures "$tier"
}

# pictures TIER
pictures() {
  $PYTHON training/plot.py "models/$1/curves.json"
  $PYTHON training/sheet.py --model "models/$1" --columns 6 --side 200 --out "docs/sheets/$1.jpg"
  [ "$1" != lite ] || $PYTHON training/thumbnails.py --model models/lite
}

command=$1
shift
case $command in
  unpack | steady | take_steady | perceptual | take) "$command" "$@" ;;
  *) tier "$command" "$@" ;;
esac

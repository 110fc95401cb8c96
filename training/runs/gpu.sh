#!/bin/sh
# Goes on from the committed weights on a lent machine with a GPU, PyTorch 2 and no network, for so many seconds.
# What is in models/ since 2026-11-26 was made so, on one H200 in eight minutes, all four side by side, from the weights
# that the *-cpu.sh had given; lite and standard went on by onward-cpu.sh. Here: `python3 training/pack.py --out training.tar.xz`; there, with the repository, that file
# and, for the perceptual network, the whole of vgg19.npz:
#   export OUT=results
#   PACK=training.tar.xz training/runs/gpu.sh unpack
#   training/runs/gpu.sh johnson 260 190 1e-3 &
#   training/runs/gpu.sh standard 220 165 1.2e-3 &
#   training/runs/gpu.sh lite 180 140 1.5e-3 &
#   TEACHER=vgg19.npz SCENES=12 training/runs/gpu.sh perceptual 330 &
# In $OUT/TIER.tar come back the weights of both phases, their logs and figures. Here again, for each tier:
#   python3 training/evaluate.py --model models/lite --held-out 6 --styles udnie,great_wave --flow ../shared/data/flow \
#     --compare ../shared/data/published/style-transfer --out published.json
#   PUBLISHED=published.json OUT=results training/runs/gpu.sh take lite
# SESSION, today's date if not given, tells its phases from those of other days in curves.json.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
PYTHON=${PYTHON:-python3}
DEVICE=${DEVICE:-cuda}
BATCH=${BATCH:-16}
STEADY=${STEADY:-120}
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
  for i in 1 2; do
    gzip -c "$WORK/$1-$i/log.jsonl" >"$WORK/$1-$i/log.jsonl.gz"
  done
  tar cf "$OUT/$1.tar" -C "$WORK" "$1-1/log.jsonl.gz" "$1-1/report.json" "$1-1/model/checkpoint.npz" \
    "$1-2/log.jsonl.gz" "$1-2/report.json" "$1-2/model/checkpoint.npz"
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
  $PYTHON training/plot.py "$model/curves.json"
  $PYTHON training/sheet.py --model "$model" --columns 6 --side 200 --out "docs/sheets/$1.jpg"
  [ "$1" != lite ] || $PYTHON training/thumbnails.py --model "$model"
}

command=$1
shift
case $command in
  unpack | perceptual | take) "$command" "$@" ;;
  *) tier "$command" "$@" ;;
esac

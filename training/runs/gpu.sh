#!/bin/sh
# Goes on from the committed weights on a lent machine with a GPU, PyTorch 2 and no network, for so many seconds.
# Here: `training/pack.py --out training.tar.xz`; there, with the repository and that file:
#   PACK=training.tar.xz OUT=out training/runs/gpu.sh unpack
#   OUT=out training/runs/gpu.sh johnson 270 200 1e-3 & …   one for each tier, side by side: each leaves the GPU idle at times
#   TEACHER=vgg19.npz OUT=out training/runs/gpu.sh perceptual 300
# What comes back in $OUT/TIER.tar: the weights of both phases, their logs, their figures.
set -eu
cd "$(dirname "$0")/../.."
WORK=${WORK:-/tmp/train}
PYTHON=${PYTHON:-python3}
DEVICE=${DEVICE:-cuda}
BATCH=${BATCH:-16}
STEADY=${STEADY:-120}
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

command=$1
shift
case $command in
  unpack | perceptual) "$command" "$@" ;;
  *) tier "$command" "$@" ;;
esac

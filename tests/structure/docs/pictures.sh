#!/bin/sh
# pictures.sh SOURCE WORK: the pictures in docs/pictures are what their sources give. Draw them anew with scripts/pictures.
set -eu
rm -rf "$2"
"$1/scripts/pictures" "$2"
for picture in "$2"/*.svg; do
  cmp "$picture" "$1/docs/pictures/$(basename "$picture")"
done
[ "$(find "$2" -name '*.svg' | wc -l)" = "$(find "$1/docs/pictures" -name '*.svg' | wc -l)" ]

#!/bin/sh
# Fails where a public symbol, or a value of a public enumeration (for which doxygen itself does not ask), is not documented.
# Usage: reference.sh SOURCE_FOLDER OUTPUT_FOLDER. The values of MessageId are exempt: their sentences document them.
set -eu
cd "$1"
rm -rf "$2"
mkdir -p "$2"
{
  cat docs/Doxyfile
  echo "OUTPUT_DIRECTORY = \"$2\""
  echo "GENERATE_HTML = NO"
  echo "GENERATE_XML = YES"
} | doxygen -
cd "$2/xml"
for seen in classhellojohn_1_1Client classhellojohn_1_1widgets_1_1Screen structhellojohn_1_1imgui_1_1Style; do
  [ -s "$seen.xml" ] || { echo "The reference lacks $seen: were the headers read?"; exit 1; }
done
awk '
  /<memberdef kind="enum"/ { enumeration = "" }
  /<enumvalue / { inside = 1; described = 0; value = "" }
  /<name>/ {
    text = $0
    gsub(/.*<name>|<\/name>.*/, "", text)
    if (inside) value = text
    else if (enumeration == "") enumeration = text
  }
  /<para>/ { described = 1 }
  /<\/enumvalue>/ {
    inside = 0
    values++
    if (!described && enumeration != "MessageId") {
      print "Value " value " of " enumeration " is not documented."
      missing++
    }
  }
  END {
    if (values == 0) print "No enumeration was read."
    exit missing > 0 || values == 0
  }' ./*.xml

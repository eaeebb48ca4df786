#!/bin/sh
# Fails on common misspellings in what people read: the guides, the headers, the code and its words.
# Usage: spelling.sh SOURCE_FOLDER.
# Skipped: the translations. Ignored: Spanish and French words of the texts, the German "ist", and `statics` (objects of static lifetime).
set -eu
cd "$1"
exec codespell --skip './widgets/words/*,widgets/words/*,docs/glossary-*.md' --ignore-words-list te,hace,momento,ser,caracteres,statics,ist,apparence docs README.md sdk widgets samples

# Sourced: reads the code blocks of $page, so that a page and its test cannot drift apart.

# block NAME: the lines of the fenced block after `<!-- run: NAME -->`.
block() {
  marked "<!-- run: $1 -->" | grep . || { echo "FAIL  no block $1 on the page" >&2; return 1; }
}

# shown FILE: the file that the page shows whole after `<!-- from FILE -->`.
shown() { marked "<!-- from $1 -->"; }

marked() {
  awk -v mark="$1" '
    $0 == mark { wanted = 1; next }
    wanted && /^```/ { if (inside) exit; inside = 1; next }
    inside { print }' "$page"
}

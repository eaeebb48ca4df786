# Sourced. Originals of Debian's packages, in the version that Debian has now: a recorded one would be gone after its next security
# update. apt compares what it fetches with Debian's signed lists.

# debian_original PACKAGE FOLDER: prints the tarball's path in FOLDER, where it is fetched to if FOLDER has none.
debian_original() {
  [ -n "$(newest_original "$1" "$2")" ] || fetch_original "$1" "$2" >&2 || return 1
  newest_original "$1" "$2"
}

newest_original() {
  find "$2" -maxdepth 1 -name "$1_*.orig.tar.*" ! -name '*.asc' | sort -V | tail -n 1
}

# With separate lists: the machine's may leave out the sources. What is whole alone reaches FOLDER.
fetch_original() {
  local lists=$2/lists new=$2/new
  rm -rf "$new"
  mkdir -p "$lists/partial" "$new"
  # The mirrors that this machine takes its packages from.
  apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' | sort -u |
    sed 's,^,deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ,; s,$, main,' >"$2/sources.list"
  local apt=(apt-get -qq -o "Dir::Etc::SourceList=$2/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$lists" -o APT::Sandbox::User=root)
  "${apt[@]}" update || return 1
  (cd "$new" && "${apt[@]}" source --download-only --only-source --tar-only "$1") && mv "$new/$1"_*.orig.tar.* "$2/"
}

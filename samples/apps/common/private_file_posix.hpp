// Files that only their owner can read, and where they belong on a desktop of freedesktop.org. Knows no widget.
#pragma once

#include <hellojohn/secret.hpp>

#include <string>
#include <string_view>

namespace samples {

/// Writes a new file with mode 0600, on disk when it returns. Where the name is taken a number is added: nothing that is
/// there is touched. Returns the path; empty if it could not be written, and then nothing is left of it.
[[nodiscard]] std::string write_new_file(const std::string& folder, std::string_view name,
                                         hellojohn::SecretView content);

/// Replaces a small file as a whole: after a crash it is the old one or the new one. Empty text removes it.
[[nodiscard]] bool replace_file(const std::string& path, std::string_view text);
/// Empty if it cannot be read.
[[nodiscard]] std::string read_file(const std::string& path);

/// $XDG_DOCUMENTS_DIR, else what user-dirs.dirs says, else ~/Documents where it exists, else the home folder.
[[nodiscard]] std::string documents_folder();
/// $XDG_STATE_HOME/app or ~/.local/state/app; made with mode 0700. Empty if it cannot be made.
[[nodiscard]] std::string state_folder(std::string_view app);

/// The folder's name says that a well-known program copies it elsewhere.
[[nodiscard]] bool looks_synced(std::string_view folder);

}  // namespace samples

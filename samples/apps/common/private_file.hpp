// Files that only their owner can read, and where they belong on a desktop. Knows no widget.
#pragma once

#include <hellojohn/secret.hpp>

#include <string>
#include <string_view>

namespace samples {

/// Writes a new file that only the user can read, on disk when it returns. If the name is taken, a number is added: nothing
/// that is there is touched. Paths are UTF-8. Returns the path; empty if it could not be written, and then nothing is left
/// of it.
[[nodiscard]] std::string write_new_file(const std::string& folder, std::string_view name,
                                         hellojohn::SecretView content);

/// Replaces a small file as a whole: after a crash it is the old one or the new one. Empty text removes it.
[[nodiscard]] bool replace_file(const std::string& path, std::string_view text);
/// Empty if it cannot be read.
[[nodiscard]] std::string read_file(const std::string& path);

/// Where the user keeps documents: on Linux $XDG_DOCUMENTS_DIR, else what user-dirs.dirs says, else ~/Documents if it
/// exists, else the home folder; on Windows the known folder.
[[nodiscard]] std::string documents_folder();
/// $XDG_STATE_HOME/app or ~/.local/state/app; on Windows the folder `app` of the local application data. Only the user
/// has access. Empty if it cannot be made.
[[nodiscard]] std::string state_folder(std::string_view app);

/// The folder's name says that a well-known program copies it elsewhere.
[[nodiscard]] bool looks_synced(std::string_view folder);

/// A name from elsewhere, so that it stays in its folder and means a file on this system.
[[nodiscard]] std::string harmless_name(std::string_view name);

}  // namespace samples

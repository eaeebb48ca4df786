// Folders that a well-known program copies elsewhere, by their names (private_file.hpp).
#include "apps/common/private_file.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace samples {

bool looks_synced(std::string_view folder) {
  static constexpr std::array names{"dropbox",   "onedrive", "google drive", "googledrive",
                                    "nextcloud", "owncloud", "pcloud",       "icloud",
                                    "megasync",  "seafile",  "syncthing"};
  std::string text(folder);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::any_of(names.begin(), names.end(),
                     [&](const char* name) { return text.find(name) != std::string::npos; });
}

}  // namespace samples

// See private_file.hpp.
#include "apps/common/private_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace samples {

namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0;
}

/// Closes in every case; a file that is not whole is taken away.
bool fill(int file, const std::string& path, std::string_view text) {
  const bool whole = write_all(file, text);
  const bool closed = ::close(file) == 0;
  if (whole && closed) return true;
  ::unlink(path.c_str());
  return false;
}

int create_private(const std::string& path) {
  return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/// XDG_DOCUMENTS_DIR="$HOME/Papers" in ~/.config/user-dirs.dirs
std::string configured_documents(const std::string& home) {
  const std::string config = variable("XDG_CONFIG_HOME");
  std::ifstream file((config.empty() ? home + "/.config" : config) + "/user-dirs.dirs");
  constexpr std::string_view key = "XDG_DOCUMENTS_DIR=\"";
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key) || line.back() != '"') continue;
    const std::string value = line.substr(key.size(), line.size() - key.size() - 1);
    return value.starts_with("$HOME") ? home + value.substr(5) : value;
  }
  return {};
}

}  // namespace

std::string write_new_file(const std::string& folder, std::string_view name,
                           hellojohn::SecretView content) {
  const fs::path wanted = fs::path(folder) / harmless_name(name);
  for (int n = 1; n < 1000; ++n) {
    fs::path path = wanted;
    if (n > 1) {
      path.replace_filename(wanted.stem().string() + '-' + std::to_string(n) +
                            wanted.extension().string());
    }
    const int file = create_private(path.string());
    if (file < 0 && errno == EEXIST) continue;
    if (file < 0 || !fill(file, path.string(), content.reveal())) return {};
    return path.string();
  }
  return {};
}

bool replace_file(const std::string& path, std::string_view text) {
  if (text.empty()) return ::unlink(path.c_str()) == 0 || errno == ENOENT;
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());
  const int file = create_private(fresh);
  if (file < 0 || !fill(file, fresh, text)) return false;
  if (::rename(fresh.c_str(), path.c_str()) == 0) return true;
  ::unlink(fresh.c_str());
  return false;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string documents_folder() {
  const std::string home = variable("HOME");
  std::error_code failed;
  for (const std::string& folder :
       {variable("XDG_DOCUMENTS_DIR"), configured_documents(home), home + "/Documents"}) {
    if (!folder.empty() && fs::is_directory(folder, failed)) return folder;
  }
  return home.empty() ? "." : home;
}

std::string state_folder(std::string_view app) {
  const std::string base = variable("XDG_STATE_HOME");
  const std::string home = variable("HOME");
  if (base.empty() && home.empty()) return {};
  const fs::path folder = fs::path(base.empty() ? home + "/.local/state" : base) / app;
  std::error_code failed;
  fs::create_directories(folder, failed);
  fs::permissions(folder, fs::perms::owner_all, failed);
  return failed ? std::string() : folder.string();
}

std::string harmless_name(std::string_view name) {
  std::string out(name);
  std::replace_if(
      out.begin(), out.end(),
      [](unsigned char c) { return c < 0x20 || c == '/' || c == '\\' || c == ' '; }, '-');
  if (out.empty() || out.front() == '.') out.insert(0, "_");
  return out;
}

}  // namespace samples

// See private_file.hpp. A new file names only the user in its access list, and inherits nothing from its folder.
#include "apps/common/private_file.hpp"

#include "apps/common/access_windows.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <objbase.h>
#include <shlobj.h>

namespace samples {

namespace {

namespace fs = std::filesystem;

HANDLE create_private(const fs::path& path) {
  OnlyTheUser only;
  if (only.get() == nullptr) return INVALID_HANDLE_VALUE;
  return ::CreateFileW(path.c_str(), GENERIC_WRITE, 0, only.get(), CREATE_NEW,
                       FILE_ATTRIBUTE_NOT_CONTENT_INDEXED, nullptr);
}

bool write_all(HANDLE file, std::string_view text) {
  while (!text.empty()) {
    DWORD n = 0;
    if (::WriteFile(file, text.data(), static_cast<DWORD>(text.size()), &n, nullptr) == 0 || n == 0)
      return false;
    text.remove_prefix(n);
  }
  return ::FlushFileBuffers(file) != 0;
}

/// Closes in every case; a file that is not whole is taken away.
bool fill(HANDLE file, const fs::path& path, std::string_view text) {
  const bool whole = write_all(file, text);
  const bool closed = ::CloseHandle(file) != 0;
  if (whole && closed) return true;
  ::DeleteFileW(path.c_str());
  return false;
}

/// What Windows takes for a device, whatever follows the dot.
bool names_a_device(std::string_view name) {
  std::string stem(name.substr(0, name.find('.')));
  std::transform(stem.begin(), stem.end(), stem.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  static constexpr std::array devices{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
  if (std::find(devices.begin(), devices.end(), stem) != devices.end()) return true;
  return stem.size() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")) &&
         stem[3] >= '0' && stem[3] <= '9';
}

/// Empty if there is none.
fs::path known_folder(const KNOWNFOLDERID& id) {
  PWSTR path = nullptr;
  fs::path out;
  if (SUCCEEDED(::SHGetKnownFolderPath(id, 0, nullptr, &path))) out = path;
  ::CoTaskMemFree(path);
  return out;
}

/// A virus scanner or an indexer may have the old one open for a moment. Short: a frame waits for it.
bool replace(const fs::path& fresh, const fs::path& old) {
  constexpr int tries = 5;
  for (int i = 0; i < tries; ++i) {
    if (::MoveFileExW(fresh.c_str(), old.c_str(),
                      MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) != 0)
      return true;
    const DWORD code = ::GetLastError();
    if (code != ERROR_ACCESS_DENIED && code != ERROR_SHARING_VIOLATION) return false;
    ::Sleep(2);
  }
  return false;
}

}  // namespace

std::string harmless_name(std::string_view name) {
  constexpr std::string_view forbidden = "<>:\"/\\|?* ";
  std::string out(name);
  std::replace_if(
      out.begin(), out.end(),
      [&](unsigned char c) {
        return c < 0x20 || forbidden.find(static_cast<char>(c)) != std::string_view::npos;
      },
      '-');
  // Windows cuts dots off the end: another name would be meant.
  while (!out.empty() && out.back() == '.') out.pop_back();
  if (out.empty() || out.front() == '.' || names_a_device(out)) out.insert(0, "_");
  return out;
}

std::string write_new_file(const std::string& folder, std::string_view name,
                           hellojohn::SecretView content) {
  const fs::path wanted = fs::path(wide(folder)) / wide(harmless_name(name));
  for (int n = 1; n < 1000; ++n) {
    fs::path path = wanted;
    if (n > 1) {
      path.replace_filename(wanted.stem().wstring() + L'-' + std::to_wstring(n) +
                            wanted.extension().wstring());
    }
    const HANDLE file = create_private(path);
    if (file == INVALID_HANDLE_VALUE && ::GetLastError() == ERROR_FILE_EXISTS) continue;
    if (file == INVALID_HANDLE_VALUE || !fill(file, path, content.reveal())) return {};
    return narrow(path.wstring());
  }
  return {};
}

bool replace_file(const std::string& path, std::string_view text) {
  const fs::path old = wide(path);
  if (text.empty())
    return ::DeleteFileW(old.c_str()) != 0 || ::GetLastError() == ERROR_FILE_NOT_FOUND;
  const fs::path fresh = wide(path + ".new");
  ::DeleteFileW(fresh.c_str());
  const HANDLE file = create_private(fresh);
  if (file == INVALID_HANDLE_VALUE || !fill(file, fresh, text)) return false;
  if (replace(fresh, old)) return true;
  ::DeleteFileW(fresh.c_str());
  return false;
}

std::string read_file(const std::string& path) {
  std::ifstream file(fs::path(wide(path)), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string documents_folder() {
  const fs::path folder = known_folder(FOLDERID_Documents);
  return folder.empty() ? "." : narrow(folder.wstring());
}

std::string state_folder(std::string_view app) {
  const fs::path base = known_folder(FOLDERID_LocalAppData);
  if (base.empty()) return {};
  const fs::path folder = base / wide(app);
  OnlyTheUser only;
  const bool made = ::CreateDirectoryW(folder.c_str(), only.get()) != 0 ||
                    ::GetLastError() == ERROR_ALREADY_EXISTS;
  return made ? narrow(folder.wstring()) : std::string();
}

}  // namespace samples

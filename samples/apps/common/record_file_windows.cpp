// See record_file.hpp.
#include "apps/common/record_file.hpp"

#include "apps/common/access_windows.hpp"

#include <cstdint>

#include <fcntl.h>
#include <io.h>

namespace samples {

namespace {

constexpr int standard_error = 2;

/// Only the user has access to a new file. Only appending is asked for: lines of several desks do not overwrite each other.
int open_for_appending(const std::string& path) {
  OnlyTheUser only;
  if (only.get() == nullptr) return -1;
  const HANDLE file = ::CreateFileW(wide(path).c_str(), FILE_APPEND_DATA | SYNCHRONIZE,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE, only.get(), OPEN_ALWAYS,
                                    FILE_ATTRIBUTE_NORMAL, nullptr);
  if (file == INVALID_HANDLE_VALUE) return -1;
  const int fd = ::_open_osfhandle(reinterpret_cast<std::intptr_t>(file),
                                   _O_APPEND | _O_BINARY | _O_NOINHERIT);
  if (fd < 0) ::CloseHandle(file);
  return fd;
}

}  // namespace

RecordFile::~RecordFile() {
  if (owned_) ::_close(fd_);
}

bool RecordFile::open(const std::string& path) {
  fd_ = path.empty() ? standard_error : open_for_appending(path);
  owned_ = !path.empty() && fd_ >= 0;
  return fd_ >= 0;
}

void RecordFile::on_override(const hellojohn::admin::OverrideRecord& record) noexcept {
  // One write: lines of several desks that share a file do not mix.
  const std::string line = to_json(record) + "\n";
  const bool written = ::_write(fd_, line.data(), static_cast<unsigned>(line.size())) ==
                       static_cast<int>(line.size());
  if (!written || (owned_ && ::_commit(fd_) != 0)) well_ = false;
}

}  // namespace samples

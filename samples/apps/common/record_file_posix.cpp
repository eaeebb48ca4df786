// See record_file.hpp.
#include "apps/common/record_file.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace samples {

RecordFile::~RecordFile() {
  if (owned_) ::close(fd_);
}

bool RecordFile::open(const std::string& path) {
  fd_ = path.empty() ? STDERR_FILENO
                     : ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  owned_ = !path.empty() && fd_ >= 0;
  return fd_ >= 0;
}

void RecordFile::on_override(const hellojohn::admin::OverrideRecord& record) noexcept {
  // One write: lines of several desks that share a file do not mix.
  const std::string line = to_json(record) + "\n";
  const bool written = ::write(fd_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (!written || (owned_ && ::fdatasync(fd_) != 0)) well_ = false;
}

}  // namespace samples

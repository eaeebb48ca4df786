// Reads with the system's own calls: a stream would allocate, and could not say that this failed.
#include "net/tls/pem_text.hpp"

#include <hellojohn/error.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

constexpr std::size_t largest_ca_file = std::size_t{16} * 1024 * 1024;

class OpenFile {
 public:
  explicit OpenFile(const char* path) noexcept : file_(::open(path, O_RDONLY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (file_ >= 0) ::close(file_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] int get() const noexcept { return file_; }

 private:
  int file_;
};

Error ca_file_error(int reason) {
  Error error;
  const bool exhausted = reason == EMFILE || reason == ENFILE || reason == ENOMEM;
  error.code = exhausted ? Errc::resource : Errc::usage;
  error.detail = exhausted ? "no descriptor or memory for ca_file" : "ca_file cannot be read";
  return error;
}

}  // namespace

Result<std::string> read_ca_file(const std::string& path) {
  const OpenFile file(path.c_str());
  if (file.get() < 0) return ca_file_error(errno);
  std::string text;
  char part[16 * 1024];
  for (;;) {
    const ssize_t got = ::read(file.get(), part, sizeof part);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return ca_file_error(errno);
    if (got == 0) return text;
    text.append(part, static_cast<std::size_t>(got));
    if (text.size() > largest_ca_file) return ca_file_error(EFBIG);
  }
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn

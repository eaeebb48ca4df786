// One session in one file: locked against other processes, replaced as a whole, refused when it looks wrong.
// Knows nothing of what the bytes mean; a checksum tells damage, not malice.
#include "stores/file_backend.hpp"

#include "stores/session_file.hpp"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hellojohn {
inline namespace v0 {
namespace stores {

namespace {

/// On macOS fsync() leaves the bytes in the disk's own cache.
int flush(int file) noexcept {
#if defined(F_FULLFSYNC)
  if (::fcntl(file, F_FULLFSYNC) == 0) return 0;
#endif
  return ::fsync(file);
}

class Descriptor {
 public:
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { (void)close(); }
  [[nodiscard]] int get() const noexcept { return fd_; }
  [[nodiscard]] bool ok() const noexcept { return fd_ >= 0; }
  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }
  int close() noexcept { return fd_ < 0 ? 0 : ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

Error failed(const char* what) {
  const int code = errno;
  const bool ran_out = code == EMFILE || code == ENFILE || code == ENOMEM;
  return storage_error(std::string(what) + ": errno " + std::to_string(code),
                       ran_out ? Errc::resource : Errc::storage);
}

bool write_all(int fd, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::optional<Error> what_is_wrong_with(const struct stat& file) {
  if (!S_ISREG(file.st_mode)) return storage_error("the session file is not a regular file");
  if (file.st_uid != ::geteuid()) return storage_error("the session file has another owner");
  if ((file.st_mode & 077) != 0) return storage_error("the session file is open to others");
  if (static_cast<std::uint64_t>(file.st_size) > largest_session_file)
    return storage_error("the session file is too large");
  return {};
}

/// Reads to the end into one allocation, straight from the kernel: no copy is left behind.
Result<Secret> read_all(int fd, std::size_t size) {
  Secret bytes(std::string(size, '\0'));
  auto* to = const_cast<char*>(bytes.reveal().data());
  std::size_t have = 0;
  while (have < size) {
    const ssize_t n = ::read(fd, to + have, size - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("the session file cannot be read");
    if (n == 0) return storage_error("the session file shrank while it was read");
    have += static_cast<std::size_t>(n);
  }
  return bytes;
}

class FileBackend final : public Backend {
 public:
  FileBackend(std::string path, LockPatience patience)
      : path_(std::move(path)), patience_(patience) {}
  ~FileBackend() override { FileBackend::unlock(); }

  Result<Secret> load() override {
    const Descriptor file(::open(path_.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (!file.ok() && errno == ENOENT) return Secret();
    if (!file.ok()) return failed("the session file cannot be opened");
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return failed("the session file cannot be examined");
    if (auto wrong = what_is_wrong_with(status)) return std::move(*wrong);
    auto bytes = read_all(file.get(), static_cast<std::size_t>(status.st_size));
    if (!bytes) return bytes;
    return unpack(bytes->reveal());
  }

  std::optional<Error> save(SecretView bytes) override {
    const Descriptor lock = open_lock();
    if (auto error = take(lock, patience_.writing)) return error;
    std::string beside = path_ + ".XXXXXX";
    Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));  // Made with mode 0600.
    if (!file.ok()) return failed("no file can be made beside the session file");
    std::optional<Error> error;
    if (!write_all(file.get(), session_file_magic) ||
        !write_all(file.get(), checksum(bytes.reveal())) ||
        !write_all(file.get(), bytes.reveal()) || flush(file.get()) != 0)
      error = failed("the session file cannot be written");
    else if (file.close() != 0 || ::rename(beside.c_str(), path_.c_str()) != 0)
      error = failed("the session file cannot be replaced");
    if (error) (void)::unlink(beside.c_str());
    return error ? error : flush_directory();
  }

  std::optional<Error> erase() override {
    const Descriptor lock = open_lock();
    if (auto error = take(lock, patience_.writing)) return error;
    if (::unlink(path_.c_str()) == 0) return flush_directory();
    if (errno == ENOENT) return {};
    return failed("the session file cannot be removed");
  }

  [[nodiscard]] bool is_shared() const noexcept override { return true; }

  std::optional<Error> lock() override {
    if (held_ >= 0) return {};
    Descriptor lock = open_lock();
    if (auto error = take(lock, patience_.renewing)) return error;
    held_ = lock.release();
    return {};
  }

  void unlock() noexcept override {
    Descriptor lock(held_.exchange(-1));
    // Closing is not enough: a process that was forked meanwhile has the descriptor as well.
    if (lock.ok()) (void)::flock(lock.get(), LOCK_UN);
  }

 private:
  Descriptor open_lock() const {
    return Descriptor(::open((path_ + ".lock").c_str(),
                             O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600));
  }

  /// The lock goes with its descriptor, also when the process dies. During its own renewal the store already has it.
  std::optional<Error> take(const Descriptor& lock, std::chrono::milliseconds patience) const {
    if (held_ >= 0) return {};
    if (!lock.ok()) return failed("the lock beside the session file cannot be opened");
    const auto end = std::chrono::steady_clock::now() + patience;
    while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK && errno != EINTR)
        return failed("the session file cannot be locked");
      if (std::chrono::steady_clock::now() >= end)
        return storage_error("another process holds the session file's lock");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {};
  }

  std::optional<Error> flush_directory() const {
    const auto slash = path_.rfind('/');
    const std::string directory = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
    const Descriptor at(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot flush a directory (EINVAL); the rename itself was whole.
    if (at.ok() && flush(at.get()) != 0 && errno != EINVAL)
      return failed("the session file's directory cannot be flushed");
    return {};
  }

  std::string path_;
  LockPatience patience_;
  std::atomic<int> held_{-1};  ///< The lock, during this store's own renewal.
};

}  // namespace

std::shared_ptr<Backend> make_file_backend(std::string path, LockPatience patience) {
  return std::make_shared<FileBackend>(std::move(path), patience);
}

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn

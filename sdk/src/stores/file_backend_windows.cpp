// One session in one file on Windows: locked against other processes, replaced as a whole, refused when it looks wrong.
// Knows nothing of what the bytes mean.
#include "stores/file_backend.hpp"

#include "base/wide_windows.hpp"
#include "stores/session_file.hpp"

#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

namespace hellojohn {
inline namespace v0 {
namespace stores {

namespace {

Error failed(const char* what) {
  const DWORD code = ::GetLastError();
  return storage_error(std::string(what) + ": error " + std::to_string(code));
}

/// The user of this process, as the owner of a file.
class Self {
 public:
  Self() {
    HANDLE token = nullptr;
    if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) == 0) return;
    DWORD size = 0;
    ::GetTokenInformation(token, TokenUser, nullptr, 0, &size);
    room_.resize(size);
    if (::GetTokenInformation(token, TokenUser, room_.data(), size, &size) == 0) room_.clear();
    ::CloseHandle(token);
  }
  [[nodiscard]] PSID sid() const noexcept {
    return room_.empty() ? nullptr : reinterpret_cast<const TOKEN_USER*>(room_.data())->User.Sid;
  }

 private:
  std::vector<unsigned char> room_;
};

/// A descriptor that names only the user and inherits nothing: "D:P(A;;FA;;;SID)".
class OwnerAlone {
 public:
  OwnerAlone() {
    LPWSTR text = nullptr;
    const Self self;
    if (self.sid() == nullptr || ::ConvertSidToStringSidW(self.sid(), &text) == 0) return;
    const std::wstring rule = std::wstring(L"D:P(A;;FA;;;") + text + L")";
    ::LocalFree(text);
    ::ConvertStringSecurityDescriptorToSecurityDescriptorW(rule.c_str(), SDDL_REVISION_1,
                                                           &descriptor_, nullptr);
    attributes_ = {sizeof attributes_, descriptor_, FALSE};
  }
  ~OwnerAlone() {
    if (descriptor_ != nullptr) ::LocalFree(descriptor_);
  }
  OwnerAlone(const OwnerAlone&) = delete;
  OwnerAlone& operator=(const OwnerAlone&) = delete;
  [[nodiscard]] SECURITY_ATTRIBUTES* get() noexcept {
    return descriptor_ != nullptr ? &attributes_ : nullptr;
  }

 private:
  PSECURITY_DESCRIPTOR descriptor_ = nullptr;
  SECURITY_ATTRIBUTES attributes_{};
};

bool write_all(HANDLE file, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    DWORD n = 0;
    if (::WriteFile(file, bytes.data(), static_cast<DWORD>(bytes.size()), &n, nullptr) == 0 ||
        n == 0)
      return false;
    bytes.remove_prefix(n);
  }
  return true;
}

/// Everyone, Users, Authenticated Users: none of them may read it.
bool is_open_to_others(PACL list) {
  if (list == nullptr) return true;
  for (const WELL_KNOWN_SID_TYPE kind :
       {WinWorldSid, WinBuiltinUsersSid, WinAuthenticatedUserSid}) {
    unsigned char sid[SECURITY_MAX_SID_SIZE];
    DWORD size = sizeof sid;
    if (::CreateWellKnownSid(kind, nullptr, sid, &size) == 0) continue;
    for (DWORD i = 0; i < list->AceCount; ++i) {
      void* entry = nullptr;
      if (::GetAce(list, i, &entry) == 0) continue;
      const auto* allow = static_cast<const ACCESS_ALLOWED_ACE*>(entry);
      if (allow->Header.AceType == ACCESS_ALLOWED_ACE_TYPE &&
          ::EqualSid(const_cast<DWORD*>(&allow->SidStart), sid) != 0)
        return true;
    }
  }
  return false;
}

/// The user, or the administrators: what an elevated program makes belongs to them.
bool is_owned_by_us(PSID owner) {
  const Self self;
  unsigned char administrators[SECURITY_MAX_SID_SIZE];
  DWORD size = sizeof administrators;
  return (self.sid() != nullptr && ::EqualSid(owner, self.sid()) != 0) ||
         (::CreateWellKnownSid(WinBuiltinAdministratorsSid, nullptr, administrators, &size) != 0 &&
          ::EqualSid(owner, administrators) != 0);
}

std::optional<Error> what_is_wrong_with(HANDLE file, std::uint64_t size) {
  BY_HANDLE_FILE_INFORMATION facts{};
  if (::GetFileInformationByHandle(file, &facts) == 0)
    return failed("the session file cannot be examined");
  if ((facts.dwFileAttributes & (FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DIRECTORY)) != 0)
    return storage_error("the session file is not a regular file");
  PSID owner = nullptr;
  PACL list = nullptr;
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (::GetSecurityInfo(file, SE_FILE_OBJECT,
                        OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, nullptr,
                        &list, nullptr, &descriptor) != ERROR_SUCCESS)
    return storage_error("the session file cannot be examined");
  const bool ours = is_owned_by_us(owner);
  const bool open = is_open_to_others(list);
  ::LocalFree(descriptor);
  if (!ours) return storage_error("the session file has another owner");
  if (open) return storage_error("the session file is open to others");
  if (size > largest_session_file) return storage_error("the session file is too large");
  return {};
}

Result<Secret> read_all(HANDLE file, std::size_t size) {
  Secret bytes(std::string(size, '\0'));
  auto* to = const_cast<char*>(bytes.reveal().data());
  std::size_t have = 0;
  while (have < size) {
    DWORD n = 0;
    if (::ReadFile(file, to + have, static_cast<DWORD>(size - have), &n, nullptr) == 0)
      return failed("the session file cannot be read");
    if (n == 0) return storage_error("the session file shrank while it was read");
    have += n;
  }
  return bytes;
}

class FileBackend final : public Backend {
 public:
  FileBackend(const std::string& path, LockPatience patience)
      : path_(wide(path)), patience_(patience) {}
  ~FileBackend() override { FileBackend::unlock(); }

  Result<Secret> load() override {
    const OwnHandle file(::CreateFileW(path_.c_str(), GENERIC_READ | READ_CONTROL,
                                       FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                       nullptr, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT,
                                       nullptr));
    if (!file.ok() && ::GetLastError() == ERROR_FILE_NOT_FOUND) return Secret();
    if (!file.ok()) return failed("the session file cannot be opened");
    LARGE_INTEGER size{};
    if (::GetFileSizeEx(file.get(), &size) == 0)
      return failed("the session file cannot be examined");
    if (auto wrong = what_is_wrong_with(file.get(), static_cast<std::uint64_t>(size.QuadPart)))
      return std::move(*wrong);
    auto bytes = read_all(file.get(), static_cast<std::size_t>(size.QuadPart));
    if (!bytes) return bytes;
    return unpack(bytes->reveal());
  }

  std::optional<Error> save(SecretView bytes) override {
    const OwnHandle lock = open_lock();
    if (auto error = take(lock, patience_.writing)) return error;
    OwnerAlone owner;
    if (owner.get() == nullptr) return failed("the user of this process is not known");
    const std::wstring beside = path_ + L"." + std::to_wstring(std::random_device()());
    OwnHandle file(::CreateFileW(beside.c_str(), GENERIC_WRITE, 0, owner.get(), CREATE_NEW,
                                 FILE_ATTRIBUTE_NOT_CONTENT_INDEXED, nullptr));
    if (!file.ok()) return failed("no file can be made beside the session file");
    std::optional<Error> error;
    if (!write_all(file.get(), session_file_magic) ||
        !write_all(file.get(), checksum(bytes.reveal())) ||
        !write_all(file.get(), bytes.reveal()) || ::FlushFileBuffers(file.get()) == 0)
      error = failed("the session file cannot be written");
    else if (!file.close() || !replace(beside))
      error = failed("the session file cannot be replaced");
    if (error) {
      (void)file.close();
      (void)::DeleteFileW(beside.c_str());
    }
    return error;
  }

  std::optional<Error> erase() override {
    const OwnHandle lock = open_lock();
    if (auto error = take(lock, patience_.writing)) return error;
    if (::DeleteFileW(path_.c_str()) != 0 || ::GetLastError() == ERROR_FILE_NOT_FOUND) return {};
    return failed("the session file cannot be removed");
  }

  [[nodiscard]] bool is_shared() const noexcept override { return true; }

  std::optional<Error> lock() override {
    if (held_ != INVALID_HANDLE_VALUE) return {};
    OwnHandle lock = open_lock();
    if (auto error = take(lock, patience_.renewing)) return error;
    held_ = lock.release();
    return {};
  }

  void unlock() noexcept override { const OwnHandle lock(held_.exchange(INVALID_HANDLE_VALUE)); }

 private:
  [[nodiscard]] bool replace(const std::wstring& fresh) const {
    // A virus scanner or an indexer may have the old one open for a moment.
    for (int i = 0; i < 50; ++i) {
      if (::MoveFileExW(fresh.c_str(), path_.c_str(),
                        MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) != 0)
        return true;
      const DWORD code = ::GetLastError();
      if (code != ERROR_ACCESS_DENIED && code != ERROR_SHARING_VIOLATION) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  [[nodiscard]] OwnHandle open_lock() const {
    OwnerAlone owner;
    return OwnHandle(::CreateFileW((path_ + L".lock").c_str(), GENERIC_READ | GENERIC_WRITE,
                                   FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                   owner.get(), OPEN_ALWAYS, FILE_FLAG_OPEN_REPARSE_POINT,
                                   nullptr));
  }

  /// The lock goes with its handle, also when the process dies. During its own renewal the store already has it.
  std::optional<Error> take(const OwnHandle& lock, std::chrono::milliseconds patience) const {
    if (held_ != INVALID_HANDLE_VALUE) return {};
    if (!lock.ok()) return failed("the lock beside the session file cannot be opened");
    const auto end = std::chrono::steady_clock::now() + patience;
    OVERLAPPED whole{};
    while (::LockFileEx(lock.get(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
                        &whole) == 0) {
      const DWORD code = ::GetLastError();
      if (code != ERROR_LOCK_VIOLATION && code != ERROR_IO_PENDING)
        return failed("the session file cannot be locked");
      if (std::chrono::steady_clock::now() >= end)
        return storage_error("another process holds the session file's lock");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {};
  }

  std::wstring path_;
  LockPatience patience_;
  std::atomic<HANDLE> held_{INVALID_HANDLE_VALUE};  ///< The lock, during this store's own renewal.
};

}  // namespace

std::shared_ptr<Backend> make_file_backend(std::string path, LockPatience patience) {
  return std::make_shared<FileBackend>(path, patience);
}

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn

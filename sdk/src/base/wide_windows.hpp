// Windows' calls take UTF-16, this library holds UTF-8.
#pragma once

#include <string>
#include <string_view>

#include <windows.h>

namespace hellojohn {
inline namespace v0 {

/// Empty if `text` is not UTF-8. **Exceptions** std::bad_alloc.
inline std::wstring wide(std::string_view text) {
  const int given = static_cast<int>(text.size());
  const int size =
      ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), given, nullptr, 0);
  std::wstring out(static_cast<std::size_t>(size < 0 ? 0 : size), L'\0');
  ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), given, out.data(), size);
  return out;
}

/// A handle of the system, closed at the scope's end.
class OwnHandle {
 public:
  explicit OwnHandle(HANDLE handle) noexcept : handle_(handle) {}
  OwnHandle(const OwnHandle&) = delete;
  OwnHandle& operator=(const OwnHandle&) = delete;
  ~OwnHandle() { (void)close(); }
  [[nodiscard]] HANDLE get() const noexcept { return handle_; }
  [[nodiscard]] bool ok() const noexcept {
    return handle_ != INVALID_HANDLE_VALUE && handle_ != nullptr;
  }
  [[nodiscard]] HANDLE release() noexcept {
    const HANDLE handle = handle_;
    handle_ = INVALID_HANDLE_VALUE;
    return handle;
  }
  bool close() noexcept { return !ok() || ::CloseHandle(release()) != 0; }

 private:
  HANDLE handle_;
};

}  // namespace v0
}  // namespace hellojohn

// See clipboard.hpp. Windows has three marks: against programs that watch, against its history, and against its cloud.
#include "apps/common/clipboard.hpp"

#include <cstring>
#include <string_view>

#include <windows.h>

namespace samples {

namespace {

/// The clipboard wants an owner, and the program's own window may not be the active one.
class Owner {
 public:
  Owner() {
    window_ = ::CreateWindowExW(0, L"STATIC", nullptr, 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                                nullptr, nullptr);
    // Another program holds it for a moment when it looks at what is new.
    constexpr int tries = 10;
    for (int i = 0; i < tries && window_ != nullptr && !open_; ++i) {
      open_ = ::OpenClipboard(window_) != 0;
      if (!open_) ::Sleep(1);
    }
  }
  ~Owner() {
    if (open_) ::CloseClipboard();
    if (window_ != nullptr) ::DestroyWindow(window_);
  }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;
  [[nodiscard]] bool open() const noexcept { return open_; }

 private:
  HWND window_ = nullptr;
  bool open_ = false;
};

/// `fill` writes into the memory, which the clipboard then owns.
template <class Fill>
bool put(UINT format, std::size_t size, const Fill& fill) {
  const HGLOBAL memory = ::GlobalAlloc(GMEM_MOVEABLE | GMEM_ZEROINIT, size);
  if (memory == nullptr) return false;
  void* const to = ::GlobalLock(memory);
  if (to != nullptr) {
    fill(to);
    ::GlobalUnlock(memory);
    if (::SetClipboardData(format, memory) != nullptr) return true;
  }
  if (void* again = ::GlobalLock(memory)) {
    hellojohn::secure_wipe(again, size);
    ::GlobalUnlock(memory);
  }
  ::GlobalFree(memory);
  return false;
}

bool put_no(const wchar_t* format) {
  const DWORD no = 0;
  return put(::RegisterClipboardFormatW(format), sizeof no,
             [&](void* to) { std::memcpy(to, &no, sizeof no); });
}

bool put_text(std::string_view text) {
  const int given = static_cast<int>(text.size());
  const int size = ::MultiByteToWideChar(CP_UTF8, 0, text.data(), given, nullptr, 0);
  return put(CF_UNICODETEXT, (static_cast<std::size_t>(size) + 1) * sizeof(wchar_t), [&](void* to) {
    ::MultiByteToWideChar(CP_UTF8, 0, text.data(), given, static_cast<wchar_t*>(to), size);
  });
}

}  // namespace

bool write_concealed(hellojohn::SecretView text) {
  const Owner owner;
  if (!owner.open() || ::EmptyClipboard() == 0) return false;
  if (text.reveal().empty()) return true;
  // Before the text: a program that watches may look as soon as it is there. Without the marks the text stays out.
  return put_no(L"ExcludeClipboardContentFromMonitorProcessing") &&
         put_no(L"CanIncludeInClipboardHistory") && put_no(L"CanUploadToCloudClipboard") &&
         put_text(text.reveal());
}

}  // namespace samples

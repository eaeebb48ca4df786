// The system's proxy is that of the account's settings. Asking them sends nothing; a script would have to be fetched.
#include "net/socket/system_proxy.hpp"

#include <windows.h>
#include <winhttp.h>

#include <memory>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

struct GlobalFreed {
  void operator()(wchar_t* text) const noexcept { ::GlobalFree(text); }
};
using GlobalText = std::unique_ptr<wchar_t, GlobalFreed>;

std::string utf8(const GlobalText& text) {
  if (!text) return {};
  const int size = ::WideCharToMultiByte(CP_UTF8, 0, text.get(), -1, nullptr, 0, nullptr, nullptr);
  std::string out(static_cast<std::size_t>(size), '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, text.get(), -1, out.data(), size, nullptr, nullptr);
  if (!out.empty()) out.pop_back();  // Windows counts the terminator.
  return out;
}

}  // namespace

Result<ProxySettings> system_proxy() {
  WINHTTP_CURRENT_USER_IE_PROXY_CONFIG found{};
  if (::WinHttpGetIEProxyConfigForCurrentUser(&found) == 0) {
    if (::GetLastError() == ERROR_FILE_NOT_FOUND) return ProxySettings{};  // No settings.
    Error out;
    out.code = Errc::resource;
    out.detail = "Windows' proxy settings cannot be read";
    return out;
  }
  const GlobalText script(found.lpszAutoConfigUrl);
  const GlobalText proxy(found.lpszProxy);
  const GlobalText bypass(found.lpszProxyBypass);
  WindowsProxy settings;
  settings.proxy = utf8(proxy);
  settings.bypass = utf8(bypass);
  settings.has_script = script && *script != L'\0';
  return proxy_of_windows(settings);
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn

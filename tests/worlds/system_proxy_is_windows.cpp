// See system_proxy_is.hpp. The account's settings are looked for below a key of this process, so that they stay as they are.
#include "worlds/system_proxy_is.hpp"

#include <stdexcept>
#include <vector>

#include <windows.h>

namespace hellojohn::tests {

namespace {

constexpr const char* settings_key =
    "Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections";
constexpr const char* settings_name = "DefaultConnectionSettings";
constexpr DWORD has_proxy = 2;

class Key {
 public:
  Key(HKEY parent, const std::string& path) {
    if (::RegCreateKeyExA(parent, path.c_str(), 0, nullptr, 0, KEY_ALL_ACCESS, nullptr, &key_,
                          nullptr) != ERROR_SUCCESS)
      throw std::runtime_error("no key " + path);
  }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { ::RegCloseKey(key_); }
  [[nodiscard]] HKEY get() const { return key_; }

 private:
  HKEY key_ = nullptr;
};

std::string own_key() {
  return "Software\\hellojohn-tests-" + std::to_string(::GetCurrentProcessId());
}

void add_number(std::string& out, DWORD number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void add_text(std::string& out, const std::string& text) {
  add_number(out, static_cast<DWORD>(text.size()));
  out += text;
}

/// The bytes that Windows keeps: a mark, a counter, flags, the proxy, the exceptions, the script's address.
std::string settings_of(const std::string& proxy, const std::string& direct) {
  std::string out;
  add_number(out, 0x46);
  add_number(out, 1);
  add_number(out, has_proxy);
  add_text(out, proxy);
  add_text(out, direct);
  add_text(out, "");
  out.append(32, '\0');
  return out;
}

std::string settings() {
  DWORD size = 0;
  if (::RegGetValueA(HKEY_CURRENT_USER, settings_key, settings_name, RRF_RT_REG_BINARY, nullptr,
                     nullptr, &size) != ERROR_SUCCESS)
    return {};
  std::string out(size, '\0');
  ::RegGetValueA(HKEY_CURRENT_USER, settings_key, settings_name, RRF_RT_REG_BINARY, nullptr,
                 out.data(), &size);
  return out;
}

void set(const std::string& bytes) {
  const Key key(HKEY_CURRENT_USER, settings_key);
  if (::RegSetValueExA(key.get(), settings_name, 0, REG_BINARY,
                       reinterpret_cast<const BYTE*>(bytes.data()),
                       static_cast<DWORD>(bytes.size())) != ERROR_SUCCESS)
    throw std::runtime_error("the settings cannot be written");
}

int living = 0;

}  // namespace

SystemProxyIs::SystemProxyIs(const std::string& proxy, const std::string& direct) {
  if (++living == 1) {
    const Key mine(HKEY_CURRENT_USER, own_key());
    if (::RegOverridePredefKey(HKEY_CURRENT_USER, mine.get()) != ERROR_SUCCESS)
      throw std::runtime_error("the account's key cannot be replaced");
  }
  proxy_before_ = settings();
  set(settings_of(proxy, direct + ";<-loopback>"));
}

SystemProxyIs::~SystemProxyIs() {
  if (--living > 0) {
    set(proxy_before_);
    return;
  }
  ::RegOverridePredefKey(HKEY_CURRENT_USER, nullptr);
  ::RegDeleteTreeA(HKEY_CURRENT_USER, own_key().c_str());
}

}  // namespace hellojohn::tests

// See system_proxy_is.hpp. Lower-case names win over all others if they are not empty.
#include "worlds/system_proxy_is.hpp"

#include <cstdlib>

namespace hellojohn::tests {

namespace {

/// Returns what it was before.
std::string set(const char* name, const std::string& value) {
  const char* before = std::getenv(name);
  std::string out = before == nullptr ? "" : before;
  if (value.empty())
    ::unsetenv(name);
  else
    ::setenv(name, value.c_str(), 1);
  return out;
}

}  // namespace

SystemProxyIs::SystemProxyIs(const std::string& proxy, const std::string& direct)
    : proxy_before_(set("https_proxy", proxy)), direct_before_(set("no_proxy", direct + ",")) {}

SystemProxyIs::~SystemProxyIs() {
  set("https_proxy", proxy_before_);
  set("no_proxy", direct_before_);
}

}  // namespace hellojohn::tests

// The system's proxy settings as a test needs them, for this process only.
#pragma once

#include <string>

namespace hellojohn::tests {

/// While it lives, the system names this proxy, and these hosts are reached without it. One may live inside another.
/// Nothing else is excepted, not even this machine.
class SystemProxyIs {
 public:
  SystemProxyIs(const std::string& proxy, const std::string& direct);
  SystemProxyIs(const SystemProxyIs&) = delete;
  SystemProxyIs& operator=(const SystemProxyIs&) = delete;
  ~SystemProxyIs();

 private:
  std::string proxy_before_{}, direct_before_{};
};

}  // namespace hellojohn::tests

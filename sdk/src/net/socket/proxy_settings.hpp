// Which connections lead through a proxy, and how the system's settings say so. Reads texts and compares names.
// Depends neither on where the texts come from (system_proxy.hpp) nor on sockets.
#pragma once

#include "base/url.hpp"

#include <hellojohn/result.hpp>

#include <boost/asio/ip/address.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// An entry of a list of hosts that are reached without the proxy.
struct DirectHost {
  enum class Kind : unsigned char {
    every,     ///< All hosts.
    domain,    ///< `text` and each name below it.
    network,   ///< The addresses whose first `bits` are those of `address`.
    pattern,   ///< `text`, in which "*" means any characters.
    dotless,   ///< Names without a dot.
    loopback,  ///< This machine.
  };
  Kind kind = Kind::every;
  std::string text{};  ///< As Host::ascii.
  boost::asio::ip::address address{};
  unsigned bits = 0;
  std::string port{};  ///< Empty: every port.

  [[nodiscard]] bool matches(const Origin&) const noexcept;
};

/// A proxy, and the hosts that are reached without it.
struct ProxySettings {
  std::optional<Origin> proxy{};
  std::vector<DirectHost> direct{};

  /// Null: straight to the service.
  [[nodiscard]] const Origin* to(const Origin& service) const noexcept;
};

/// Returns the value of a variable, empty if it is not set.
using Environment = std::function<std::string(const char* name)>;

/// As curl reads https_proxy, all_proxy and no_proxy; in addition a host in no_proxy may name its port.
///
/// **Errors** usage: the variable holds another kind of proxy. **Exceptions** std::bad_alloc.
[[nodiscard]] Result<ProxySettings> proxy_of_environment(const Environment&);

/// The settings of a Windows account in UTF-8.
struct WindowsProxy {
  std::string proxy{};   ///< "host:port" or "http=host:port;https=host:port".
  std::string bypass{};  ///< Patterns, and the words "<local>" and "<-loopback>".
  bool has_script = false;
};

/// **Errors** usage: another kind of proxy, or only a script (PAC). **Exceptions** std::bad_alloc.
[[nodiscard]] Result<ProxySettings> proxy_of_windows(const WindowsProxy&);

}  // namespace net
}  // namespace v0
}  // namespace hellojohn

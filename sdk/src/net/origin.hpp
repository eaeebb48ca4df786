// "https://host[:port]" taken apart. Knows nothing of sockets; decides nothing about what is
// allowed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hellojohn::inline v0::net {

enum class Scheme : unsigned char { http, https };

struct Origin {
  Scheme scheme = Scheme::https;
  std::string host;       ///< Without brackets; lower case.
  std::string port;       ///< Decimal, never empty.
  std::string authority;  ///< As the Host header wants it.
  std::string key;        ///< What connections and TLS sessions are kept under.
};

/// Empty where it is not an origin: path, user info, white space, or a port out of range.
[[nodiscard]] std::optional<Origin> parse_origin(std::string_view text);

}  // namespace hellojohn::inline v0::net

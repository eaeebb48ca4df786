// Hosts and origins, read exactly as a browser reads them (WHATWG URL) or refused. Depends on nothing but ASCII rules and
// the seam for international names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

enum class Scheme : unsigned char { http, https };

struct Host {
  std::string
      ascii;  ///< As a browser writes it: lower case, "xn--" form, IPv6 compressed and without brackets.
  bool is_ipv6 = false;
  bool is_loopback =
      false;  ///< "localhost", an IPv4 literal in 127.0.0.0/8, or ::1. Never a name like "127.1".

  /// With brackets around IPv6.
  [[nodiscard]] std::string in_url() const { return is_ipv6 ? "[" + ascii + "]" : ascii; }
};

struct Origin {
  Scheme scheme = Scheme::https;
  Host host;
  std::string port;       ///< Decimal, never empty.
  std::string authority;  ///< For the Host header: without the scheme's own port.
  std::string text;       ///< "https://host[:port]"; equal texts mean the same origin.
};

/// Reads the host of a URL, IPv6 in brackets. Empty if a browser refuses it, or reads it in another way than it looks:
/// user info, ports, percent signs, blanks, backslashes, empty labels, a trailing dot, short, octal or hexadecimal IPv4,
/// characters that are mapped to others. `problem` then says why, in words for a developer.
[[nodiscard]] std::optional<Host> read_host(std::string_view text, const char** problem = nullptr);

/// Reads "host" or "host:port" of a URL with that scheme. Empty as for read_host(), or if the port is not 1 to 65535.
[[nodiscard]] std::optional<Origin> read_authority(Scheme scheme, std::string_view text,
                                                   const char** problem = nullptr);

/// Reads "https://host[:port]" or "http://…". Empty if anything follows, a "/" too.
[[nodiscard]] std::optional<Origin> read_origin(std::string_view text,
                                                const char** problem = nullptr);

/// Reads ClientOptions::base_url: an origin, with a trailing "/", "/v1" or "/v1/" left out. http:// is refused unless
/// it leads to loopback and the caller allows that.
[[nodiscard]] std::optional<Origin> read_base_url(std::string_view text,
                                                  bool allow_http_on_loopback,
                                                  const char** problem = nullptr);

}  // namespace v0
}  // namespace hellojohn

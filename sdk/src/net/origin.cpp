// Strict on purpose: an origin comes from options, and a lenient reading would send keys elsewhere.
#include "net/origin.hpp"

#include "core/ascii.hpp"

namespace hellojohn::inline v0::net {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) noexcept {
  if (text.size() < prefix.size()) return false;
  if (!ascii::equal_ignore_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool valid_host(std::string_view host, bool literal) noexcept {
  if (host.empty() || host.size() > 255) return false;
  for (char c : host) {
    const bool fits = literal ? ascii::is_alnum(c) || c == ':' || c == '.'
                              : ascii::is_alnum(c) || c == '-' || c == '.' || c == '_';
    if (!fits) return false;
  }
  return true;
}

bool valid_port(std::string_view port) noexcept {
  if (port.empty() || port.size() > 5) return false;
  unsigned value = 0;
  for (char c : port) {
    if (!ascii::is_digit(c)) return false;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value > 0 && value < 65536;
}

}  // namespace

std::optional<Origin> parse_origin(std::string_view text) {
  Origin out;
  if (take_prefix(text, "http://"))
    out.scheme = Scheme::http;
  else if (!take_prefix(text, "https://"))
    return std::nullopt;
  const bool literal = !text.empty() && text.front() == '[';
  const std::size_t host_end = literal ? text.find(']') : text.find(':');
  if (literal && host_end == std::string_view::npos) return std::nullopt;
  std::string_view host = literal ? text.substr(1, host_end - 1) : text.substr(0, host_end);
  std::string_view rest = host_end == std::string_view::npos
                              ? std::string_view{}
                              : text.substr(literal ? host_end + 1 : host_end);
  const std::string_view standard = out.scheme == Scheme::https ? "443" : "80";
  std::string_view port = standard;
  if (!rest.empty()) {
    if (rest.front() != ':') return std::nullopt;
    port = rest.substr(1);
  }
  if (!valid_host(host, literal) || !valid_port(port)) return std::nullopt;
  for (char c : host) out.host += ascii::lower(c);
  out.port = port;
  out.authority = literal ? "[" + out.host + "]" : out.host;
  if (port != standard) out.authority += ":" + out.port;
  out.key = (out.scheme == Scheme::https ? "https://" : "http://") + out.authority;
  return out;
}

}  // namespace hellojohn::inline v0::net

// See base_url.hpp.
#include "core/base_url.hpp"

#include "core/ascii.hpp"

#include <algorithm>

namespace hellojohn::inline v0 {

namespace {

Error refuse(const char* detail) {
  Error error;
  error.code = Errc::usage;
  error.detail = detail;
  return error;
}

bool take_prefix(std::string_view& text, std::string_view prefix) noexcept {
  if (!ascii::equal_ignore_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool is_host_character(char c, bool bracketed) noexcept {
  return ascii::is_alnum(c) || c == '-' || c == '.' || c == '_' || (bracketed && c == ':');
}

bool is_loopback(std::string_view host) noexcept {
  if (host == "localhost" || host == "::1") return true;
  // A name such as 127.example.com is no address.
  return host.substr(0, 4) == "127." && std::all_of(host.begin(), host.end(), [](char c) {
           return ascii::is_digit(c) || c == '.';
         });
}

bool is_port(std::string_view text) noexcept {
  if (text.empty() || text.size() > 5) return false;
  int port = 0;
  for (const char c : text) {
    if (!ascii::is_digit(c)) return false;
    port = port * 10 + (c - '0');
  }
  return port > 0 && port < 65536;
}

}  // namespace

Result<Origin> read_origin(std::string_view url, bool allow_http_on_loopback) {
  const bool https = take_prefix(url, "https://");
  if (!https && !take_prefix(url, "http://")) return refuse("base_url is not an https:// URL");
  if (!url.empty() && url.back() == '/') url.remove_suffix(1);
  if (url.size() > 3 && url.substr(url.size() - 3) == "/v1") url.remove_suffix(3);

  std::string_view host = url;
  std::string_view port;
  const bool bracketed = !url.empty() && url.front() == '[';
  if (bracketed) {
    const std::size_t close = url.find(']');
    if (close == std::string_view::npos) return refuse("base_url has no valid host");
    host = url.substr(1, close - 1);
    port = url.substr(close + 1);
  } else if (const std::size_t colon = url.find(':'); colon != std::string_view::npos) {
    host = url.substr(0, colon);
    port = url.substr(colon);
  }
  if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1))))
    return refuse("base_url has no valid port");
  if (host.empty() || host.size() > 253 || !std::all_of(host.begin(), host.end(), [&](char c) {
        return is_host_character(c, bracketed);
      }))
    return refuse("base_url is not an origin: scheme, host and port alone");

  Origin origin;
  for (const char c : host) origin.host.push_back(ascii::lower(c));
  if (!https && !(allow_http_on_loopback && is_loopback(origin.host)))
    return refuse("base_url is http://; only loopback may be, with allow_http_on_loopback");
  origin.text = https ? "https://" : "http://";
  origin.text += bracketed ? "[" + origin.host + "]" : origin.host;
  origin.text += port;
  return origin;
}

}  // namespace hellojohn::inline v0

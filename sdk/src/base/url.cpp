// A browser's host parser, cut down to what needs no repair: whatever a browser would strip, decode or map is refused.
#include "base/url.hpp"

#include "base/ascii.hpp"
#include "base/hex.hpp"
#include "base/idna.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace {

constexpr std::size_t longest_host = 255;

std::nullopt_t refuse(const char** problem, const char* why) noexcept {
  if (problem != nullptr) *problem = why;
  return std::nullopt;
}

bool all_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), ascii::is_digit);
}

bool is_hex(char c) noexcept {
  return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f');
}

/// Decimal without leading zeros, up to `largest`.
std::optional<unsigned> read_number(std::string_view text, unsigned largest) noexcept {
  if (!all_digits(text) || text.size() > 5 || (text.size() > 1 && text.front() == '0'))
    return std::nullopt;
  unsigned value = 0;
  for (const char c : text) value = value * 10 + static_cast<unsigned>(c - '0');
  if (value > largest) return std::nullopt;
  return value;
}

/// Removes from the front everything up to the first `end`, and `end` with it.
std::string_view take_until(std::string_view& text, char end) noexcept {
  const std::string_view piece = text.substr(0, text.find(end));
  text.remove_prefix(std::min(piece.size() + 1, text.size()));
  return piece;
}

std::optional<std::array<std::uint8_t, 4>> read_ipv4(std::string_view text) noexcept {
  if (std::count(text.begin(), text.end(), '.') != 3) return std::nullopt;
  std::array<std::uint8_t, 4> out{};
  for (std::uint8_t& part : out) {
    const auto number = read_number(take_until(text, '.'), 255);
    if (!number) return std::nullopt;
    part = static_cast<std::uint8_t>(*number);
  }
  return out;
}

/// Browsers take a host for IPv4 if its last label is a number, "0x…" too.
bool ends_in_a_number(std::string_view host) noexcept {
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (all_digits(last)) return true;
  return last.substr(0, 2) == "0x" && std::all_of(last.begin() + 2, last.end(), is_hex);
}

using Pieces = std::array<std::uint16_t, 8>;

/// One to four digits.
std::optional<std::uint16_t> read_piece(std::string_view group) noexcept {
  if (group.empty() || group.size() > 4 || !std::all_of(group.begin(), group.end(), is_hex))
    return std::nullopt;
  unsigned value = 0;
  for (const char c : group) {
    const char low = ascii::lower(c);
    value = value * 16 + static_cast<unsigned>(ascii::is_digit(low) ? low - '0' : low - 'a' + 10);
  }
  return static_cast<std::uint16_t>(value);
}

/// Pieces between colons, "::" once, an IPv4 address at the end: RFC 4291, section 2.2.
std::optional<Pieces> read_ipv6(std::string_view text) noexcept {
  Pieces out{};
  std::size_t count = 0;
  std::optional<std::size_t> gap;
  if (text.substr(0, 2) == "::") {
    gap = 0;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    if (count == out.size()) return std::nullopt;
    const std::string_view group = text.substr(0, text.find(':'));
    text.remove_prefix(group.size());
    if (group.find('.') != std::string_view::npos) {
      const auto v4 = read_ipv4(group);
      if (!v4 || !text.empty() || count > 6) return std::nullopt;
      out[count++] = static_cast<std::uint16_t>((*v4)[0] << 8 | (*v4)[1]);
      out[count++] = static_cast<std::uint16_t>((*v4)[2] << 8 | (*v4)[3]);
      break;
    }
    const auto piece = read_piece(group);
    if (!piece) return std::nullopt;
    out[count++] = *piece;
    if (text.empty()) break;
    text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    if (text.front() != ':') continue;
    if (gap) return std::nullopt;
    gap = count;
    text.remove_prefix(1);
  }
  if (!gap) return count == out.size() ? std::optional<Pieces>(out) : std::nullopt;
  if (count == out.size()) return std::nullopt;
  // What came after the gap belongs at the end; everything after `count` is already zero.
  std::rotate(out.begin() + static_cast<std::ptrdiff_t>(*gap),
              out.begin() + static_cast<std::ptrdiff_t>(count), out.end());
  return out;
}

/// The first longest run of two or more zeros, which "::" replaces. Its length is 0 if there is none.
std::pair<std::size_t, std::size_t> longest_gap(const Pieces& pieces) noexcept {
  std::size_t best = 0;
  std::size_t best_size = 1;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    std::size_t size = 0;
    while (i + size < pieces.size() && pieces[i + size] == 0) ++size;
    if (size > best_size) {
      best = i;
      best_size = size;
    }
  }
  return {best, best_size > 1 ? best_size : 0};
}

std::string write_ipv6(const Pieces& pieces) {
  const auto [gap, size] = longest_gap(pieces);
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (size != 0 && i == gap) {
      out += i == 0 ? "::" : ":";
      i += size - 1;
      continue;
    }
    bool begun = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
      const unsigned digit = static_cast<unsigned>(pieces[i]) >> shift & 0xfU;
      begun = begun || digit != 0 || shift == 0;
      if (begun) out += hex::digits[digit];
    }
    if (i + 1 != pieces.size()) out += ':';
  }
  return out;
}

/// Letters, digits, "-", "_" and ".": what no browser changes, but for the case of letters.
bool is_plain(char c) noexcept { return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.'; }

/// The ASCII form of a name, label by label.
std::optional<std::string> read_name(std::string_view text, const char** problem) {
  std::string lower;
  for (const char c : text) {
    if (!is_plain(c) && static_cast<unsigned char>(c) < 0x80)
      return refuse(problem, "the host holds a character that no host name has");
    lower.push_back(ascii::lower(c));
  }
  std::string out;
  std::string_view rest = lower;
  do {
    const bool last = rest.find('.') == std::string_view::npos;
    const std::string_view label = take_until(rest, '.');
    if (label.empty()) return refuse(problem, "the host has an empty label or a trailing dot");
    const bool plain = std::all_of(label.begin(), label.end(), is_plain);
    std::string ascii_label;
    if (plain && label.substr(0, 4) != "xn--") {
      ascii_label = label;
    } else if (const char* why = to_ascii_label(label, ascii_label)) {
      return refuse(problem, why);
    } else if (!std::all_of(ascii_label.begin(), ascii_label.end(), is_plain) ||
               ascii_label.find('.') != std::string::npos) {
      return refuse(problem, "the host is not a valid international name");
    }
    out += ascii_label;
    if (last) return out;
    out += '.';
  } while (true);
}

bool take_scheme(std::string_view& text, std::string_view scheme) noexcept {
  if (!ascii::equal_ignore_case(text.substr(0, scheme.size()), scheme)) return false;
  text.remove_prefix(scheme.size());
  return true;
}

std::optional<Scheme> take_scheme(std::string_view& text) noexcept {
  if (take_scheme(text, "https://")) return Scheme::https;
  if (take_scheme(text, "http://")) return Scheme::http;
  return std::nullopt;
}

}  // namespace

std::optional<Host> read_host(std::string_view text, const char** problem) {
  if (text.empty() || text.size() > longest_host)
    return refuse(problem, "the host is empty or too long");
  Host out;
  if (text.front() == '[') {
    const auto pieces =
        text.back() == ']' ? read_ipv6(text.substr(1, text.size() - 2)) : std::nullopt;
    if (!pieces) return refuse(problem, "the host is not an IPv6 address in brackets");
    out.ascii = write_ipv6(*pieces);
    out.is_ipv6 = true;
    out.is_loopback = out.ascii == "::1";
    return out;
  }
  auto name = read_name(text, problem);
  if (!name) return std::nullopt;
  out.ascii = std::move(*name);
  if (out.ascii.size() > longest_host) return refuse(problem, "the host is empty or too long");
  if (!ends_in_a_number(out.ascii)) {
    out.is_loopback = out.ascii == "localhost";
    return out;
  }
  const auto address = read_ipv4(out.ascii);
  if (!address)
    return refuse(problem, "the host ends in a number, but is not four decimal numbers up to 255");
  out.is_loopback = (*address)[0] == 127;
  return out;
}

std::optional<Origin> read_authority(Scheme scheme, std::string_view text, const char** problem) {
  const std::size_t bracket = text.substr(0, 1) == "[" ? text.find(']') : 0;
  const std::size_t colon = bracket == std::string_view::npos ? bracket : text.find(':', bracket);
  auto host = read_host(text.substr(0, colon), problem);
  if (!host) return std::nullopt;
  Origin out;
  out.scheme = scheme;
  out.host = std::move(*host);
  const std::string_view standard = scheme == Scheme::https ? "443" : "80";
  out.port = standard;
  if (colon != std::string_view::npos) {
    const std::string_view port = text.substr(colon + 1);
    if (read_number(port, 65535).value_or(0) == 0)
      return refuse(problem, "the port is not a number from 1 to 65535");
    out.port = port;
  }
  out.authority = out.host.in_url();
  if (out.port != standard) out.authority += ":" + out.port;
  out.text = (scheme == Scheme::https ? "https://" : "http://") + out.authority;
  return out;
}

std::optional<Origin> read_origin(std::string_view text, const char** problem) {
  const auto scheme = take_scheme(text);
  if (!scheme) return refuse(problem, "the URL does not begin with https:// or http://");
  return read_authority(*scheme, text, problem);
}

std::optional<Origin> read_base_url(std::string_view text, bool allow_http_on_loopback,
                                    const char** problem) {
  if (!text.empty() && text.back() == '/') text.remove_suffix(1);
  if (text.size() > 3 && text.substr(text.size() - 3) == "/v1") text.remove_suffix(3);
  auto out = read_origin(text, problem);
  if (!out || out->scheme == Scheme::https) return out;
  if (!allow_http_on_loopback || !out->host.is_loopback)
    return refuse(problem, "http:// leads to loopback only, and only with allow_http_on_loopback");
  return out;
}

}  // namespace v0
}  // namespace hellojohn

// Names are compared in the form of Host::ascii. An entry that cannot be read matches nothing: the proxy is used.
#include "net/socket/proxy_settings.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

namespace ip = boost::asio::ip;
using Kind = DirectHost::Kind;

Error unsupported(std::string what) {
  Error out;
  out.code = Errc::usage;
  out.detail = std::move(what);
  return out;
}

constexpr const char* supported =
    " is not [http://]host[:port]; SOCKS, TLS to the proxy and passwords are not supported";

/// "[http://]host[:port][/]".
std::optional<Origin> read_proxy(std::string_view text) {
  if (!text.empty() && text.back() == '/') text.remove_suffix(1);
  if (text.find("://") == text.npos) return read_authority(Scheme::http, text);
  auto out = read_origin(text);
  return out && out->scheme == Scheme::http ? std::move(out) : std::nullopt;
}

/// Removes the next piece from the front, and the separators around it. Empty at the end.
std::string_view take_piece(std::string_view& text, std::string_view separators) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(separators), text.size()));
  const std::string_view piece = text.substr(0, text.find_first_of(separators));
  text.remove_prefix(piece.size());
  return piece;
}

bool is_same_network(const ip::address& a, const ip::address& b, unsigned bits) noexcept {
  const auto equal = [bits](const auto& left, const auto& right) {
    for (std::size_t bit = 0; bit < bits; ++bit)
      if (((left[bit / 8] ^ right[bit / 8]) >> (7 - bit % 8) & 1) != 0) return false;
    return true;
  };
  if (a.is_v4() && b.is_v4()) return equal(a.to_v4().to_bytes(), b.to_v4().to_bytes());
  return a.is_v6() && b.is_v6() && equal(a.to_v6().to_bytes(), b.to_v6().to_bytes());
}

bool is_below(std::string_view name, std::string_view domain) noexcept {
  if (name.size() <= domain.size()) return name == domain;
  const std::size_t front = name.size() - domain.size();
  return name[front - 1] == '.' && name.substr(front) == domain;
}

/// Goes back to the last "*" and lets it take one character more, until the rest fits.
bool fits(std::string_view text, std::string_view pattern) noexcept {
  std::size_t at = 0;
  std::size_t next = 0;
  std::size_t star = pattern.npos;
  std::size_t taken = 0;
  while (at < text.size()) {
    if (next < pattern.size() && pattern[next] == '*') {
      star = next++;
      taken = at;
    } else if (next < pattern.size() && pattern[next] == text[at]) {
      ++at;
      ++next;
    } else if (star != pattern.npos) {
      next = star + 1;
      at = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', next) == pattern.npos;
}

ip::address address_of(const Host& host) noexcept {
  boost::system::error_code ec;
  return ip::make_address(host.ascii.c_str(), ec);  // Unspecified for a name.
}

bool is_address(const Host& host) noexcept {
  boost::system::error_code ec;
  (void)ip::make_address(host.ascii.c_str(), ec);
  return !ec;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), ascii::lower);
  return out;
}

/// Removes ":port" from the end of a host, and returns the port.
std::string_view take_port(std::string_view& host) noexcept {
  const std::size_t bracket = host.substr(0, 1) == "[" ? host.find(']') : 0;
  const std::size_t colon = host.find(':', bracket == host.npos ? 0 : bracket);
  if (colon == host.npos) return {};
  const std::string_view port = host.substr(colon + 1);
  host = host.substr(0, colon);
  return port;
}

/// "10.0.0.0/8" or "fd00::/8".
std::optional<DirectHost> read_network(std::string_view text, std::size_t slash) {
  boost::system::error_code ec;
  DirectHost out;
  out.kind = Kind::network;
  out.address = ip::make_address(std::string(text.substr(0, slash)), ec);
  const std::string_view bits = text.substr(slash + 1);
  const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), out.bits);
  const unsigned most = out.address.is_v4() ? 32 : 128;
  if (ec || error != std::errc{} || end != bits.data() + bits.size() || out.bits > most)
    return std::nullopt;
  return out;
}

/// An entry of no_proxy.
std::optional<DirectHost> read_entry(std::string_view text) {
  if (const std::size_t slash = text.find('/'); slash != text.npos)
    return read_network(text, slash);
  DirectHost out;
  out.kind = Kind::domain;
  std::string bracketed;
  if (text.front() != '[' && std::count(text.begin(), text.end(), ':') > 1) {
    bracketed = "[" + std::string(text) + "]";
    text = bracketed;
  }
  out.port = take_port(text);
  if (text.substr(0, 1) == ".") text.remove_prefix(1);
  if (!text.empty() && text.back() == '.') text.remove_suffix(1);
  auto host = read_host(text);
  if (!host) return std::nullopt;
  if (is_address(*host)) {
    out.kind = Kind::network;
    out.address = address_of(*host);
    out.bits = out.address.is_v4() ? 32 : 128;
  }
  out.text = std::move(host->ascii);
  return out;
}

/// An entry of Windows' list.
std::optional<DirectHost> read_pattern(std::string_view text) {
  DirectHost out;
  if (ascii::equal_ignore_case(text, "<local>")) {
    out.kind = Kind::dotless;
    return out;
  }
  if (const std::size_t scheme = text.find("://"); scheme != text.npos) {
    if (!ascii::equal_ignore_case(text.substr(0, scheme), "https")) return std::nullopt;
    text.remove_prefix(scheme + 3);
  }
  out.kind = Kind::pattern;
  out.port = take_port(text);
  if (out.port == "*") out.port.clear();
  if (const auto host = read_host(text)) {
    out.text = host->ascii;
    return out;
  }
  if (text.substr(0, 1) == "[") text.remove_prefix(1);
  if (!text.empty() && text.back() == ']') text.remove_suffix(1);
  if (text.empty()) return std::nullopt;
  out.text = lower(text);
  return out;
}

/// What stands for https in Windows' list of proxies.
struct Listed {
  std::string_view https{};
  bool is_socks = false;
};

Listed of_https(std::string_view proxies) noexcept {
  Listed out;
  constexpr std::string_view separators = "; \t\r\n";
  for (auto piece = take_piece(proxies, separators); !piece.empty();
       piece = take_piece(proxies, separators)) {
    const std::size_t equals = piece.find('=');
    if (equals == piece.npos) return {piece, false};
    const std::string_view scheme = piece.substr(0, equals);
    if (ascii::equal_ignore_case(scheme, "https")) return {piece.substr(equals + 1), false};
    if (ascii::equal_ignore_case(scheme, "socks")) out.is_socks = true;
  }
  return out;
}

}  // namespace

bool DirectHost::matches(const Origin& service) const noexcept {
  if (!port.empty() && port != service.port) return false;
  const std::string_view name = service.host.ascii;
  switch (kind) {
    case Kind::every: return true;
    case Kind::domain: return is_below(name, text);
    case Kind::network:
      return is_address(service.host) && is_same_network(address_of(service.host), address, bits);
    case Kind::pattern: return fits(name, text);
    case Kind::dotless: return !service.host.is_ipv6 && name.find('.') == name.npos;
    case Kind::loopback: return service.host.is_loopback || name == "loopback";
  }
  return false;
}

const Origin* ProxySettings::to(const Origin& service) const noexcept {
  if (!proxy) return nullptr;
  const bool is_direct = std::any_of(direct.begin(), direct.end(),
                                     [&](const DirectHost& host) { return host.matches(service); });
  return is_direct ? nullptr : &*proxy;
}

Result<ProxySettings> proxy_of_environment(const Environment& environment) {
  ProxySettings out;
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    const std::string value = environment(name);
    if (value.empty()) continue;
    out.proxy = read_proxy(value);
    if (!out.proxy) return unsupported(name + std::string(supported));
    break;
  }
  std::string list = environment("no_proxy");
  if (list.empty()) list = environment("NO_PROXY");
  if (list == "*") {
    out.direct.emplace_back();
    return out;
  }
  std::string_view rest = list;
  for (auto piece = take_piece(rest, ", \t"); !piece.empty(); piece = take_piece(rest, ", \t"))
    if (auto entry = read_entry(piece)) out.direct.push_back(std::move(*entry));
  return out;
}

Result<ProxySettings> proxy_of_windows(const WindowsProxy& settings) {
  ProxySettings out;
  const Listed listed = of_https(settings.proxy);
  if (listed.https.empty()) {
    if (listed.is_socks)
      return unsupported("the proxy in Windows' settings" + std::string(supported));
    if (settings.has_script)
      return unsupported(
          "Windows' settings name a script that finds the proxy, which is not supported");
    return out;
  }
  out.proxy = read_proxy(listed.https);
  if (!out.proxy) return unsupported("the proxy in Windows' settings" + std::string(supported));
  bool loopback = true;
  std::string_view rest = settings.bypass;
  for (auto piece = take_piece(rest, "; \t\r\n"); !piece.empty();
       piece = take_piece(rest, "; \t\r\n")) {
    if (ascii::equal_ignore_case(piece, "<-loopback>"))
      loopback = false;
    else if (auto entry = read_pattern(piece))
      out.direct.push_back(std::move(*entry));
  }
  if (loopback) {
    out.direct.emplace_back();
    out.direct.back().kind = Kind::loopback;
  }
  return out;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn

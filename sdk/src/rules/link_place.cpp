// See link_place.hpp. Strict: a text that is not clearly one of our links is refused.
#include "rules/link_place.hpp"

#include "base/ascii.hpp"
#include "base/hex.hpp"
#include "base/markup.hpp"
#include "base/url.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {

namespace {

constexpr std::size_t longest_shown_host = 253;

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<signed char>(c) >= 0; });
}

/// Letters that are not ASCII as percent signs and digits: what looks like another host must not be shown as it.
std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out.push_back(c);
      continue;
    }
    out.push_back('%');
    out.push_back("0123456789ABCDEF"[byte >> 4]);
    out.push_back("0123456789ABCDEF"[byte & 15]);
  }
  return out;
}

/// The host in the form in which hosts are compared, IPv6 without brackets; empty if it cannot be one.
std::string ascii_host(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  const std::string host = hex::percent_decoded(name, 0x80);
  const bool bare_ipv6 = !name.starts_with('[') && std::count(name.begin(), name.end(), ':') > 1;
  if (auto read = read_host(bare_ipv6 ? "[" + host + "]" : host)) return std::move(read->ascii);
  // A browser refuses it, or this build reads no international names: it still is not one of the client's hosts.
  if (!is_ascii(host)) return percent_encoded(host);
  std::string out;
  for (const char c : host) {
    if (!ascii::is_alnum(c) && c != '.' && c != '-' && c != '_') return {};
    out.push_back(ascii::lower(c));
  }
  return out;
}

/// A host and what is behind it from the colon on.
struct Authority {
  std::string_view name, port;
};

Authority split(std::string_view text) noexcept {
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  const std::size_t colon = bracket == npos ? npos : text.find(':', bracket);
  // "::1" in a list of hosts is an address without a port.
  if (bracket == 0 && colon != npos && text.find(':', colon + 1) != npos) return {text, {}};
  return {text.substr(0, colon), colon == npos ? std::string_view() : text.substr(colon)};
}

/// Empty, ":" or a number of at most five digits.
bool is_port(std::string_view port) noexcept {
  return port.size() <= 6 &&
         std::all_of(port.begin() + (port.empty() ? 0 : 1), port.end(), ascii::is_digit);
}

bool is_known(const std::string& host, std::string_view port, const LinkRules& rules) {
  return std::any_of(rules.hosts.begin(), rules.hosts.end(), [&](const std::string& one) {
    const Authority known = split(one);
    return (known.port.empty() || known.port == port) && ascii_host(known.name) == host;
  });
}

/// The token must be the value of "token", or a part of the path.
bool is_tokens_place(std::string_view rest) noexcept {
  if (rest.ends_with('/')) return rest.find('?') == npos || rest.find('#') != npos;
  if (rest.ends_with("token"))
    rest.remove_suffix(5);  // The end of the line took its "=".
  else if (rest.ends_with("token="))
    rest.remove_suffix(6);
  else
    return false;
  return !rest.empty() && std::string_view("?&;#").find(rest.back()) != npos;
}

LinkPlace judge_host(std::string_view authority, std::string_view rest, const LinkRules& rules) {
  if (authority.empty() || authority.find('@') != npos || !is_tokens_place(rest)) return {};
  const auto [name, port] = split(authority);
  const std::string host = is_port(port) ? ascii_host(name) : std::string();
  if (host.empty()) return {};
  if (is_known(host, port, rules)) return {LinkPlace::Kind::ours};
  return {LinkPlace::Kind::foreign, host.substr(0, longest_shown_host)};
}

bool is_scheme_character(char c) noexcept {
  return ascii::is_alnum(c) || c == '+' || c == '-' || c == '.';
}

/// The scheme that ends at `colon`; a label without a blank may be before it: "Enlace:https".
std::string_view scheme_before(std::string_view text, std::size_t colon) noexcept {
  std::size_t begin = colon;
  while (begin > 0 && is_scheme_character(text[begin - 1])) --begin;
  std::string_view scheme = text.substr(begin, colon - begin);
  for (const std::string_view usual : {"https", "http"})
    if (scheme.size() > usual.size() &&
        ascii::equal_ignore_case(scheme.substr(scheme.size() - usual.size()), usual) &&
        !ascii::is_alnum(scheme[scheme.size() - usual.size() - 1]))
      return scheme.substr(scheme.size() - usual.size());
  return scheme;
}

bool is_web(std::string_view scheme) noexcept {
  return ascii::equal_ignore_case(scheme, "https") || ascii::equal_ignore_case(scheme, "http");
}

bool is_listed(std::string_view scheme, const LinkRules& rules) noexcept {
  return std::any_of(rules.schemes.begin(), rules.schemes.end(), [&](const std::string& one) {
    return !scheme.empty() && ascii::equal_ignore_case(one, scheme);
  });
}

/// "auth.example.com/recover?token=": only a host that is ours makes it a link.
bool is_our_link(std::string_view text, const LinkRules& rules) {
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  return judge_host(text.substr(0, end), text.substr(end), rules).kind == LinkPlace::Kind::ours;
}

LinkPlace without_scheme(std::string_view before, const LinkRules& rules) {
  using Kind = LinkPlace::Kind;
  if (!is_ascii(before) && is_our_link(before, rules)) return {Kind::ours};
  while (!before.empty() && static_cast<unsigned char>(before.front()) >= 0x80)
    before.remove_prefix(1);  // "令牌rec_tok_…".
  if (before.empty() || before == "token=" || before == "token") return {Kind::bare};
  if (before.starts_with("//")) {
    before.remove_prefix(2);
    const std::size_t end = std::min(before.find_first_of("/?#"), before.size());
    return judge_host(before.substr(0, end), before.substr(end), rules);
  }
  if (before.front() == '?' || before.front() == '/')
    return {is_tokens_place(before) ? Kind::bare : Kind::other};
  if (std::string_view("*|~,;:").find(before.back()) != npos) return {Kind::bare};
  if (static_cast<unsigned char>(before.back()) >= 0x80) return {Kind::bare};
  return is_our_link(before, rules) ? LinkPlace{Kind::ours} : LinkPlace{};
}

}  // namespace

std::size_t innermost_link(std::string_view before, const LinkRules& rules) noexcept {
  for (std::size_t colon = before.rfind(':'); colon != npos;
       colon = colon == 0 ? npos : before.rfind(':', colon - 1)) {
    const std::string_view scheme = scheme_before(before, colon);
    const std::string_view rest = before.substr(colon + 1);
    // Proofpoint's third version leaves one slash.
    const bool slashes = rest.starts_with("//") || (is_web(scheme) && rest.starts_with("/"));
    if (!scheme.empty() && (slashes || is_listed(scheme, rules))) return colon - scheme.size();
    if (colon == 0) break;
  }
  return npos;
}

LinkPlace judge_link_place(std::string_view before, const LinkRules& rules) {
  const std::size_t begin = innermost_link(before, rules);
  if (begin == npos) return without_scheme(before, rules);
  std::string_view link = before.substr(begin);
  const std::string_view scheme = link.substr(0, link.find(':'));
  link.remove_prefix(scheme.size() + 1);
  if (is_listed(scheme, rules))
    return {is_tokens_place(link) ? LinkPlace::Kind::ours : LinkPlace::Kind::other};
  if (!is_web(scheme)) return {};
  for (int slash = 0; slash < 2 && link.starts_with('/'); ++slash) link.remove_prefix(1);
  const std::size_t end = std::min(link.find_first_of("/?#"), link.size());
  return judge_host(link.substr(0, end), link.substr(end), rules);
}

}  // namespace v0
}  // namespace hellojohn

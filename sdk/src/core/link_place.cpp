// See link_place.hpp. Strict: a text that is not clearly one of our links is refused.
#include "core/link_place.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace hellojohn::inline v0 {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t longest_host = 253;

/// The host in the form in which hosts are compared; empty if it cannot be one.
std::string ascii_host(std::string_view host) {
  std::string out;
  for (const char c : host) {
    if (!ascii::is_alnum(c) && c != '.' && c != '-' && c != '_' && c != ':') return {};
    out.push_back(ascii::lower(c));
  }
  if (!out.empty() && out.back() == '.') out.pop_back();
  return out;
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
  std::string_view name = authority;
  std::string_view port;
  if (authority.front() == '[') {
    const std::size_t close = authority.find(']');
    if (close == npos) return {};
    name = authority.substr(1, close - 1);
    port = authority.substr(close + 1);
  } else if (const std::size_t colon = authority.find(':'); colon != npos) {
    name = authority.substr(0, colon);
    port = authority.substr(colon);
  }
  const std::string host = ascii_host(name);
  if (host.empty() || (!port.empty() && port.front() != ':')) return {};
  const std::string with_port = host + std::string(port);
  const bool known = std::any_of(rules.hosts.begin(), rules.hosts.end(), [&](const auto& one) {
    return ascii::equal_ignore_case(one, host) || ascii::equal_ignore_case(one, with_port) ||
           ascii_host(one) == host;
  });
  if (known) return {LinkPlace::Kind::ours};
  return {LinkPlace::Kind::foreign, host.substr(0, longest_host)};
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

LinkPlace without_scheme(std::string_view before, const LinkRules& rules) {
  using Kind = LinkPlace::Kind;
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
  // "auth.example.com/recover?token=": only a host that is ours makes it a link.
  const std::size_t end = std::min(before.find_first_of("/?#"), before.size());
  const LinkPlace place = judge_host(before.substr(0, end), before.substr(end), rules);
  return place.kind == Kind::ours ? place : LinkPlace{};
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

}  // namespace hellojohn::inline v0

// See recovery_link.hpp. Splits by hand and strictly: what is not plainly a link of ours is no link.
#include <hellojohn/recovery_link.hpp>

#include "core/ascii.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace hellojohn::inline v0 {

namespace {

constexpr std::size_t longest_text = 16 * 1024;
constexpr std::size_t longest_token = 256;
constexpr int deepest_wrapper = 3;
constexpr std::string_view token_prefix = "rec_tok_";

bool is_token_character(char c) noexcept {
  return ascii::is_alnum(c) || c == '.' || c == '_' || c == '-';
}

bool is_token(std::string_view text) noexcept {
  return text.size() > token_prefix.size() && text.size() <= token_prefix.size() + longest_token &&
         text.substr(0, token_prefix.size()) == token_prefix &&
         std::all_of(text.begin(), text.end(), is_token_character);
}

/// Bytes of a typographic quotation mark at the front: U+2018-201F, U+00AB, U+00BB; 0 where there is none.
std::size_t quotation_mark(std::string_view text) noexcept {
  if (text.starts_with("\xC2\xAB") || text.starts_with("\xC2\xBB")) return 2;
  const bool general = text.size() >= 3 && text.starts_with("\xE2\x80");
  return general && text[2] >= '\x98' && text[2] <= '\x9F' ? 3 : 0;
}

/// Line breaks, blanks, quotes and brackets out: mail programs put them in. "=\n" is quoted-printable's soft break.
Secret without_wrapping(std::string_view text) {
  Secret out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool line_end = i + 1 < text.size() && (text[i + 1] == '\r' || text[i + 1] == '\n');
    if (c == '=' && line_end) continue;
    if (const std::size_t mark = quotation_mark(text.substr(i)); mark != 0) {
      i += mark - 1;
      continue;
    }
    if (static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '\'' || c == '<' || c == '>' ||
        c == '`')
      continue;
    out.append({&c, 1});
  }
  return out;
}

std::string_view without_punctuation(std::string_view text) noexcept {
  while (!text.empty() &&
         std::string_view(".,;:!?)]}>\"'").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  return text;
}

int hex_value(char c) noexcept {
  if (ascii::is_digit(c)) return c - '0';
  const char lower = ascii::lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool percent_decoded(std::string_view text, Secret& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f)
      return false;
    out.append({&c, 1});
  }
  return true;
}

struct Url {
  std::string host;  // Lower-case, no trailing dot.
  std::string host_and_port;
  std::string_view path;
  std::string_view query;
};

bool split(std::string_view text, Url& url) {
  const auto starts = [&](std::string_view scheme) {
    return ascii::equal_ignore_case(text.substr(0, scheme.size()), scheme);
  };
  if (!starts("https://") && !starts("http://")) return false;
  text.remove_prefix(text.find("//") + 2);
  text = text.substr(0, text.find('#'));
  const std::string_view authority = text.substr(0, text.find_first_of("/?"));
  text.remove_prefix(authority.size());
  // A name before an @ is how a link shows one host and goes to another.
  if (authority.empty() || authority.find('@') != std::string_view::npos) return false;
  for (const char c : authority)
    if (!ascii::is_alnum(c) && c != '.' && c != '-' && c != ':' && c != '[' && c != ']' && c != '_')
      return false;
  std::string whole;
  for (const char c : authority) whole.push_back(ascii::lower(c));
  if (whole.front() == '[' && whole.find(']') == std::string::npos) return false;
  const std::size_t colon =
      whole.front() == '[' ? whole.find(':', whole.find(']')) : whole.find(':');
  url.host = whole.substr(0, colon);
  const std::string port = colon == std::string::npos ? std::string() : whole.substr(colon);
  if (!url.host.empty() && url.host.back() == '.') url.host.pop_back();
  if (url.host.empty()) return false;
  if (url.host.front() == '[') url.host = url.host.substr(1, url.host.find(']') - 1);
  url.host_and_port = url.host + port;
  const std::size_t question = text.find('?');
  url.path = text.substr(0, question);
  url.query = question == std::string_view::npos ? std::string_view() : text.substr(question + 1);
  return true;
}

Error refuse(Errc code, std::string detail) {
  Error error;
  error.code = code;
  error.detail = std::move(detail);
  return error;
}

Error no_token() { return refuse(Errc::usage, "there is no recovery token in this text"); }

Result<Secret> from_url(std::string_view text, const std::vector<std::string>& hosts, int depth);

/// The value of `name`, if it stands there once.
Result<Secret> from_query(const Url& url, const std::vector<std::string>& hosts, int depth) {
  std::string_view query = url.query;
  Secret inner_token;
  Result<Secret> wrapped = no_token();
  int tokens = 0;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    Secret value;
    if (!percent_decoded(pair.substr(equals + 1), value)) continue;
    if (pair.substr(0, equals) == "token") {
      ++tokens;
      inner_token = Secret(without_punctuation(value.reveal()));
    } else if (depth < deepest_wrapper) {
      auto inner = from_url(value.reveal(), hosts, depth + 1);
      if (inner) return inner;
      if (inner.error().code == Errc::forbidden) wrapped = std::move(inner);
    }
  }
  if (tokens != 1 || !is_token(inner_token.reveal())) return wrapped;
  const bool known = std::any_of(hosts.begin(), hosts.end(), [&](const std::string& host) {
    return host == url.host || host == url.host_and_port;
  });
  if (!known) return refuse(Errc::forbidden, url.host.substr(0, 253));
  return inner_token;
}

Result<Secret> from_url(std::string_view text, const std::vector<std::string>& hosts, int depth) {
  Url url;
  if (!split(text, url)) return no_token();
  auto found = from_query(url, hosts, depth);
  if (found || found.error().code == Errc::forbidden || depth >= deepest_wrapper) return found;
  // A wrapper may carry the link in its path: https://filter.example/v3/__https://…__;…
  const std::size_t begin = text.find("__http", 8);
  if (begin == std::string_view::npos) return found;
  std::string_view inner = text.substr(begin + 2);
  const std::size_t end = inner.rfind("__");
  return from_url(inner.substr(0, end), hosts, depth + 1);
}

}  // namespace

Result<Secret> parse_recovery_link(std::string_view text, const std::vector<std::string>& hosts) {
  if (text.size() > longest_text) return no_token();
  const Secret plain = without_wrapping(text);
  const std::string_view whole = without_punctuation(plain.reveal());
  if (is_token(whole)) return Secret(whole);
  // Words may stand around a link, but then blanks, which are gone by now, no longer end it: look at the original.
  if (auto found = from_url(whole, hosts, 0); found || found.error().code == Errc::forbidden)
    return found;
  std::string_view rest = text;
  Result<Secret> best = no_token();
  while (!rest.empty()) {
    const std::size_t start = rest.find_first_not_of(" \t\r\n\"'<>()`");
    if (start == std::string_view::npos) break;
    rest.remove_prefix(start);
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n\"'<>`"));
    rest.remove_prefix(word.size());
    const std::string_view bare = without_punctuation(word);
    if (is_token(bare)) return Secret(bare);
    auto found = from_url(bare, hosts, 0);
    if (found) return found;
    if (found.error().code == Errc::forbidden) best = std::move(found);
  }
  return best;
}

}  // namespace hellojohn::inline v0

// A run is tried from its front and behind each separator in it. What does not become a link stays as it is.
#include "rules/link_base64.hpp"

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "base/utf8.hpp"
#include "rules/recovery_token.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace {

constexpr std::size_t shortest_run = 24;
constexpr std::size_t longest_run = 8192;
constexpr int most_tries = 256;  // Of one text: no mail has more starts.

bool is_separator(char c) noexcept { return c == '/' || c == '-' || c == '_' || c == '+'; }

/// One try: as much as gives printable ASCII.
struct Decoded {
  Secret text;
  std::size_t used = 0;   ///< Characters of the run that were read.
  bool whole = true;      ///< Up to the end of the run.
  bool canonical = true;  ///< No bits are left over at the end.
};

/// Characters behind the last whole quantum must leave no bits: a run that was cut usually does.
bool is_canonical(std::string_view run) noexcept {
  const std::size_t rest = run.size() % 4;
  if (rest == 0) return true;
  if (rest == 1) return false;
  const int unused = rest == 2 ? 0xf : 0x3;
  return (base64::value(run.back()) & unused) == 0;
}

Decoded decode(std::string_view run) {
  Decoded out;
  out.text.reserve(run.size());
  unsigned bits = 0;
  unsigned have = 0;
  for (const char c : run) {
    bits = (bits << 6 | static_cast<unsigned>(base64::value(c))) & 0xffffU;
    ++out.used;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    const char byte = static_cast<char>(bits >> have & 0xffU);
    if (!ascii::is_printable(byte) && byte != '\n' && byte != '\r' && byte != '\t') {
      out.whole = false;
      break;
    }
    out.text.append({&byte, 1});
  }
  if (out.whole) {
    out.canonical = is_canonical(run);
    return out;
  }
  // "…/signature": the payload ends at the last slash. Behind a wrong one no bits may be left over.
  const std::size_t slash = run.substr(0, out.used).rfind('/');
  out.canonical = slash != npos && is_canonical(run.substr(0, slash));
  if (!out.canonical) return out;
  out.used = slash;
  const Secret all = std::move(out.text);
  out.text = Secret(all.reveal().substr(0, slash * 3 / 4));
  return out;
}

/// Whether a text goes on with a word, and not with more of a run that a blank cut.
bool is_word(std::string_view text) noexcept {
  std::size_t size = 0;
  while (size < text.size() && base64::value(text[size]) >= 0) ++size;
  return size == 0 ||
         std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(size),
                     [](char c) { return ascii::is_lower(c); });
}

/// Whether a run cannot go on behind `end`, where it is cut by another character.
bool ends_clearly(std::string_view text, std::size_t begin, std::size_t end) noexcept {
  if (end == text.size()) return true;
  const char c = text[end];
  if (c == '=') {
    const std::size_t next = text.find_first_not_of('=', end);
    return (end - begin) % 4 != 0 && (next == npos || base64::value(text[next]) < 0);
  }
  if (c == ' ') return is_word(text.substr(end + 1));
  if (c != '\n' && c != '\r') return std::string_view("?&#.,;:)>]}\"'<|").find(c) != npos;
  std::string_view rest = text.substr(end);
  const std::size_t next = rest.find_first_not_of(" \t\r\n>");
  if (next == npos || base64::value(rest[next]) < 0) return true;
  // Another paragraph.
  const std::string_view between = rest.substr(0, next);
  return std::count(between.begin(), between.end(), '\n') > 1 && is_word(rest.substr(next));
}

std::size_t token_end(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() &&
         (ascii::is_alnum(text[at]) || text[at] == '_' || text[at] == '-' || text[at] == '.'))
    ++at;
  return at;
}

class Reader {
 public:
  Reader(std::string_view text, LinkLayers layers) : text_(text), layers_(layers) {
    out_.reserve(text.size());
  }

  Secret read() {
    for (std::size_t at = 0; at < text_.size();) {
      std::size_t end = at;
      while (end < text_.size() && base64::value(text_[end]) >= 0) ++end;
      if (end == at) {
        out_.append(text_.substr(at++, 1));
      } else {
        at = read_run(at, end);
      }
    }
    return std::move(out_);
  }

 private:
  /// Returns where to go on.
  std::size_t read_run(std::size_t begin, std::size_t end) {
    const std::string_view run = text_.substr(begin, end - begin);
    // A token is written in the same characters.
    if (run.find(token_prefix) == npos)
      for (std::size_t at = begin; at + shortest_run <= end && tries_ < most_tries; ++at)
        if (at == begin || is_separator(text_[at - 1]))
          if (const std::size_t next = read_link(begin, at, end); next != 0) return next;
    out_.append(run);
    return end;
  }

  /// Writes what is in the run from `at`, and what is before it. 0 if that is not a link.
  std::size_t read_link(std::size_t begin, std::size_t at, std::size_t end) {
    ++tries_;
    const std::size_t size = std::min(end - at, longest_run);
    const Decoded decoded = decode(text_.substr(at, size));
    if (decoded.text.reveal().size() < shortest_run / 2) return 0;
    const Secret link = layers_(decoded.text.reveal());
    const std::size_t token = link.reveal().find(token_prefix);
    if (token == npos || link.reveal().substr(0, token).find(":/") == npos) return 0;
    const bool clear =
        decoded.canonical && (!decoded.whole || (size == end - at && ends_clearly(text_, at, end)));
    // Something was changed on the way: what seems to end the token may be a part of it.
    const bool broken = !decoded.canonical;
    out_.append(text_.substr(begin, at - begin));
    out_.append(" ");
    out_.append(broken ? link.reveal().substr(0, token_end(link.reveal(), token)) : link.reveal());
    if (!clear) utf8::append(out_, utf8::replacement);
    out_.append(" ");
    return at + decoded.used;
  }

  std::string_view text_;
  LinkLayers layers_;
  Secret out_;
  int tries_ = 0;
};

}  // namespace

Secret without_base64(std::string_view text, LinkLayers layers) {
  return Reader(text, layers).read();
}

}  // namespace v0
}  // namespace hellojohn

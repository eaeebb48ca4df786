// Finds recovery tokens in the innermost layer of a text. If two readings differ, it refuses.
#include <hellojohn/recovery_link.hpp>

#include "base/ascii.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "rules/link_place.hpp"
#include "rules/link_text.hpp"
#include "rules/link_words.hpp"
#include "rules/recovery_token.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace {

constexpr std::size_t longest_token = 256;
constexpr std::size_t most_lines = 8;
constexpr std::size_t longest_place = 8192;
constexpr std::size_t most_tokens = 256;  // In a mail with all its answers.

bool is_token_character(char c) noexcept {
  return ascii::is_alnum(c) || c == '.' || c == '_' || c == '-';
}

Error refuse(Errc code, std::string_view detail) {
  Error error;
  error.code = code;
  error.detail = detail;
  return error;
}

/// What a line after a token is.
enum class Continuation { none, part, doubtful };

class Finder {
 public:
  Finder(const LinkText& link, const LinkRules& rules)
      : link_(link), text_(link.view()), rules_(rules) {}

  Result<Secret> find() {
    std::size_t seen = 0;
    for (std::size_t at = text_.find(token_prefix); at != npos;
         at = text_.find(token_prefix, at + token_prefix.size())) {
      if (++seen > most_tokens) return refuse(Errc::usage, recovery_link::unclear);
      read(at);
    }
    if (!foreign_.empty()) return refuse(Errc::forbidden, foreign_);
    if (different_) return refuse(Errc::usage, recovery_link::two_tokens);
    if (doubtful_) return refuse(Errc::usage, recovery_link::unclear);
    if (token_.empty()) return refuse(Errc::usage, recovery_link::no_token);
    return std::move(token_);
  }

 private:
  void read(std::size_t at) {
    const std::string_view before = place_before(at);
    const std::size_t begin = at - before.size();
    opening_ = begin > 0 ? text_[begin - 1] : ' ';
    const std::size_t end = token_end(at);
    std::string_view token = text_.substr(at, end - at);
    token = without_wrapper(before, token);
    while (token.ends_with('.')) token.remove_suffix(1);
    if (token.size() <= token_prefix.size()) return;
    if (token.size() > token_prefix.size() + longest_token) return;
    LinkPlace place = judge_link_place(without_opening(before), rules_);
    if (place.kind == LinkPlace::Kind::other) return;
    if (place.kind == LinkPlace::Kind::foreign) {
      foreign_ = std::move(place.host);
      return;
    }
    if (place.kind == LinkPlace::Kind::ours) foreign_.clear();
    // "rec_tok_….Thanks": a sentence that was glued to it, or a part of it. Two tokens may be glued as well.
    if (const std::size_t dot = token.rfind('.'); dot != npos && all_letters(token.substr(dot + 1)))
      doubtful_ = true;
    if (token.find(token_prefix, 1) != npos) doubtful_ = true;
    if (token_.empty()) token_ = Secret(token);
    different_ = different_ || token_.reveal() != token;
  }

  /// Back to a blank, a quotation mark or an angle bracket; over the end of a line only within a link.
  [[nodiscard]] std::string_view place_before(std::size_t at) const noexcept {
    std::size_t begin = chunk_before(at, line_of(at));
    const bool cut =
        is_break(at) && at > 0 && text_[at - 1] != '=' && !text_.substr(0, at).ends_with("token");
    if (cut) return {};
    std::size_t line = line_of(at);
    if (is_break(at)) begin = line = at;
    for (std::size_t i = 0; i < most_lines; ++i) {
      const std::string_view own = text_.substr(begin, at - begin);
      if (begin != line || line == 0 || innermost_link(own, rules_) != npos) break;
      const std::size_t earlier = line_of(line - 1);
      const std::size_t start = chunk_before(line, earlier);
      if (start == line) break;
      begin = start;
      line = earlier;
    }
    const std::string_view place = text_.substr(begin, at - begin);
    if (innermost_link(place, rules_) != npos) return place;
    const std::size_t own_line = is_break(at) ? at : line_of(at);
    const std::size_t own = chunk_before(at, own_line);
    return text_.substr(own, at - own);
  }

  /// The first character of the chunk that ends at `at`, not before `line`.
  [[nodiscard]] std::size_t chunk_before(std::size_t at, std::size_t line) const noexcept {
    std::size_t begin = at;
    while (begin > line && at - begin < longest_place &&
           std::string_view(" \"'<>`").find(text_[begin - 1]) == npos)
      --begin;
    return begin;
  }

  [[nodiscard]] std::size_t line_of(std::size_t at) const noexcept {
    const auto after = std::upper_bound(link_.breaks.begin(), link_.breaks.end(), at);
    return after == link_.breaks.begin() ? 0 : *(after - 1);
  }
  [[nodiscard]] bool is_paragraph(std::size_t at) const noexcept {
    return std::binary_search(link_.paragraphs.begin(), link_.paragraphs.end(), at);
  }
  [[nodiscard]] bool is_break(std::size_t at) const noexcept {
    return std::binary_search(link_.breaks.begin(), link_.breaks.end(), at);
  }

  /// Opening marks around a token that is in no link.
  [[nodiscard]] static std::string_view without_opening(std::string_view before) noexcept {
    if (before.find(':') != npos) return before;
    while (!before.empty() && std::string_view("([{*|~_").find(before.back()) != npos)
      before.remove_suffix(1);
    return before;
  }

  [[nodiscard]] std::size_t token_end(std::size_t at) {
    std::size_t end = at + token_prefix.size();
    std::size_t line = line_of(end - 1);
    while (true) {
      const std::size_t stop = link_.next_break(end);
      while (end < stop && is_token_character(text_[end])) ++end;
      if (end < stop || end == text_.size()) {
        if (!ends_clearly(end)) doubtful_ = true;
        return end;
      }
      const Continuation next = continuation(end, line);
      if (next == Continuation::doubtful) doubtful_ = true;
      if (next != Continuation::part) return end;
      line = end;
      ++end;  // Its first character is a token's; the break itself is behind.
    }
  }

  /// Whether the line at `at` continues the token: only a separate line that looks like nothing else.
  [[nodiscard]] Continuation continuation(std::size_t at, std::size_t line) const noexcept {
    const std::size_t stop = link_.next_break(at + 1);
    const std::string_view whole = text_.substr(at, stop - at);
    std::size_t size = 0;
    while (size < whole.size() && is_token_character(whole[size])) ++size;
    const std::string_view chunk = whole.substr(0, size);
    const std::string_view after = whole.substr(size);
    if (chunk.empty() || chunk.starts_with(token_prefix) || after.starts_with("://"))
      return Continuation::none;
    std::string_view word = chunk;
    while (word.ends_with('.')) word.remove_suffix(1);
    const bool plain = all_letters(word) || is_short_number(word);
    // A line is broken because it was full: a longer one behind it was not a part of it.
    const bool shorter = at - line >= chunk.size();
    const bool fits = shorter && !looks_like_text(word);
    // A quotation mark that closes here was opened before the link.
    const bool closed = !after.empty() && after.find_first_not_of("\"'>`)]}") == npos;
    if (closed && stop == text_.size()) {
      const bool quoted = after.front() == (opening_ == '<' ? '>' : opening_);
      const bool part = fits || (quoted && shorter && !could_be_word(word));
      return part ? Continuation::part : Continuation::doubtful;
    }
    // "…Q\nV\n\nIt is valid.": a line of one word, which may have been the token's last.
    const bool whole_line = after.empty() || is_paragraph(at + chunk.size());
    if (plain && (!whole_line || word.size() != chunk.size())) {
      // `"…Qq">`: a quotation mark was opened before the link. "qQ now": no word is written so.
      const bool closes = std::string_view("\"'>`").find(after.substr(0, 1)) != npos;
      const bool odd = after.starts_with(' ') && !could_be_word(word);
      return (closes && !after.empty()) || odd ? Continuation::doubtful : Continuation::none;
    }
    if (!after.empty() && after.front() != '&' && after.front() != '#' && after.front() != ' ')
      return Continuation::doubtful;
    const bool last = stop == text_.size() && after.empty();
    return last && fits ? Continuation::part : Continuation::doubtful;
  }

  /// Whether what is at `end` cannot be a part of a token that was changed on its way.
  [[nodiscard]] bool ends_clearly(std::size_t end) const noexcept {
    if (end >= text_.size()) return true;
    const utf8::Character c = utf8::decode(text_.substr(end));
    const std::string_view after = text_.substr(end + c.length);
    const bool goes_on = !after.empty() && is_token_character(after.front());
    switch (c.point) {
      case '%': return is_encoded_blank(text_.substr(end));
      case '=':
      case '+':
      case '*':
      case '~':
      case '@':
      case '$':
      case '^':
      case '\\': return !goes_on;
      case ':': return !after.starts_with("//");
      default: break;
    }
    if (c.point < 0x80) return true;
    if (text::is_dash(c.point)) {
      // "rec_tok_…—valid": a word behind an em dash. Any other dash may have been the token's.
      const std::size_t size = static_cast<std::size_t>(
          std::find_if_not(after.begin(), after.end(), is_token_character) - after.begin());
      return size == 0 || (c.point == 0x2014 && all_letters(after.substr(0, size)));
    }
    return !(c.point == utf8::replacement || (c.point >= 0xc0 && c.point < 0x600));
  }

  /// "%20" or "%0D%0A" without more of a token behind it.
  [[nodiscard]] static bool is_encoded_blank(std::string_view text) noexcept {
    while (text.starts_with('%')) {
      const int byte = hex::byte(text, 1);
      if (byte < 0 || !text::is_blank(static_cast<char32_t>(byte))) return false;
      text.remove_prefix(3);
    }
    return text.empty() || !is_token_character(text.front());
  }

  /// Filters put underscores around a link, markdown around a word: as many behind as before.
  [[nodiscard]] std::string_view without_wrapper(std::string_view before, std::string_view token) {
    const std::size_t link = innermost_link(before, rules_);
    const std::string_view outside = before.substr(0, link == npos ? before.size() : link);
    std::size_t marks = 0;
    while (marks < outside.size() && outside[outside.size() - 1 - marks] == '_') ++marks;
    if (marks == 0) return token;
    if (link == npos && marks < outside.size() &&
        ascii::is_alnum(outside[outside.size() - 1 - marks]))
      return {};  // "my_rec_tok_…" is another word.
    const std::string_view run = std::string_view("________________").substr(0, marks);
    // Check Point goes on with a dot and a signature.
    const std::string_view dotted =
        std::string_view("_______________.").substr(15 - std::min<std::size_t>(marks, 15));
    if (const std::size_t end = token.find(dotted); end != npos) return token.substr(0, end);
    if (token.ends_with(run)) return token.substr(0, token.size() - marks);
    doubtful_ = true;
    return token;
  }

  const LinkText& link_;
  std::string_view text_;
  const LinkRules& rules_;
  Secret token_;
  std::string foreign_;
  char opening_ = ' ';  // Before the link, or before a token that is in none.
  bool doubtful_ = false, different_ = false;
};

}  // namespace

Result<Secret> parse_recovery_link(std::string_view text, const std::vector<std::string>& hosts,
                                   const std::vector<std::string>& schemes) {
  if (text.size() > text::longest_pasted) return refuse(Errc::usage, recovery_link::too_long);
  const LinkText link = read_link_text(text);
  const LinkRules rules{hosts, schemes};
  auto found = Finder(link, rules).find();
  const bool foreign = !found && found.error().code == Errc::forbidden;
  if (!foreign || link.view().find(token_prefix) != link.view().rfind(token_prefix)) return found;
  // Another link may be a parameter of this one: "?next=https%3A%2F%2F…&token=…".
  const LinkText layer = read_outer_link_text(text);
  auto outer = Finder(layer, rules).find();
  return outer ? std::move(outer) : std::move(found);
}

}  // namespace v0
}  // namespace hellojohn

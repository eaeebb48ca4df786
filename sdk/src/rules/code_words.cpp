// See code_words.hpp.
#include "rules/code_words.hpp"

#include "base/ascii.hpp"
#include "base/markup.hpp"
#include "base/text.hpp"
#include "rules/recovery_token.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace {

constexpr std::size_t longest_address = 320;

/// Letters of scripts that are written without blanks: they end a word, as a mark does.
bool ends_a_word(char32_t c) noexcept {
  const bool mark = (c >= 0xa1 && c <= 0xbf && c != 0xaa && c != 0xba) || c == 0xd7 || c == 0xf7 ||
                    (c >= 0x2010 && c <= 0x2dff) || c >= 0x2e00;
  return (mark && c != utf8::replacement) || text::is_punctuation(c) ||
         (c >= 0xe00 && c <= 0xeff) || (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff);
}

bool is_middle_dot(char32_t c) noexcept {
  return c == 0xb7 || c == 0x2022 || c == 0x2219 || c == 0x22c5 || c == 0x30fb;
}

/// '$', '€': a blank may be between it and its number.
bool is_currency(char32_t c) noexcept {
  return c == '$' || (c >= 0xa2 && c <= 0xa5) || (c >= 0x20a0 && c <= 0x20cf);
}

/// "123456,5分钟": a number and a word of the next clause, not decimals.
bool begins_a_clause(std::string_view text) noexcept {
  const std::size_t end = text.find_first_not_of("0123456789");
  return end < 4 && utf8::decode(text.substr(end)).point >= 0x2e80;
}

bool is_alnum(char32_t c) noexcept { return c < 0x80 && ascii::is_alnum(static_cast<char>(c)); }

class Splitter {
 public:
  explicit Splitter(std::string_view text) : rest_(text) {
    out_.characters.reserve(text.size());
    out_.words.reserve(std::min<std::size_t>(text.size(), 4));  // What is typed by hand.
  }

  CodeWords split() {
    while (!rest_.empty())
      if (!step_over()) take(next());
    close();
    return std::move(out_);
  }

 private:
  /// Tags, URLs, addresses and soft line breaks; true if there was one.
  bool step_over() {
    std::size_t size = markup::tag(rest_);
    if (size == 0 && rest_.front() == '=') size = soft_break();
    if (size != 0) {
      if (rest_.front() == '<' && !markup::is_inline(rest_.substr(0, size))) mark(Gap::hard);
      rest_.remove_prefix(size);
      return true;
    }
    if (open_ || !ascii::is_alnum(rest_.front())) return false;
    size = link();
    if (size == 0) size = address();
    if (size == 0) return false;
    mark(Gap::hard);
    rest_.remove_prefix(size);
    return true;
  }

  /// Quoted-printable: "=" before the end of a line.
  [[nodiscard]] std::size_t soft_break() const noexcept {
    if (rest_.starts_with("=\r\n")) return 3;
    return rest_.starts_with("=\n") || rest_.starts_with("=\r") ? 2 : 0;
  }

  std::size_t link() noexcept {
    if (rest_.starts_with("rec_tok_")) out_.has_token = true;
    const std::string_view scheme =
        rest_.substr(0, std::min<std::size_t>(rest_.substr(0, 32).find("://"), 32));
    const bool has_scheme = scheme.size() < 32 && scheme.size() + 3 < rest_.size() &&
                            rest_.substr(scheme.size(), 3) == "://" &&
                            std::all_of(scheme.begin(), scheme.end(), ascii::is_alnum);
    if (!has_scheme && !rest_.starts_with("www.")) return 0;
    out_.has_link = true;
    std::size_t end = std::min(rest_.find_first_of(" \t\r\n\"'<>"), rest_.size());
    if (rest_.substr(0, end).find(token_prefix) != std::string_view::npos) out_.has_token = true;
    return end;
  }

  [[nodiscard]] std::size_t address() const noexcept {
    std::size_t end = 0;
    bool at = false;
    for (; end < rest_.size() && end < longest_address; ++end) {
      const char c = rest_[end];
      at = at || c == '@';
      if (!ascii::is_alnum(c) && c != '@' && c != '.' && c != '_' && c != '-' && c != '+') break;
    }
    return at ? end : 0;
  }

  char32_t next() noexcept {
    utf8::Character c = markup::entity(rest_);
    if (!c.valid) c = markup::escape(rest_);
    if (!c.valid) c = markup::quoted_printable(rest_);
    if (!c.valid) c = utf8::decode(rest_);
    rest_.remove_prefix(c.length);
    return c.point;
  }

  void take(char32_t point) {
    const bool combined = point >= 0x20d0 && point <= 0x20ff;  // The box around a keycap's digit.
    if (text::is_invisible(point) || point == 0 || combined) return;
    if (text::is_control(point)) return mark(Gap::hard);
    const char32_t c = text::fold(point);
    const bool pair = point == '\n' && std::exchange(carriage_return_, false);
    carriage_return_ = point == '\r';
    if (pair) return;
    if (text::is_line_end(point)) return end_line();
    if (text::is_blank(point)) return blank(point == '\t');
    if (is_alnum(c) || (c >= 0x80 && !ends_a_word(c) && !text::is_dash(c))) return letter(c);
    const bool first_of_line = std::exchange(line_begins_, false);
    const bool after_word = open_;
    close();
    dash_ = c == '-' && (after_word || (first_of_line && line_ends_ == 1)) ? c : 0;
    leading_dash_ = dash_ != 0 && first_of_line;
    if (!line_has_word_) line_has_mark_ = true;
    const bool clause = point == 0xff0c || (c == ',' && begins_a_clause(rest_));
    // The wave dash of Japanese keyboards is a full-width tilde on Windows.
    if (c == '-' || c == '_' || point == 0xff5e || is_middle_dot(c)) {
      ++joiners_;
      raise(blanks_ > 0 ? Gap::blank : Gap::dash);
    } else if ((c == '.' || c == '/' || (c == ',' && !clause)) && blanks_ == 0 && joiners_ == 0) {
      ++joiners_;
      raise(c == ',' ? Gap::comma : Gap::dot);
      needs_letter_ = true;
    } else {
      raise(Gap::hard);
    }
    currency_ = is_currency(c);
    sign_ = c == '#' || c == '+' || c == 0x2116 || currency_;
    label_ = c == ':' || c == '=' || (label_ && (c == '"' || c == '\'' || c == '`' || c == '*'));
    if ((currency_ || c == '%') && blanks_ <= 1 && line_ends_ == 0 && !out_.words.empty() &&
        gap_marks_++ == 0)
      out_.words.back().is_number = true;
  }

  void blank(bool tab) noexcept {
    close();
    line_begins_ = leading_dash_ = false;
    dash_ = 0;
    ++blanks_;
    sign_ = sign_ && currency_ && !tab;
    currency_ = false;
    if (needs_letter_) raise(Gap::hard);
    raise(tab || blanks_ > 1 ? Gap::column : Gap::blank);
  }

  void end_line() noexcept {
    close();
    if (line_ends_ == 0) hyphen_ = dash_ != 0;
    line_begins_ = true;
    dash_ = 0;
    leading_dash_ = false;
    ++line_ends_;
    if (needs_letter_) raise(Gap::hard);
    raise(Gap::line);
    if (line_has_word_) ++line_;
    line_has_word_ = line_has_mark_ = false;
    sign_ = false;
    ++blanks_;
  }

  void letter(char32_t c) {
    if (!open_) {
      CodeWord word;
      word.begin = out_.characters.size();
      word.line = line_;
      word.before = out_.words.empty() ? Gap::hard : gap_;
      word.is_number = sign_;
      word.after_label = label_;
      word.listed = !line_has_word_ && line_has_mark_;
      word.continued = line_ends_ == 1 && (hyphen_ || leading_dash_) && !out_.words.empty();
      out_.words.push_back(word);
      open_ = line_has_word_ = true;
      line_begins_ = false;
      dash_ = 0;
    }
    CodeWord& word = out_.words.back();
    const char byte = c < 0x80 ? static_cast<char>(c) : '?';
    word.foreign = word.foreign || c >= 0x80;
    word.digit = word.digit || ascii::is_digit(byte);
    word.lower = word.lower || ascii::is_lower(byte);
    word.upper = word.upper || ascii::is_upper(byte);
    out_.characters.append({&byte, 1});
    ++word.size;
  }

  /// Ends the word and begins a gap.
  void close() noexcept {
    if (!open_) return;
    open_ = needs_letter_ = sign_ = label_ = false;
    hyphen_ = line_begins_ = leading_dash_ = false;
    gap_ = Gap::dash;
    blanks_ = joiners_ = gap_marks_ = line_ends_ = 0;
  }

  void mark(Gap gap) noexcept {
    close();
    raise(gap);
  }
  void raise(Gap gap) noexcept { gap_ = std::max(gap_, gap); }

  std::string_view rest_;
  CodeWords out_;
  Gap gap_ = Gap::dash;
  std::size_t line_ = 0;
  int blanks_ = 0, joiners_ = 0, gap_marks_ = 0, line_ends_ = 0;
  char32_t dash_ = 0;  // The last character, if it was a dash beside a word or a line's beginning.
  bool hyphen_ = false, line_begins_ = false, leading_dash_ = false;
  bool carriage_return_ = false;
  bool open_ = false, needs_letter_ = false, sign_ = false, label_ = false;
  bool currency_ = false;  // The sign before was one of a currency.
  bool line_has_word_ = false, line_has_mark_ = false;
};

}  // namespace

CodeWords split_into_words(std::string_view text) { return Splitter(text).split(); }

}  // namespace v0
}  // namespace hellojohn

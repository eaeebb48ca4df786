// Reads the text once, character by character, and remembers where a cut would leave room for the ellipsis.
#include "base/display_text.hpp"

#include "base/text.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace {

constexpr char32_t ellipsis = 0x2026;
constexpr std::size_t most_marks = 8;

/// Code points that Unicode keeps for programs' own use, U+FFFE among them.
bool is_noncharacter(char32_t c) noexcept {
  return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

/// Shows nothing although Unicode lists it among the signs: controls of hieroglyphs, shorthand and notation.
bool is_unseen(char32_t c) noexcept {
  return text::is_invisible(c) || text::is_control(c) || (c >= 0x13430 && c <= 0x1343f);
}

/// U+2800 is a sign of Braille without a dot.
bool is_gap(char32_t c) noexcept { return text::is_blank(c) || c == 0x2800; }

class Shown {
 public:
  explicit Shown(std::size_t most) : most_(most) {}

  void gap() noexcept { gap_ = gap_ || !out_.empty(); }

  /// False once the text is cut.
  [[nodiscard]] bool add(char32_t c) {
    if (text::is_combining(c)) {
      // Without a letter it would sit on what the screen shows before the text.
      if (out_.empty() || gap_ || ++marks_ > most_marks) return true;
    } else {
      marks_ = 0;
      if (count_ < most_) room_ = out_.size();
    }
    const std::size_t more = gap_ ? 2 : 1;
    if (count_ + more > most_) {
      out_.resize(room_);
      utf8::append(out_, ellipsis);
      return false;
    }
    if (gap_) out_ += ' ';
    gap_ = false;
    utf8::append(out_, c);
    count_ += more;
    return true;
  }

  [[nodiscard]] std::string take() noexcept { return std::move(out_); }

 private:
  std::string out_;
  std::size_t most_;
  std::size_t count_ = 0;  ///< Characters in `out_`.
  std::size_t room_ = 0;   ///< Bytes before which an ellipsis fits, at a letter's boundary.
  std::size_t marks_ = 0;
  bool gap_ = false;
};

}  // namespace

std::string display_text(std::string_view text, std::size_t most, Hidden hidden) {
  Shown shown(most);
  for (std::string_view rest = text; !rest.empty();) {
    char32_t c = utf8::take(rest);
    if (is_gap(c)) {
      shown.gap();
      continue;
    }
    if (is_unseen(c)) {
      if (hidden == Hidden::drop) continue;
      c = utf8::replacement;
    }
    if (!shown.add(is_noncharacter(c) ? utf8::replacement : c)) break;
  }
  std::string out = shown.take();
  if (out.empty() && !text.empty()) utf8::append(out, utf8::replacement);
  return out;
}

}  // namespace v0
}  // namespace hellojohn

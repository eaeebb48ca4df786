// Strict: an app that reads a doubtful address in its own way would show codes that the server refuses.
#include "base/otpauth.hpp"

#include "base/ascii.hpp"
#include "base/display_text.hpp"
#include "base/hex.hpp"
#include "base/markup.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace hellojohn {
inline namespace v0 {

namespace {

constexpr std::size_t longest_uri = 4096;
constexpr unsigned longest_period = 3600;

bool take_prefix(std::string_view& text, std::string_view prefix) noexcept {
  if (!ascii::equal_ignore_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool is_base32(char c) noexcept {
  return ascii::is_upper(c) || ascii::is_lower(c) || (c >= '2' && c <= '7');
}

/// RFC 4648, section 6; the padding may be missing, and is often percent-encoded.
bool is_secret(std::string_view text) noexcept {
  while (true) {
    if (text.ends_with('='))
      text.remove_suffix(1);
    else if (text.size() >= 3 && ascii::equal_ignore_case(text.substr(text.size() - 3), "%3d"))
      text.remove_suffix(3);
    else
      break;
  }
  const std::size_t left = text.size() % 8;
  return !text.empty() && left != 1 && left != 3 && left != 6 &&
         std::all_of(text.begin(), text.end(), is_base32);
}

/// Decimal digits from `least` to `most`; 0 for anything else.
unsigned number(std::string_view text, unsigned least, unsigned most) noexcept {
  if (text.empty() || text.size() > 4) return 0;
  unsigned value = 0;
  for (const char c : text) {
    if (!ascii::is_digit(c)) return 0;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value >= least && value <= most ? value : 0;
}

bool is_algorithm(std::string_view text) noexcept {
  return ascii::equal_ignore_case(text, "SHA1") || ascii::equal_ignore_case(text, "SHA256") ||
         ascii::equal_ignore_case(text, "SHA512");
}

/// Reads the parameters that decide what an app shows; others, such as the issuer, may be anything.
class Parameters {
 public:
  bool read(std::string_view query) {
    while (!query.empty()) {
      const std::string_view one = query.substr(0, query.find('&'));
      query.remove_prefix(std::min(one.size() + 1, query.size()));
      const std::size_t sign = std::min(one.find('='), one.size());
      if (!take(one.substr(0, sign), one.substr(std::min(sign + 1, one.size())))) return false;
    }
    return seen_[0];
  }
  unsigned digits = 6;
  unsigned period = 30;

 private:
  bool take(std::string_view name, std::string_view value) noexcept {
    constexpr std::array<std::string_view, 4> names = {"secret", "digits", "period", "algorithm"};
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!ascii::equal_ignore_case(name, names[i])) continue;
      if (seen_[i]) return false;
      seen_[i] = true;
      switch (i) {
        case 0: return is_secret(value);
        case 1: return (digits = number(value, 6, 8)) != 0;
        case 2: return (period = number(value, 1, longest_period)) != 0;
        default: return is_algorithm(value);
      }
    }
    return true;
  }

  std::array<bool, 4> seen_{};
};

}  // namespace

std::optional<Otpauth> read_otpauth(std::string_view uri) {
  const bool clean = std::all_of(uri.begin(), uri.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '#';
  });
  if (!clean || uri.size() > longest_uri || !utf8::is_valid(uri)) return {};
  if (!take_prefix(uri, "otpauth://totp/")) return {};
  const std::size_t question = uri.find('?');
  if (question == std::string_view::npos) return {};
  Parameters parameters;
  if (!parameters.read(uri.substr(question + 1))) return {};
  Otpauth out;
  out.label = display_text(hex::percent_decoded(uri.substr(0, question)), longest_address);
  out.digits = static_cast<int>(parameters.digits);
  out.period = std::chrono::seconds(parameters.period);
  return out;
}

}  // namespace v0
}  // namespace hellojohn

// Request bodies, written piece by piece into wiped storage.
#include "codec/codec.hpp"

#include <cstddef>
#include <utility>

namespace hellojohn::codec {

namespace {

/// Length of the valid UTF-8 sequence at the front of `text`, or 0.
std::size_t sequence_length(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  // Overlong forms, surrogates and what lies beyond U+10FFFF.
  if (first == 0xe0 && byte(1) < 0xa0) return 0;
  if (first == 0xed && byte(1) > 0x9f) return 0;
  if (first == 0xf0 && byte(1) < 0x90) return 0;
  if (first == 0xf4 && byte(1) > 0x8f) return 0;
  return length;
}

class Body {
 public:
  Body() { out_.reserve(256); }
  Body& text(std::string_view name, std::string_view value) {
    out_.append(first_ ? "{\"" : ",\"");
    first_ = false;
    out_.append(name);
    out_.append("\":\"");
    escaped(value);
    out_.append("\"");
    return *this;
  }
  Body& text_if(std::string_view name, std::string_view value) {
    return value.empty() ? *this : text(name, value);
  }
  [[nodiscard]] Secret done() {
    out_.append("}");
    return std::move(out_);
  }

 private:
  /// Octets that stand for themselves.
  static bool is_plain(char c) noexcept {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 &&
           c != '"' && c != '\\';
  }
  void escaped(std::string_view value) {
    while (!value.empty()) {
      std::size_t plain = 0;
      while (plain < value.size() && is_plain(value[plain])) ++plain;
      out_.append(value.substr(0, plain));
      value.remove_prefix(plain);
      if (!value.empty()) value.remove_prefix(escaped_one(value));
    }
  }
  /// The one at the front; how many octets it had.
  std::size_t escaped_one(std::string_view value) {
    const std::size_t length = sequence_length(value);
    const auto c = static_cast<unsigned char>(value.front());
    if (length == 0) {
      out_.append("\xef\xbf\xbd");
      return 1;
    }
    if (c == '"' || c == '\\') {
      const char pair[] = {'\\', value.front()};
      out_.append({pair, 2});
    } else if (c < 0x20) {
      constexpr char digits[] = "0123456789abcdef";
      const char code[] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
      out_.append({code, sizeof code});
    } else {
      out_.append(value.substr(0, length));
    }
    return length;
  }

  Secret out_;
  bool first_ = true;
};

}  // namespace

Secret sign_in_body(std::string_view email, std::string_view password, std::string_view captcha) {
  return Body()
      .text("email", email)
      .text("password", password)
      .text_if("captcha_token", captcha)
      .done();
}

Secret verify_body(std::string_view challenge_id, std::string_view factor_id,
                   std::string_view code) {
  return Body()
      .text("challenge_id", challenge_id)
      .text("factor_id", factor_id)
      .text("code", code)
      .done();
}

Secret refresh_body(std::string_view refresh_token) {
  return Body().text("refresh_token", refresh_token).done();
}

Secret recovery_request_body(std::string_view email) { return Body().text("email", email).done(); }

Secret recovery_verify_body(std::string_view token) { return Body().text("token", token).done(); }

Secret enroll_body(const EnrollRequest& request) {
  return Body()
      .text("type", request.type)
      .text_if("name", request.name)
      .text_if("phone_number", request.phone_number)
      .done();
}

Secret confirm_body(std::string_view code) { return Body().text("code", code).done(); }

std::string path_segment(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out.push_back(c);
      continue;
    }
    constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  // A segment of dots alone would be resolved away by whatever stands in between.
  if (out == ".") return "%2E";
  if (out == "..") return "%2E%2E";
  return out;
}

}  // namespace hellojohn::codec

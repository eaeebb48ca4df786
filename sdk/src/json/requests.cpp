// Request bodies, written piece by piece into wiped storage.
#include "json/object_text.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace codec {

Secret sign_in_body(std::string_view email, std::string_view password, std::string_view captcha) {
  return ObjectText()
      .text("email", email)
      .text("password", password)
      .text_if("captcha_token", captcha)
      .done();
}

Secret verify_body(std::string_view challenge_id, std::string_view factor_id,
                   std::string_view code) {
  return ObjectText()
      .text("challenge_id", challenge_id)
      .text("factor_id", factor_id)
      .text("code", code)
      .done();
}

Secret refresh_body(std::string_view refresh_token) {
  return ObjectText().text("refresh_token", refresh_token).done();
}

Secret recovery_request_body(std::string_view email) {
  return ObjectText().text("email", email).done();
}

Secret recovery_verify_body(std::string_view token) {
  return ObjectText().text("token", token).done();
}

Secret enroll_body(const EnrollRequest& request) {
  return ObjectText()
      .text("type", request.type)
      .text_if("name", request.name)
      .text_if("phone_number", request.phone_number)
      .done();
}

Secret confirm_body(std::string_view code) { return ObjectText().text("code", code).done(); }

Secret impersonate_body(std::string_view user_id, std::string_view reason,
                        std::string_view expires_in) {
  return ObjectText()
      .text("user_id", user_id)
      .text("reason", reason)
      .text("expires_in", expires_in)
      .done();
}

Secret session_verify_body(std::string_view token) {
  return ObjectText().text("token", token).done();
}

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

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn

// Enrolling a factor and confirming it.
// Knows nothing of challenges and backup codes.
#include <hellojohn/secret.hpp>

#include "handlers.hpp"

#include <algorithm>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

// One grey pixel. Clients draw the code themselves from `uri`; the field only has to be there.
constexpr const char* qr_code_picture =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB"
    "d81ytgAAAABJRU5ErkJggg==";

bool is_phone(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text.front() == '+' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string mask_phone(const std::string& phone) {
  return phone.substr(0, 2) + std::string(phone.size() - 6, '*') + phone.substr(phone.size() - 4);
}

std::string mask_email(const std::string& email) {
  const std::size_t at = email.find('@');
  return email.substr(0, 1) + "***" + email.substr(at);
}

std::string default_name(const std::string& type) {
  if (type == "totp") return "Authenticator app";
  return type == "sms" ? "Text message" : "E-mail";
}

json::object totp_json(const User& user, const Factor& factor) {
  const std::string secret = base32(factor.secret);
  return {{"secret", secret},
          {"uri", "otpauth://totp/HelloJohn:" + user.email + "?secret=" + secret +
                      "&issuer=HelloJohn&algorithm=SHA1&digits=6&period=30"},
          {"qr_code", qr_code_picture}};
}

Factor read_factor(const Call& call, const User& user) {
  Factor factor;
  factor.type = required_text(call, "type");
  if (factor.type != "totp" && factor.type != "sms" && factor.type != "email_otp") {
    refuse_validation("type must be totp, sms or email_otp");
  }
  factor.name = optional_text(call, "name").value_or(default_name(factor.type));
  if (factor.type == "sms") factor.destination = required_text(call, "phone_number");
  if (factor.type == "sms" && !is_phone(factor.destination)) {
    refuse_validation("phone_number must be like +15550100");
  }
  if (factor.type == "email_otp") factor.destination = user.email;
  return factor;
}

bool confirm_code(World& world, Factor& factor, std::string_view code) {
  if (factor.type != "totp") {
    return equal_constant_time(factor.otp_hash, world.lookup_hash(code));
  }
  const auto step = match_totp(factor, code, world.now());
  if (step) factor.last_step = *step;
  return step.has_value();
}

/// A user who recovers has lost the old factors; leaving them on would let a finder in.
void disable_others(User& user, const Factor& kept, Call& call) {
  for (Factor& factor : user.factors) {
    if (factor.id == kept.id || factor.status == FactorStatus::disabled) continue;
    factor.status = FactorStatus::disabled;
    call.note("factor_disabled", {{"user", user.id}, {"factor", factor.id}});
  }
}

}  // namespace

Reply enroll_factor(World& world, Call& call) {
  User& user = user_of_route(world, call);
  Factor factor = read_factor(call, user);
  factor.id = world.new_id("fac_");
  factor.created_at = world.now();
  json::object body{{"factor_id", factor.id}, {"type", factor.type}, {"status", "pending"}};
  if (factor.type == "totp") {
    factor.secret = world.secrets.bytes(20);
    body["totp"] = totp_json(user, factor);
  } else {
    factor.otp_hash = mail_otp(world, factor);
    if (factor.type == "sms") body["phone_number"] = mask_phone(factor.destination);
    if (factor.type == "email_otp") body["email"] = mask_email(factor.destination);
  }
  call.note("factor_enrolled", {{"user", user.id}, {"factor", factor.id}});
  user.factors.push_back(std::move(factor));
  return {201, std::move(body)};
}

Reply confirm_factor(World& world, Call& call) {
  User& user = user_of_route(world, call);
  const std::string code = required_text(call, "code");
  Factor* factor = user.factor(call.segments["factor_id"]);
  if (factor == nullptr) refuse(404, "not_found", "No such factor");
  if (factor->status != FactorStatus::pending) {
    refuse(409, "conflict", "The factor is not waiting for confirmation");
  }
  if (!confirm_code(world, *factor, code)) {
    call.note("code_refused", {{"user", user.id}, {"factor", factor->id}});
    refuse(401, "invalid_mfa_code", "The code is wrong or was used before");
  }
  factor->status = FactorStatus::active;
  factor->last_used_at = world.now();
  call.note("factor_confirmed", {{"user", user.id}, {"factor", factor->id}});
  if (call.is_recovery()) disable_others(user, *factor, call);
  audit_caller(world, call,
               {"mfa.enrolled",
                "mfa_factor",
                factor->id,
                true,
                {{"user_id", user.id}, {"factor_type", factor->type}}});
  return {200, factor_json(user, *factor)};
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn

// The answers of service.hpp: as short as the client takes them.
#include "system/model/service.hpp"

namespace hellojohn::tests {

namespace {

// {"sub":"usr_a"} and {"sub":"usr_b"} as the middle part of a token.
constexpr std::string_view claims_a = "eyJzdWIiOiJ1c3JfYSJ9";
constexpr std::string_view claims_b = "eyJzdWIiOiJ1c3JfYiJ9";

bool holds(std::string_view text, std::string_view part) noexcept {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

const char* id_of(Who who) noexcept {
  return who == Who::a ? "usr_a" : who == Who::b ? "usr_b" : "";
}

Who named_in(std::string_view text) noexcept {
  if (holds(text, "usr_a") || holds(text, claims_a)) return Who::a;
  return holds(text, "usr_b") || holds(text, claims_b) ? Who::b : Who::nobody;
}

std::string access_of(Who who, unsigned number) {
  return "eyJhbGciOiJub25lIn0." + std::string(who == Who::a ? claims_a : claims_b) + ".n" +
         std::to_string(number);
}

std::string ModelService::tokens(Who who) {
  const unsigned number = next_number();
  std::string out = R"("access_token":")" + access_of(who, number) + R"(","refresh_token":"rft_)" +
                    id_of(who) + "_" + std::to_string(number) + R"(","expires_in":3600)";
  // An answer may leave out whose session it is.
  if (number % 3 != 0) out += std::string(R"(,"user":{"id":")") + id_of(who) + R"("})";
  return out;
}

std::string ModelService::answer(const HttpRequest& request) {
  const Who in_body = named_in(request.body.reveal());
  const Who in_token = named_in(request.authorization.reveal());
  if (request.target == "/v1/auth/sign-in" || request.target == "/v1/auth/token/refresh")
    return "{" + tokens(in_body) + "}";
  if (request.target == "/v1/auth/mfa/verify")
    return "{" + tokens(in_body) + R"(,"backup_codes_remaining":)" +
           (in_body == Who::a ? "7" : "4") + "}";
  if (holds(request.target, "/generate")) {
    std::string codes;
    for (int i = in_token == Who::a ? 8 : 5; i > 0; --i)
      codes += R"("ABCD-EFG)" + std::to_string(i) + (i > 1 ? R"(",)" : R"(")");
    // Both accounts made theirs in the same second.
    return R"({"codes":[)" + codes + R"(],"generated_at":"2024-01-15T10:00:00Z"})";
  }
  if (holds(request.target, "/mfa/factors"))
    return std::string(R"({"data":[{"id":"backup_codes","type":"backup_codes","name":")") +
           id_of(in_token) + R"(","created_at":"2024-01-15T10:00:00Z"}],"total":1})";
  return "{}";
}

const char* ModelService::problem_of(const HttpRequest& request) noexcept {
  const Who in_path = named_in(request.target);
  if (in_path != Who::nobody && named_in(request.authorization.reveal()) != in_path)
    return "one account's token goes with a request of the other's";
  return nullptr;
}

}  // namespace hellojohn::tests

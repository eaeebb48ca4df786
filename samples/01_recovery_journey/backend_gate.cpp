// See backend_gate.hpp. The backend holds the secret key.
#include "01_recovery_journey/backend_gate.hpp"

#include <utility>

#include <boost/json.hpp>

namespace journey {

bool backend_accepts(World& world, std::string_view token) {
  hellojohn::HttpRequest request;
  request.method = "POST";
  request.target = "/v1/sessions/verify";
  request.headers = {{"X-Tenant-ID", "tnt_01HABCDEF654321"}, {"Content-Type", "application/json"}};
  request.authorization = hellojohn::Secret("Bearer sk_live_abc123");
  request.body = hellojohn::Secret(boost::json::serialize(boost::json::object{{"token", token}}));
  const auto answer = world.call(std::move(request));
  if (answer.status != 200) return false;
  boost::json::error_code problem;
  const auto said = boost::json::parse(answer.body.reveal(), problem);
  if (problem || !said.is_object()) return false;
  const auto* valid = said.as_object().if_contains("valid");
  if (valid == nullptr || *valid != true) return false;
  const auto* payload = said.as_object().if_contains("payload");
  if (payload == nullptr || !payload->is_object()) return false;
  // Recovery and impersonation sessions come without a second factor: not for us.
  const auto* verified = payload->as_object().if_contains("mfa_verified");
  return verified != nullptr && *verified == true;
}

}  // namespace journey

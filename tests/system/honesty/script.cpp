// See script.hpp.
#include "script.hpp"

#include <iterator>

namespace hellojohn::tests {

namespace {

std::size_t below(std::mt19937_64& random, std::size_t bound) {
  return static_cast<std::size_t>(random() % bound);
}

std::string count_of(std::mt19937_64& random) {
  const std::size_t kind = below(random, 4);
  return kind == 3 ? std::string() : ",\"first_n\":" + std::to_string(kind + 1);
}

std::string begin_fault(std::mt19937_64& random, const Script& script) {
  const ActionFacts& facts = facts_of(script.action, script.dialect);
  return std::string(R"({"method":")") + facts.method + R"(","path":")" + facts.path + "\"" +
         count_of(random);
}

/// A gateway's own page instead of the service's answer, whether the request reached the service or not; and for a
/// removal the service's word on the second of two copies.
std::string gateway_fault(std::mt19937_64& random, Script& script) {
  constexpr int statuses[] = {200, 302, 401, 403, 404, 405, 408, 410, 413, 429, 502, 503, 504};
  script.gateway = true;
  script.answer_decides = false;
  std::string out = begin_fault(random, script) + R"(,"kind":"status")";
  if (script.action == 'd' && below(random, 3) == 0)
    return out +
           (script.dialect == ServerDialect::self_hosted
                ? R"(,"status":400,"body":"{\"code\":\"mfa_not_initialized\"}","after":true})"
                : R"(,"status":404,"body":"{\"error\":{\"code\":\"not_found\"}}","after":true})");
  out += ",\"status\":" + std::to_string(statuses[below(random, std::size(statuses))]);
  out += R"(,"body":"<html>sorry</html>","headers":{"Content-Type":"text/html"})";
  return out + (below(random, 2) == 0 ? R"(,"after":true})" : "}");
}

std::string server_fault(std::mt19937_64& random, Script& script) {
  const std::string out = begin_fault(random, script);
  const auto status = [&](int code, bool may_follow) {
    script.answer_decides = !may_follow;
    // A refusal of what was done would be the server's lie, not the client's: only failures may come after.
    const bool after = may_follow && below(random, 2) == 1;
    return out + R"(,"kind":"status","status":)" + std::to_string(code) +
           (after ? R"(,"after":true})" : "}");
  };
  script.answer_decides = false;
  switch (below(random, 12)) {
    case 0: return status(500, true);
    case 1: return status(502, true);
    case 2: return status(503, true);
    case 3: return status(429, false);
    // Both say that somebody gave up on the request, so they leave open whether somebody else acts on it.
    case 4: return status(408, true);
    case 5: return status(421, true);
    case 6: return status(403, false);
    case 7: return out + R"(,"kind":"drop_before"})";
    case 8: return out + R"(,"kind":"drop_after"})";
    case 9: return out + R"(,"kind":"truncate"})";
    case 10: return out + R"(,"kind":"garbage"})";
    default: break;
  }
  if (below(random, 4) != 0) return out + R"(,"kind":"drop_after"})";
  script.waits = true;
  return out + R"(,"kind":"delay","delay_ms":400})";
}

}  // namespace

const ActionFacts& facts_of(char action, ServerDialect dialect) {
  static const ActionFacts own[] = {{"POST", "/v2/auth/login", "challenge_opened"},
                                    {"POST", "/v2/mfa/totp/challenge", "code_burned"},
                                    {"POST", "/v2/mfa/recovery/rotate", "codes_generated"},
                                    {"POST", "/v2/mfa/totp/enroll", "factor_enrolled"},
                                    {"POST", "/v2/mfa/totp/verify", "factor_confirmed"},
                                    {"POST", "/v2/auth/refresh", "refreshed"},
                                    {"POST", "/v2/mfa/totp/disable", "factor_removed"}};
  if (dialect == ServerDialect::self_hosted) return own[own_actions.find(action)];
  static const ActionFacts table[] = {
      {"POST", "/v1/auth/sign-in", "challenge_opened"},
      {"POST", "/v1/auth/mfa/verify", "code_burned"},
      {"POST", "/v1/users/:id/mfa/backup-codes/generate", "codes_generated"},
      {"POST", "/v1/auth/mfa/recovery", "recovery_mailed"},
      {"POST", "/v1/auth/mfa/recovery/verify", "token_spent"},
      {"POST", "/v1/users/:id/mfa/factors", "factor_enrolled"},
      {"POST", "/v1/users/:id/mfa/factors/:factor/confirm", "factor_confirmed"},
      {"POST", "/v1/auth/token/refresh", "refreshed"},
      {"DELETE", "/v1/users/:id/mfa/factors/:factor", "factor_removed"}};
  return table[actions.find(action)];
}

Script draw_script(std::mt19937_64& random, ServerDialect dialect) {
  const std::string_view all = dialect == ServerDialect::self_hosted ? own_actions : actions;
  Script script;
  script.dialect = dialect;
  script.action = all[below(random, all.size())];
  const std::size_t kind = below(random, 100);
  if (kind >= 10 && kind < 55)
    script.server_fault =
        below(random, 3) == 0 ? gateway_fault(random, script) : server_fault(random, script);
  if (kind >= 45 && kind < 90) {
    script.proxy = draw_plan(random);
    script.waits = script.waits || script.proxy.kind == ProxyPlan::Kind::stall;
  }
  script.idle_close = kind >= 90;
  return script;
}

}  // namespace hellojohn::tests

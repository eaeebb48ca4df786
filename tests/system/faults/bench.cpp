// See bench.hpp.
#include "bench.hpp"

#include <stdexcept>
#include <utility>

namespace hellojohn::tests {

namespace {

// {"sub":"usr_9","exp":1705316400}
const char* const jwt = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfOSIsImV4cCI6MTcwNTMxNjQwMH0.c2ln";

const Proof proof{SecretView("pw"), factor::totp, "123456"};

const admin::IdentityCheck identity{"video call", "ana", "T-4711", "Lost phone, no codes"};

bool has(std::string_view set, char op) { return set.find(op) != std::string_view::npos; }

std::string session_answer(const char* life) {
  return std::string(
             R"({"access_token":"access-one","refresh_token":"rft_one","user":{"id":"usr_1"},)") +
         life + "}";
}

}  // namespace

bool repeats_after_unknown(char op) { return has("Ssafv", op); }
bool waits_out_refusals(char op) { return has("Ssafv", op); }
bool carries_access_token(char op) { return has("GECSd", op); }
std::chrono::milliseconds bound_of(char op) {
  return std::chrono::milliseconds(has("VRCc", op) ? 15000 : 30000);
}

Answer well_answer(char op) {
  switch (op) {
    case 'G':
    case 'g':
    case 'b': return {200, R"({"codes":["ABCD-EFGH","IJKL-MNOP"]})"};
    case 'V':
    case 'L': return {200, session_answer(R"("expires_in":3600)")};
    case 'F':
      return {200, R"({"access_token":"access-two","refresh_token":"rft_two","expires_in":3600})"};
    case 'R':
      return {200, std::string(R"({"access_token":")") + jwt +
                       R"(","session_type":"recovery","expires_in":3600})"};
    case 'E':
    case 'e':
      return {201, R"({"factor_id":"fac_2","type":"totp","totp":{"secret":"JBSWY3DPEHPK3PXP",)"
                   R"("uri":"otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"}})"};
    case 'C':
    case 'c': return {200, R"({"backup_codes":["ABCD-EFGH"],"factor_id":"fac_2"})"};
    case 'S':
    case 's':
    case 'f': return {200, R"({"data":[{"id":"fac_1","type":"totp"}]})"};
    case 'I': return {200, std::string(R"({"access_token":")") + jwt + R"(","expires_in":3600})"};
    case 'v': return {200, R"({"valid":true,"payload":{"sub":"usr_9","mfa_verified":false}})"};
    case 'a': return {200, R"({"data":[{"id":"evt_1","type":"mfa.enabled"}],"meta":{"total":1}})"};
    case 'Q': return {200, R"({"status":"accepted"})"};
    default: return {204, {}};
  }
}

bool is_request_of(char op, std::string_view method, std::string_view target) {
  const auto ends = [&](std::string_view tail) {
    return target.size() >= tail.size() && target.substr(target.size() - tail.size()) == tail;
  };
  if (target.starts_with("/v2/")) {
    switch (op) {
      case 'G': return ends("/recovery/rotate");
      case 'V': return ends("/mfa/totp/challenge");
      case 'L': return ends("/auth/login");
      case 'F': return ends("/auth/refresh");
      case 'E': return ends("/totp/enroll");
      case 'C': return ends("/totp/verify");
      case 'S': return ends("/mfa/factors");
      default: return op == 'd' && ends("/totp/disable");
    }
  }
  switch (op) {
    case 'G':
    case 'g':
    case 'b': return ends("/backup-codes/generate");
    case 'V': return ends("/auth/mfa/verify");
    case 'L': return ends("/auth/sign-in");
    case 'F': return ends("/token/refresh");
    case 'R': return ends("/mfa/recovery/verify");
    case 'Q': return ends("/mfa/recovery");
    case 'E':
    case 'e': return method == "POST" && ends("/mfa/factors");
    case 'C':
    case 'c': return ends("/confirm");
    case 'I': return ends("/users/impersonate");
    case 'v': return ends("/sessions/verify");
    case 'S':
    case 's':
    case 'f': return method == "GET" && ends("/mfa/factors");
    case 'a': return target.find("/audit-logs") != std::string_view::npos;
    default: return method == "DELETE";
  }
}

Answer well_answer(std::string_view method, std::string_view target, char op) {
  // An enrolment on that server begins with a look at the list.
  if (op == 'E' && target == "/v2/mfa/factors") return {200, R"({"available_factors":[]})"};
  for (const char other : std::string_view("LRF"))
    if (other != op && is_request_of(other, method, target)) {
      // The session of a renewal's test ends at once.
      if (other == 'L' && op == 'F')
        return {200, session_answer(R"("access_token_expires_at":"2020-01-01T00:00:00Z")"),
                "Wed, 01 Jan 2020 00:00:00 GMT"};
      return well_answer(other);
    }
  return well_answer(op);
}

Bench::Bench(char op, Setup setup) : op_(op), own_(setup.dialect == ServerDialect::self_hosted) {
  if (has(with_secret_key, op)) {
    admin::ClientOptions options;
    options.base_url = setup.origin;
    options.tenant_id = "tnt_1";
    options.secret_key = Secret("sk_test_abcdef");
    options.allow_http_on_loopback = true;
    options.network = setup.network;
    if (setup.transport) options.transport = setup.transport();
    options.clock = setup.clock;
    options.timeouts = setup.timeouts;
    options.retry = setup.retry;
    options.log = setup.log;
    auto made = admin::Client::create(std::move(options));
    if (!made) throw std::runtime_error(made.error().detail);
    admin_.emplace(std::move(*made));
    return;
  }
  ClientOptions options;
  options.base_url = setup.origin;
  options.tenant_id = "tnt_1";
  options.dialect = setup.dialect;
  if (own_) options.client_id = "game";
  if (!own_) options.publishable_key = "pk_test_abcdef";
  options.allow_http_on_loopback = true;
  options.network = setup.network;
  if (setup.transport) options.transport = setup.transport();
  options.clock = setup.clock;
  options.timeouts = setup.timeouts;
  options.retry = setup.retry;
  options.log = setup.log;
  options.store = setup.store;
  auto made = Client::create(std::move(options));
  if (!made) throw std::runtime_error(made.error().detail);
  client_.emplace(std::move(*made));
}

void Bench::prepare(const std::function<void()>& serve) {
  if (has("gecs", op_)) {
    auto pending = client_->recovery().verify(SecretView("rec_tok_1"));
    while (serve && !pending.ready()) serve();
    auto opened = std::move(pending).get();
    if (!opened) throw std::runtime_error("no recovery session: " + opened.error().detail);
    recovery_.emplace(std::move(*opened));
  } else if (has("GECFSd", op_)) {
    auto pending = client_->auth().sign_in({"a@example.com", SecretView("pw")});
    while (serve && !pending.ready()) serve();
    const auto result = std::move(pending).get();
    if (!result) throw std::runtime_error("no session: " + result.error().detail);
  }
}

std::unique_ptr<Held> Bench::start_recovery() {
  switch (op_) {
    case 'g': return hold(recovery_->generate_backup_codes());
    case 'e': return hold(recovery_->enroll({}));
    case 'c': return hold(recovery_->confirm("fac_2", "123456"));
    default: return hold(recovery_->factors());
  }
}

std::unique_ptr<Held> Bench::start() {
  if (recovery_) return start_recovery();
  switch (op_) {
    case 'D': return hold(admin_->remove_factor("usr_1", "fac_1", identity));
    case 'I': return hold(admin_->impersonate({"usr_1"}, identity));
    case 'b': return hold(admin_->generate_backup_codes("usr_1", identity));
    case 'f': return hold(admin_->factors("usr_1"));
    case 'v': return hold(admin_->verify_session(SecretView("eyJ.e.s")));
    case 'a': return hold(admin_->audit().list({}));
    case 'G': return hold(client_->user().mfa().generate_backup_codes(proof));
    case 'V': return hold(client_->mfa().verify({"chl_1", factor::backup_codes, "ABCD-EFGH"}));
    case 'Q': return hold(client_->recovery().request("a@example.com"));
    case 'R': return hold(client_->recovery().verify(SecretView("rec_tok_1")));
    case 'E': return hold(client_->user().mfa().enroll({}));
    case 'C': return hold(client_->user().mfa().confirm("fac_2", "123456"));
    case 'F': return hold(client_->auth().access_token());
    case 'S': return hold(client_->user().mfa().factors());
    case 'd': return hold(client_->user().mfa().remove(own_ ? factor::totp : "fac_1", proof));
    default: return hold(client_->auth().sign_in({"a@example.com", SecretView("pw")}));
  }
}

void Bench::poll() {
  if (client_) client_->poll();
  if (admin_) admin_->poll();
}

void Bench::close() {
  recovery_.reset();
  client_.reset();
  admin_.reset();
}

bool Bench::signed_in() const { return client_ && client_->auth().current().has_value(); }

}  // namespace hellojohn::tests

// See demo_world.hpp.
#include "apps/common/demo_world.hpp"

#include "apps/common/dialect.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace samples {

std::chrono::steady_clock::time_point ForwardClock::now() const noexcept {
  return hellojohn::system_clock().now();
}

std::chrono::system_clock::time_point ForwardClock::wall_now() const noexcept {
  return hellojohn::system_clock().wall_now() + std::chrono::milliseconds(forward_ms_);
}

std::chrono::steady_clock::duration ForwardClock::suspended() const noexcept {
  return hellojohn::system_clock().suspended() + std::chrono::milliseconds(forward_ms_);
}

std::unique_ptr<DemoWorld> DemoWorld::start(std::string& problem,
                                            hellojohn::ServerDialect dialect) {
  hellojohn::testing::MockOptions options;
  options.backup_codes_remaining = true;
  options.dialect = dialect;
  auto server = DemoServer::start(std::move(options), problem);
  if (!server) return nullptr;
  return std::unique_ptr<DemoWorld>(new DemoWorld(std::move(*server), dialect));
}

hellojohn::ClientOptions DemoWorld::client_options() const {
  hellojohn::ClientOptions options;
  options.tenant_id = "tnt_01HABCDEF654321";
  options.dialect = dialect_;
  name_application(options);
  options.clock = &clock_;
  server_.lead_to_it(options);
  return options;
}

void DemoWorld::forward(std::chrono::milliseconds by) {
  clock_.forward(by);
  server_.service().advance(by);
}

std::vector<hellojohn::testing::MockMail> DemoWorld::outbox() { return server_.service().outbox(); }

std::string DemoWorld::mailed_link() {
  std::string link;
  for (const auto& mail : outbox()) {
    if (!mail.link.empty()) link = mail.link;
  }
  return link;
}

std::vector<std::string> DemoWorld::backup_codes(const DemoPerson& person) {
  return server_.service().seeded_backup_codes(person.id);
}

std::string DemoWorld::totp(const char* factor_id) { return server_.service().totp(factor_id); }

std::string DemoWorld::newest_totp() {
  const std::string journal = server_.service().journal();
  for (std::size_t at = journal.rfind("\"fac_"); at != std::string::npos && at > 0;
       at = journal.rfind("\"fac_", at - 1)) {
    const std::string id = journal.substr(at + 1, journal.find('"', at + 1) - at - 1);
    const bool seeded = std::any_of(
        std::begin(demo_people), std::end(demo_people),
        [&](const DemoPerson& person) { return person.factor != nullptr && id == person.factor; });
    if (!seeded) return totp(id.c_str());
  }
  return {};
}

void DemoWorld::control(const char* method, const char* target, const char* body) {
  hellojohn::HttpRequest request;
  request.method = method;
  request.target = target;
  request.body = hellojohn::Secret(body);
  (void)server_.service().control(request);
}

void DemoWorld::set_fault(NetworkFault fault) {
  fault_ = fault;
  control("DELETE", "/__mock/faults", "");
  const char* entry = nullptr;
  switch (fault) {
    case NetworkFault::none: return;
    case NetworkFault::offline: entry = R"({"kind":"drop_before"})"; break;
    case NetworkFault::error_500: entry = R"({"kind":"status","status":500})"; break;
    case NetworkFault::error_503:
      entry = R"({"kind":"status","status":503,"retry_after":20})";
      break;
    case NetworkFault::slow: entry = R"({"kind":"delay","delay_ms":3000})"; break;
    case NetworkFault::lost_answer: entry = R"({"kind":"drop_after"})"; break;
  }
  control("POST", "/__mock/faults", entry);
}

}  // namespace samples

// See world.hpp.
#include "01_recovery_journey/world.hpp"

#include "apps/common/http_call.hpp"

#include <utility>

#include <boost/json.hpp>

namespace journey {

namespace {

namespace json = boost::json;
using hellojohn::HttpRequest;
using hellojohn::HttpResponse;
using hellojohn::testing::MockMail;
using hellojohn::testing::MockServer;

class InProcess final : public World {
 public:
  explicit InProcess(MockServer& server)
      : server_(server), address_{server.base_url(), server.control_token(), server.ca_pem()} {}

  const ServerAddress& address() const override { return address_; }
  std::vector<std::string> paper(std::string_view user_id) override {
    return server_.service().seeded_backup_codes(user_id);
  }
  std::vector<MockMail> outbox() override { return server_.service().outbox(); }
  std::string totp(std::string_view factor_id) override {
    return server_.service().totp(factor_id);
  }
  std::chrono::system_clock::time_point now() override { return server_.service().now(); }
  void advance(std::chrono::milliseconds by) override { server_.service().advance(by); }
  HttpResponse call(HttpRequest request) override {
    return std::move(server_.service().serve(request).response);
  }

 private:
  MockServer& server_;
  ServerAddress address_;
};

/// Reads with defaults: a server that answers otherwise makes a step fail, not the program.
std::string text_of(const json::value& value, std::string_view name) {
  const auto* found = value.is_object() ? value.as_object().if_contains(name) : nullptr;
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

class Remote final : public World {
 public:
  explicit Remote(ServerAddress address) : address_(std::move(address)) {}

  const ServerAddress& address() const override { return address_; }

  std::vector<std::string> paper(std::string_view user_id) override {
    std::vector<std::string> codes;
    const json::value world = control("GET", "world");
    const auto* users = world.is_object() ? world.as_object().if_contains("users") : nullptr;
    if (users == nullptr || !users->is_array()) return codes;
    for (const json::value& user : users->as_array()) {
      if (text_of(user, "id") != user_id) continue;
      for (const json::value& code : user.at("backup_codes").as_array()) {
        codes.emplace_back(code.as_string());
      }
    }
    return codes;
  }

  std::vector<MockMail> outbox() override {
    std::vector<MockMail> mails;
    const json::value box = control("GET", "outbox");
    if (!box.is_array()) return mails;
    for (const json::value& mail : box.as_array()) {
      mails.push_back({text_of(mail, "to"), text_of(mail, "kind"), text_of(mail, "link"),
                       text_of(mail, "token")});
    }
    return mails;
  }

  std::string totp(std::string_view factor_id) override {
    return text_of(control("GET", "totp/" + std::string(factor_id)), "code");
  }

  std::chrono::system_clock::time_point now() override {
    const json::value clock = control("GET", "clock");
    const auto* ms = clock.is_object() ? clock.as_object().if_contains("unix_ms") : nullptr;
    const std::int64_t count = ms != nullptr && ms->is_int64() ? ms->get_int64() : 0;
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(count));
  }

  void advance(std::chrono::milliseconds by) override {
    (void)control("POST", "clock", json::serialize(json::object{{"advance_ms", by.count()}}));
  }

  HttpResponse call(HttpRequest request) override {
    request.origin = address_.base_url;
    return samples::http_call(request, address_.ca_pem);
  }

 private:
  json::value control(const char* method, const std::string& name, const std::string& body = {}) {
    HttpRequest request;
    request.method = method;
    request.target = "/__mock/" + name;
    request.headers = {{"X-Mock-Token", address_.control_token}};
    request.body = hellojohn::Secret(body);
    const HttpResponse answer = call(std::move(request));
    json::error_code problem;
    json::value said = json::parse(answer.body.reveal(), problem);
    return problem ? json::value() : said;
  }

  ServerAddress address_;
};

}  // namespace

std::unique_ptr<World> world_in_process(MockServer& server) {
  return std::make_unique<InProcess>(server);
}

std::unique_ptr<World> world_of(ServerAddress address) {
  return std::make_unique<Remote>(std::move(address));
}

}  // namespace journey

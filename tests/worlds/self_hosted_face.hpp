// The self-hosted face of the mock service, asked without a client.
#pragma once

#include "worlds/mock_people.hpp"

#include <hellojohn/testing/mock_service.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace hellojohn::tests {

inline constexpr const char* tenant_of_face = "tnt_01HABCDEF654321";

inline testing::MockOptions self_hosted_options() {
  testing::MockOptions options;
  options.dialect = ServerDialect::self_hosted;
  options.virtual_clock = true;
  return options;
}

struct Face {
  testing::MockService service{self_hosted_options()};

  HttpResponse ask(std::string method, std::string target, const std::string& body,
                   const std::string& token = {}) {
    HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.headers = {{"X-Tenant-ID", tenant_of_face}};
    if (!token.empty()) request.authorization = Secret("Bearer " + token);
    request.body = Secret(body);
    return service.serve(request).response;
  }
  HttpResponse post(std::string target, const std::string& body, const std::string& token = {}) {
    return ask("POST", std::move(target), body, token);
  }
  /// A text member of a body.
  static std::string member(const HttpResponse& response, const std::string& name) {
    const std::string body(response.body.reveal());
    const std::size_t at = body.find("\"" + name + "\":\"");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 4;
    return body.substr(begin, body.find('"', begin) - begin);
  }
  static bool has(const HttpResponse& response, const char* text) {
    return response.body.reveal().find(text) != std::string_view::npos;
  }
  std::string next_totp() {
    service.advance(std::chrono::seconds(30));
    const std::string journal = service.journal();
    const std::size_t at = journal.rfind("\"fac_");
    return service.totp(at == std::string::npos
                            ? std::string(alice_factor)
                            : journal.substr(at + 1, journal.find('"', at + 1) - at - 1));
  }
  HttpResponse login(const std::string& password = alice_password) {
    return post("/v2/auth/login", R"({"tenant_id":")" + std::string(tenant_of_face) +
                                      R"(","client_id":"game","email":")" + alice +
                                      R"(","password":")" + password + "\"}");
  }
  HttpResponse sign_in() {
    const std::string token = member(login(), "mfa_token");
    return post("/v2/mfa/totp/challenge",
                R"({"mfa_token":")" + token + R"(","code":")" + next_totp() + "\"}");
  }
  std::string open_challenge() { return member(login(), "mfa_token"); }
  /// `way`: "code" of the app, or "recovery" for a backup code.
  HttpResponse answer(const std::string& challenge, const char* way, const std::string& code) {
    return post("/v2/mfa/totp/challenge",
                R"({"mfa_token":")" + challenge + R"(",")" + way + R"(":")" + code + "\"}");
  }
  /// Holds back the answers of one route, which so arrive together.
  void hold_back(const std::string& path) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/__mock/faults";
    request.body =
        Secret(R"({"kind":"delay","method":"POST","path":")" + path + R"(","delay_ms":200})");
    (void)service.control(request);
  }
  std::string code(std::size_t index) { return service.seeded_backup_codes(alice_id).at(index); }
  HttpResponse prove(const char* target, const std::string& access, const std::string& code_json) {
    return post(target, R"({"password":")" + std::string(alice_password) + "\"," + code_json + "}",
                access);
  }
};

}  // namespace hellojohn::tests

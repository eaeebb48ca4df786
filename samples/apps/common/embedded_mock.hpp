// What every small sample starts with: the mock server on a real TLS socket, and options for a client of it.
#pragma once

#include <hellojohn/client.hpp>
#include <hellojohn/testing/mock_server.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

namespace samples {

inline constexpr const char* bob_email = "bob@example.com";
inline constexpr const char* bob_password = "staple orbit lantern";
inline constexpr const char* bob_id = "usr_01HABCDEF222222";

class EmbeddedMock {
 public:
  EmbeddedMock() : server_(start()) {}

  [[nodiscard]] hellojohn::ClientOptions client_options() const {
    hellojohn::ClientOptions options;
    options.base_url = server_.base_url();
    options.tenant_id = "tnt_01HABCDEF654321";
    options.publishable_key = "pk_live_abc123";
    options.network.ca_pem = server_.ca_pem();
    return options;
  }
  /// The service behind the socket: its outbox, its clock, its users' authenticators.
  [[nodiscard]] hellojohn::testing::MockService& service() noexcept { return server_.service(); }
  /// One of bob's live backup codes, as he would have it on paper.
  [[nodiscard]] std::string backup_code() {
    return server_.service().seeded_backup_codes(bob_id).at(0);
  }

 private:
  static hellojohn::testing::MockServer start() {
    auto server = hellojohn::testing::MockServer::start({});
    if (server) return std::move(server).value();
    std::fprintf(stderr, "mock server: %s\n", server.error().detail.c_str());
    std::exit(1);
  }

  hellojohn::testing::MockServer server_;
};

/// Tells a person what is certain and what to do next. Returns 1, for main.
inline int report(const hellojohn::Error& error) {
  std::fprintf(stderr, "%s (outcome: %s, next: %s)\n", to_string(error.code),
               to_string(error.outcome), to_string(remedy_for(error.code)));
  return 1;
}

}  // namespace samples

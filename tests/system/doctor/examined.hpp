// An examination of an altered server, and what a test reads of its report.
#pragma once

#include "tools/doctor/exam.hpp"
#include "worlds/altered_server.hpp"
#include "worlds/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace hellojohn::tests {

/// Has no second factor.
inline constexpr const char* carol = "carol@example.com";
inline constexpr const char* carol_password = "plain sailing today";

/// For the protocol that the server speaks.
inline doctor::Setup setup_for(const AlteredServer& server,
                               ServerDialect dialect = ServerDialect::v1) {
  doctor::Setup setup;
  setup.base_url = server.origin();
  setup.tenant = "tnt_01HABCDEF654321";
  setup.dialect = dialect;
  if (dialect == ServerDialect::v1)
    setup.key = "pk_live_abc123";
  else
    setup.client_id = "game";
  setup.network.ca_pem = test_ca_pem();
  setup.email = carol;
  setup.password = Secret(std::string_view(carol_password));
  return setup;
}

inline doctor::Report examined(const doctor::Setup& setup) {
  doctor::Report report;
  auto exam = doctor::Exam::begin(setup, report);
  REQUIRE(exam);
  (*exam)->look();
  if ((*exam)->can_go_on()) (*exam)->act();
  return report;
}

inline std::string names_of(const std::vector<doctor::Point>& points) {
  std::string out;
  for (const doctor::Point point : points) out += std::string(doctor::name_of(point)) + " ";
  return out;
}

inline int count_of(const doctor::Report& report, doctor::Verdict verdict) {
  int out = 0;
  for (std::size_t i = 0; i < doctor::point_count; ++i)
    out += report.at(static_cast<doctor::Point>(i)).verdict == verdict ? 1 : 0;
  return out;
}

inline bool has_secret_of(AlteredServer& server, const std::string& text) {
  std::vector<std::string> secrets{carol_password, "rec_tok_", "eyJ", AlteredServer::control_token};
  for (const testing::MockMail& mail : server.service().outbox()) secrets.push_back(mail.token);
  return std::any_of(secrets.begin(), secrets.end(), [&](const std::string& secret) {
    return text.find(secret) != std::string::npos;
  });
}

inline std::string factors_of_carol(AlteredServer& server) {
  const std::string state = server.service().state();
  const std::size_t user = state.find("\"id\":\"usr_01HABCDEF333333\"");
  const std::size_t list = state.find("\"factors\":", user);
  REQUIRE(list != std::string::npos);
  return state.substr(list, state.find(']', list) + 1 - list);
}

}  // namespace hellojohn::tests

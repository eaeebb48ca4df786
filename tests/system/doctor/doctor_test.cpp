// What the doctor says about a well server, and about servers that each break one point, over TLS sockets.
#include "system/doctor/broken_servers.hpp"
#include "system/doctor/examined.hpp"
#include "tools/doctor/rehearsal.hpp"

#include <fstream>
#include <set>
#include <string>
#include <vector>

using namespace hellojohn;
using namespace hellojohn::tests;
using doctor::Exam;
using doctor::Point;
using doctor::Report;
using doctor::Setup;
using doctor::Verdict;

namespace {

/// Everything that the doctor can be given.
Setup full_setup_for(const AlteredServer& server) {
  Setup setup = setup_for(server);
  setup.control_token = AlteredServer::control_token;
  setup.codes_route = server.origin() + "/account/backup-codes";
  setup.limits = true;
  return setup;
}

}  // namespace

TEST_CASE("doctor: every point is a heading of the assumptions page") {
  std::ifstream page(HELLOJOHN_SOURCE_DIR "/docs/contract/assumptions.md");
  std::set<std::string> anchors;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("##")) continue;
    std::string anchor;
    for (const char c : line.substr(line.find(' ') + 1))
      anchor += c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    anchors.insert(anchor);
  }
  for (std::size_t i = 0; i < doctor::point_count; ++i)
    CHECK(anchors.count(std::string(doctor::name_of(static_cast<Point>(i)))) == 1);
}

TEST_CASE("doctor: a well server with everything given keeps every point that can be seen") {
  AlteredServer server(with_codes_route({}));
  const Report report = examined(full_setup_for(server));
  INFO(report.text());
  CHECK(names_of(report.broken_points()).empty());
  CHECK(count_of(report, Verdict::holds) == 31);
  CHECK(report.at(Point::impersonation).verdict == Verdict::unseen);
  CHECK(report.at(Point::audit_log).verdict == Verdict::unseen);
  CHECK(report.stopped().empty());
}

TEST_CASE(
    "doctor: a well server without an outbox keeps what can be seen, in each of its variants") {
  testing::MockOptions options;
  options.step_up = GENERATE(false, true);
  options.codes_need_factor = options.step_up;
  options.backup_codes_remaining = options.step_up;
  AlteredServer server({}, options);
  const Report report = examined(setup_for(server));
  INFO(report.text());
  CHECK(names_of(report.broken_points()).empty());
  CHECK(count_of(report, Verdict::holds) == 22);
  CHECK(report.at(Point::recovery_links).verdict == Verdict::unseen);
  CHECK(report.at(Point::waits).verdict == Verdict::unseen);
}

TEST_CASE("doctor: each of 35 servers that break one point is named by it, and no other point is") {
  REQUIRE(broken_servers().size() == 35);
  for (const BrokenServer& broken : broken_servers()) {
    AlteredServer server(with_codes_route(broken.alter()), {}, broken.kind);
    const Report report = examined(full_setup_for(server));
    INFO(broken.what << "\n" << report.text());
    CHECK(names_of(report.broken_points()) == names_of({broken.point}));
    CHECK_FALSE(has_secret_of(server, report.text() + report.json()));
  }
}

TEST_CASE("doctor: whichever answer is lost, it names no point and leaves no factor") {
  int lost = 0;
  for (bool was_lost = true; was_lost; ++lost) {
    int count = 0;
    AlteredServer server(with_codes_route([&](const HttpRequest& request, const Serve& serve) {
      HttpResponse response = serve(request);
      return count++ == lost ? HttpResponse{} : std::move(response);
    }));
    Setup setup = full_setup_for(server);
    setup.limits = false;
    const Report report = examined(setup);
    INFO("answer " << lost << "\n" << report.text());
    CHECK(names_of(report.broken_points()).empty());
    CHECK(factors_of_carol(server) == "\"factors\":[]");
    was_lost = count > lost || lost < 40;  // The first losses end the examination early.
  }
  CHECK(lost > 40);
}

TEST_CASE("doctor: the account is afterwards as it was, without a factor") {
  AlteredServer server(with_codes_route({}));
  const std::string before = factors_of_carol(server);
  (void)examined(full_setup_for(server));
  CHECK(factors_of_carol(server) == before);
}

TEST_CASE("doctor: looking changes nothing at the server") {
  AlteredServer server({});
  const std::string before = factors_of_carol(server);
  const Setup setup = setup_for(server);
  Report report;
  auto exam = Exam::begin(setup, report);
  REQUIRE(exam);
  (*exam)->look();
  CHECK((*exam)->can_go_on());
  CHECK(factors_of_carol(server) == before);
  CHECK(server.service().outbox().empty());
  CHECK(server.service().journal().find("signed_in") == std::string::npos);
}

TEST_CASE("doctor: an account with a second factor is not touched") {
  AlteredServer server({});
  Setup setup = setup_for(server);
  setup.email = "alice@example.com";
  setup.password = Secret("correct horse battery");
  const Report report = examined(setup);
  CHECK(report.stopped().find("second factor") != std::string::npos);
  CHECK(names_of(report.broken_points()).empty());
}

TEST_CASE("doctor: a server that is not there is reported and not judged") {
  Setup setup;
  {
    const AlteredServer gone({});
    setup = setup_for(gone);
  }
  const Report report = examined(setup);
  CHECK(report.stopped().find("no answer") != std::string::npos);
  CHECK(names_of(report.broken_points()).empty());
}

TEST_CASE("doctor: a certificate that is not trusted ends the examination") {
  const AlteredServer server({});
  Setup setup = setup_for(server);
  setup.network.ca_pem = other_ca_pem();
  const Report report = examined(setup);
  CHECK(report.stopped().find("tls_trust") != std::string::npos);
  CHECK(server.requests() == 0);
}

TEST_CASE("doctor: codes of under 64 bits are noted with their bits") {
  const auto shape_of = [](std::vector<const char*> texts) {
    std::vector<Secret> codes;
    for (const char* text : texts) codes.emplace_back(std::string_view(text));
    return doctor::shape_of(codes);
  };
  CHECK(shape_of({"A1Z9-K7QW", "2M9X-HTP4"}).bits == 41);
  CHECK(shape_of({"12345678", "87654321"}).bits == 26);
  CHECK(shape_of({"deadbeef", "0123abcd"}).bits == 32);
  CHECK(shape_of({"K7QW2M9XHTK7QW2M", "P4ZC8NDRVBP4ZC8N"}).bits == 82);
  AlteredServer server({});
  const Report report = examined(setup_for(server));
  REQUIRE_FALSE(report.notes().empty());
  CHECK(report.notes()[0].find("41 bits") != std::string::npos);
  CHECK(report.notes()[0].find("NIST SP 800-63B") != std::string::npos);
}

TEST_CASE("doctor: the shape of codes becomes the option that sets it") {
  const auto option_for = [](std::vector<const char*> texts) {
    std::vector<Secret> codes;
    for (const char* text : texts) codes.emplace_back(std::string_view(text));
    return doctor::option_of(doctor::shape_of(codes).format);
  };
  const std::string name = "options.backup_code_format";
  const std::string alphabet = "hellojohn::BackupCodeFormat::Alphabet::";
  CHECK(option_for({"A1Z9-K7QW", "2M9X-HTP4"}) ==
        name + " = {" + alphabet + "upper_alnum, 2, 4, '-'};");
  CHECK(option_for({"K7QW2M9XHT", "P4ZC8NDRVB"}) ==
        name + " = {" + alphabet + "upper_alnum, 1, 10, '\\0'};");
  CHECK(option_for({"12 34 56"}) == name + " = {" + alphabet + "digits, 3, 2, ' '};");
  CHECK(option_for({"aB3-x", "aB3x-9"}) == name + ".alphabet = " + alphabet + "exact;");
}

TEST_CASE("doctor: a rehearsal that reads the outbox plays every step and takes back its factor") {
  AlteredServer server({});
  Setup setup = setup_for(server);
  setup.control_token = AlteredServer::control_token;
  std::string steps;
  doctor::Rehearsal rehearsal(
      setup, [] { return Secret(); },
      [&](const doctor::Step& step) {
        INFO(step.name << ": " << step.words);
        CHECK(step.is_well);
        steps += step.name + " ";
      });
  CHECK(rehearsal.play());
  CHECK(steps ==
        "mail link recovery-session account authenticator backup-codes recovery-ended sign-in "
        "second-factor cleaned-up ");
  CHECK(rehearsal.notes().size() == 1);
  CHECK(factors_of_carol(server) == "\"factors\":[]");
}

TEST_CASE("doctor: a rehearsal with a pasted link goes the same way") {
  AlteredServer server({});
  const Setup setup = setup_for(server);
  int steps = 0;
  doctor::Rehearsal rehearsal(
      setup, [&] { return Secret("Use this: " + server.service().outbox().back().link); },
      [&](const doctor::Step&) { ++steps; });
  CHECK(rehearsal.play());
  CHECK(steps == 10);
}

TEST_CASE("doctor: a rehearsal names the step that fails") {
  AlteredServer server([](const HttpRequest& request, const Serve& serve) {
    HttpResponse response = serve(request);
    if (request.target.ends_with("/confirm")) response.status = 503;
    return response;
  });
  Setup setup = setup_for(server);
  setup.control_token = AlteredServer::control_token;
  std::vector<doctor::Step> steps;
  doctor::Rehearsal rehearsal(
      setup, [] { return Secret(); }, [&](const doctor::Step& step) { steps.push_back(step); });
  CHECK_FALSE(rehearsal.play());
  REQUIRE_FALSE(steps.empty());
  CHECK(steps.back().name == "authenticator");
  CHECK(rehearsal.notes().size() == 1);
  CHECK_FALSE(steps.back().is_well);
}

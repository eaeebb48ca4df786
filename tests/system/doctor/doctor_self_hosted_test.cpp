// What the doctor says about the open-source server's protocol: the mock's other face, and servers that each break one
// point of it, over TLS sockets.
#include "system/doctor/broken_servers.hpp"
#include "system/doctor/examined.hpp"

#include <set>
#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;
using doctor::Exam;
using doctor::Point;
using doctor::Report;
using doctor::Setup;
using doctor::Verdict;

namespace {

testing::MockOptions self_hosted() {
  testing::MockOptions options;
  options.dialect = ServerDialect::self_hosted;
  return options;
}

Setup own_setup_for(const AlteredServer& server) {
  return setup_for(server, ServerDialect::self_hosted);
}

Setup full_setup_for(const AlteredServer& server) {
  Setup setup = own_setup_for(server);
  setup.codes_route = server.origin() + "/account/backup-codes";
  setup.limits = true;
  return setup;
}

bool names_option(const Report& report, const std::string& line) {
  const std::vector<std::string>& options = report.options();
  return std::find(options.begin(), options.end(), line) != options.end();
}

bool has_authenticator(AlteredServer& server) {
  return factors_of_carol(server).find("\"active\"") != std::string::npos;
}

/// What this protocol lacks, and what only an administrator sees.
constexpr Point never_seen[] = {Point::recovery_request, Point::recovery_link_life,
                                Point::recovery_session, Point::what_a_recovery_session_may_do,
                                Point::earlier_factors,  Point::recovery_links,
                                Point::impersonation,    Point::audit_log};

}  // namespace

TEST_CASE("doctor: a well open-source server keeps every point that can be seen") {
  AlteredServer server(with_made_up_codes_route({}), self_hosted());
  const Report report = examined(full_setup_for(server));
  INFO(report.text());
  CHECK(names_of(report.broken_points()).empty());
  CHECK(count_of(report, Verdict::holds) == 25);
  for (const Point point : never_seen) CHECK(report.at(point).verdict == Verdict::unseen);
  CHECK(report.stopped().empty());
  CHECK(names_option(report, "options.dialect = hellojohn::ServerDialect::self_hosted;"));
  CHECK(names_option(report, "options.client_id = \"game\";"));
  CHECK_FALSE(has_authenticator(server));
  CHECK_FALSE(has_secret_of(server, report.text() + report.json()));
}

TEST_CASE("doctor: examining the open-source server twice finds the same, except earlier codes") {
  AlteredServer server({}, self_hosted());
  const Report first = examined(own_setup_for(server));
  const Report second = examined(own_setup_for(server));
  INFO(first.text() << second.text());
  CHECK(count_of(first, Verdict::holds) == 23);
  CHECK(count_of(second, Verdict::holds) == 22);
  CHECK(second.at(Point::codes_need_a_factor).verdict == Verdict::unseen);
  CHECK(names_of(second.broken_points()).empty());
}

TEST_CASE("doctor: each open-source server that breaks one point is named by it, and no other is") {
  std::set<Point> named(std::begin(never_seen), std::end(never_seen));
  named.insert(Point::other_servers);  // The other protocol, in the next test.
  for (const BrokenServer& broken : broken_self_hosted_servers()) {
    AlteredServer server(with_made_up_codes_route(broken.alter()), self_hosted(), broken.kind);
    const Report report = examined(full_setup_for(server));
    INFO(broken.what << "\n" << report.text());
    CHECK(names_of(report.broken_points()) == names_of({broken.point}));
    CHECK_FALSE(has_secret_of(server, report.text() + report.json()));
    named.insert(broken.point);
  }
  CHECK(named.size() == doctor::point_count);
}

TEST_CASE("doctor: a server that speaks the other protocol is named, and not touched") {
  const bool is_v1 = GENERATE(false, true);
  AlteredServer server({}, is_v1 ? testing::MockOptions{} : self_hosted());
  const Report report =
      examined(setup_for(server, is_v1 ? ServerDialect::self_hosted : ServerDialect::v1));
  INFO(report.text());
  CHECK(names_of(report.broken_points()) == names_of({Point::other_servers}));
  CHECK(names_option(report, is_v1 ? "options.dialect = hellojohn::ServerDialect::v1;"
                                   : "options.dialect = hellojohn::ServerDialect::self_hosted;"));
  CHECK(report.stopped().find(is_v1 ? "--dialect v1" : "--dialect self_hosted") !=
        std::string::npos);
  CHECK(server.service().journal().find("signed_in") == std::string::npos);
  CHECK(factors_of_carol(server) == "\"factors\":[]");
}

TEST_CASE("doctor: an unknown tenant or client ends the examination, and no point is named") {
  AlteredServer server(
      [](const HttpRequest& request, const Serve& serve) {
        HttpResponse refused;
        refused.status = 400;
        refused.headers = {{"Content-Type", "application/json"}};
        refused.body = Secret(R"({"code":"CLIENT_NOT_FOUND","message":"No"})");
        return request.target == "/v2/auth/login" ? std::move(refused) : serve(request);
      },
      self_hosted());
  Setup setup = own_setup_for(server);
  const Report client = examined(setup);
  CHECK(client.stopped() == "the tenant has no client \"game\"");
  CHECK(names_of(client.broken_points()).empty());
  setup.tenant = "nobody";
  const Report tenant = examined(setup);
  CHECK(tenant.stopped() == "the server knows no tenant of that name");
  CHECK(names_of(tenant.broken_points()).empty());
}

TEST_CASE("doctor: an account with an authenticator on the open-source server is not touched") {
  AlteredServer server({}, self_hosted());
  Setup setup = own_setup_for(server);
  setup.email = "alice@example.com";
  setup.password = Secret("correct horse battery");
  const Report report = examined(setup);
  CHECK(report.stopped().find("second factor") != std::string::npos);
  CHECK(names_of(report.broken_points()).empty());
}

TEST_CASE("doctor: whichever answer of the open-source server is lost, no point is named") {
  int whole = 0;
  for (int lost = -1; lost < whole; ++lost) {
    int count = 0;
    AlteredServer server(
        [&](const HttpRequest& request, const Serve& serve) {
          HttpResponse response = serve(request);
          return count++ == lost ? HttpResponse{} : std::move(response);
        },
        self_hosted());
    const Report report = examined(own_setup_for(server));
    if (lost < 0) whole = count;
    INFO("answer " << lost << " of " << whole << "\n" << report.text());
    CHECK(names_of(report.broken_points()).empty());
    CHECK_FALSE(has_authenticator(server));
  }
  CHECK(whole > 25);
}

TEST_CASE("doctor: looking at the open-source server changes nothing there") {
  AlteredServer server({}, self_hosted());
  const Setup setup = own_setup_for(server);
  Report report;
  auto exam = Exam::begin(setup, report);
  REQUIRE(exam);
  (*exam)->look();
  CHECK((*exam)->can_go_on());
  CHECK(factors_of_carol(server) == "\"factors\":[]");
  CHECK(server.service().outbox().empty());
  CHECK(server.service().journal().find("signed_in") == std::string::npos);
}

TEST_CASE("doctor: a lock on the account's backup codes leaves points unseen, and breaks none") {
  AlteredServer server({}, self_hosted());
  (void)examined(full_setup_for(server));
  const Report report = examined(own_setup_for(server));
  INFO(report.text());
  CHECK(names_of(report.broken_points()).empty());
  CHECK(report.at(Point::verify_answer).verdict == Verdict::unseen);
  CHECK(report.text().find("for a day after ten wrong") != std::string::npos);
}

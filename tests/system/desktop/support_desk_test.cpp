// The support desk in a real window, driven by a mouse and a keyboard from outside: what it did is asked of the server.
#include "system/desktop/app_window.hpp"
#include "system/desktop/desk.hpp"
#include "worlds/catch.hpp"
#include "worlds/mock_process.hpp"

#include <hellojohn/admin/admin.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace hellojohn::tests;
namespace admin = hellojohn::admin;

namespace {

constexpr const char* secret_key =
    "sk_live_abc123";  // One that the mock server knows from the start.

std::string url_of(const MockProcess& mock) {
  return "https://localhost:" + std::to_string(mock.port());
}

std::vector<std::string> command(const Desk& desk, const MockProcess& mock) {
  return {"env",
          std::string("HELLOJOHN_SECRET_KEY=") + secret_key,
          HELLOJOHN_SUPPORT_DESK,
          "--trace-screens",
          "--base-url",
          url_of(mock),
          "--tenant",
          mock.tenant_id(),
          "--ca",
          mock.ca_file(),
          "--record",
          (desk.home() / "record").string()};
}

admin::Client client_of(const MockProcess& mock) {
  admin::ClientOptions options;
  options.base_url = url_of(mock);
  options.tenant_id = mock.tenant_id();
  options.secret_key = hellojohn::Secret(secret_key);
  options.network.ca_file = mock.ca_file();
  return admin::Client::create(std::move(options)).value();
}

void pass_gate(AppWindow& app, const std::string& user) {
  app.click("I called back on the number that is on file, not on one I was given.");
  app.click("I saw a document on video. Its number is written down nowhere.");
  app.click("A ticket is open for this, and it says what I saw.");
  app.type("Checked by (your name)", "ana");
  app.type("Ticket", "T-4711");
  app.type("Reason, at least 10 characters", "Lost phone, no backup codes");
  CHECK_FALSE(app.can("Remove it"));
  app.type("The last 6 characters of the user's id", user.substr(user.size() - 6));
}

}  // namespace

TEST_CASE(
    "the support desk removes a factor by mouse and keyboard, both records have it, and it rests") {
  Desk desk;
  MockProcess mock(HELLOJOHN_MOCK_SERVER, {});
  const MockPerson& alice = mock.people().at(0);
  AppWindow app(desk, "Support desk", command(desk, mock));

  app.wait_for("Whom is it about? Everything you do here is on record.");
  app.type("User id", alice.id);
  app.click("Look up");
  app.click("Remove Authenticator app (totp)");
  app.wait_for("Remove a factor");
  pass_gate(app, alice.id);
  app.click("Remove it");
  app.wait_for("The factor is removed");
  app.wait_for("Receipt");

  admin::Client client = client_of(mock);
  CHECK(client.factors(alice.id).get().value().empty());
  const auto log = client.audit().list({"mfa.*"}).get();
  REQUIRE(log.has_value());
  REQUIRE(log->data.size() == 1);
  const admin::AuditRecord& removal = log->data.front();
  CHECK(removal.kind == admin::AuditKind::factor_removed_by_admin);
  CHECK(removal.actor_type == "api_key");
  CHECK(removal.resource_id == alice.factors.at(0));
  CHECK(removal.concerns(alice.id));
  CHECK(removal.result == "success");

  std::ifstream in(desk.home() / "record");
  const std::string record{std::istreambuf_iterator<char>(in), {}};
  for (const char* part : {"ana", "T-4711", "Lost phone, no backup codes"}) {
    CAPTURE(part);
    CHECK(record.find(part) != std::string::npos);
  }
  CHECK(record.find(secret_key) == std::string::npos);

  app.click("Done");
  app.wait_for("No second factor: the user signs in with the password alone.");
  app.wait_for_rest();
}

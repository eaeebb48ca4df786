// The terminal sample through a pseudo-terminal, as a person would use it: the headless components with another skin.
#include "worlds/terminal.hpp"
#include "worlds/catch.hpp"
#include "worlds/temporary_folder.hpp"

#include <hellojohn/testing/mock_server.hpp>

#include <fstream>
#include <string>
#include <utility>

#ifdef HELLOJOHN_TERMINAL  // Built without widgets or samples there is none.

using hellojohn::tests::Terminal;

namespace {

/// "/quit", and what the program ends with.
int quit(Terminal& terminal) {
  terminal.type("/quit");
  return terminal.end();
}

void sign_in(Terminal& terminal) {
  REQUIRE(terminal.shows("Sign in to"));
  terminal.type("alice@example.com");
  REQUIRE(terminal.shows("Password:\r\n"));
  terminal.type("correct horse battery");
  REQUIRE(terminal.shows("Confirm it's you"));
}

}  // namespace

TEST_CASE("terminal: sign-in with a backup code, then new codes") {
  Terminal terminal(HELLOJOHN_TERMINAL);
  sign_in(terminal);
  CHECK(terminal.everything().find("correct horse battery") == std::string::npos);
  terminal.choose("Use a backup code");
  REQUIRE(terminal.shows("One of your backup codes"));
  terminal.type("/codes");
  REQUIRE(terminal.shows("-"));
  const std::string codes = terminal.after("One of your backup codes:\r\n");
  REQUIRE(codes.size() == 9);
  terminal.type(codes);
  REQUIRE(terminal.shows("Signed in with a backup code"));
  terminal.choose("Make new codes");
  terminal.choose("Replace codes");
  REQUIRE(terminal.shows("1. "));
  terminal.choose("Show codes");
  REQUIRE(terminal.shows("8. "));
  terminal.choose("[ ] I have saved these codes");
  terminal.choose("Done");
  REQUIRE(terminal.shows("Sign-in security"));
  CHECK(terminal.shows("8 codes left"));
  CHECK(quit(terminal) == 0);
}

TEST_CASE("terminal: lost access to the end, the QR code in block characters") {
  Terminal terminal(HELLOJOHN_TERMINAL);
  sign_in(terminal);
  terminal.choose("Lost access?");
  terminal.choose("I have neither");
  REQUIRE(terminal.shows("Get a recovery link"));
  terminal.type("alice@example.com");
  REQUIRE(terminal.shows("Check your mail"));
  terminal.type("/mail");
  const std::string link = terminal.after("mailbox: ");
  terminal.type(link);
  terminal.choose("Yes, continue");
  REQUIRE(terminal.shows("\xE2\x96\x80"));
  REQUIRE(terminal.shows("Code:"));
  terminal.type("/totp");
  const std::string code = terminal.after("totp fac_");
  terminal.type(code.substr(code.rfind(' ') + 1));
  terminal.choose("Create codes");
  terminal.choose("Show codes");
  terminal.choose("[ ] I have saved these codes");
  terminal.choose("Done");
  REQUIRE(terminal.shows("You're back"));
  CHECK(terminal.shows("[x] New authenticator set up"));
  CHECK(quit(terminal) == 0);
}

TEST_CASE("terminal: new codes on the self-hosted server, with the password and a code") {
  Terminal terminal(HELLOJOHN_TERMINAL, {"--dialect", "self_hosted"});
  sign_in(terminal);
  CHECK(terminal.everything().find("Get help") == std::string::npos);
  terminal.choose("Use a backup code");
  terminal.type("/codes");
  REQUIRE(terminal.shows("One of your backup codes"));
  const std::string first = terminal.after("One of your backup codes:\r\n");
  REQUIRE(first.size() == 10);
  terminal.type(first);
  REQUIRE(terminal.shows("Signed in with a backup code"));
  terminal.choose("Make new codes");
  terminal.choose("Replace codes");
  REQUIRE(terminal.shows("asks for your password and a code"));
  terminal.choose("Use a backup code");
  REQUIRE(terminal.shows("Password:\r\n"));
  terminal.type("correct horse battery");
  REQUIRE(terminal.shows("One of your backup codes:\r\n"));
  terminal.type("/codes");
  const std::string second = terminal.after("One of your backup codes:\r\n");
  REQUIRE(second.size() == 10);
  REQUIRE(second != first);
  terminal.type(second);
  REQUIRE(terminal.shows("only these codes let you back in"));
  REQUIRE(terminal.shows("10. "));
  terminal.choose("Show codes");
  terminal.choose("[ ] I have saved these codes");
  terminal.choose("Done");
  REQUIRE(terminal.shows("Sign-in security"));
  CHECK(terminal.shows("At most 10 codes left"));
  CHECK(quit(terminal) == 0);
}

TEST_CASE("terminal: against a server of somebody else, in Spanish") {
  hellojohn::testing::MockServerOptions options;
  auto made = hellojohn::testing::MockServer::start(std::move(options));
  REQUIRE(made);
  auto server = std::move(made).value();
  const hellojohn::tests::TemporaryFolder folder("terminal");
  const std::string ca_file = folder.file("ca.pem");
  std::ofstream(ca_file) << server.ca_pem();
  Terminal terminal(HELLOJOHN_TERMINAL,
                    {"--es", "--base-url", server.base_url(), "--tenant", "tnt_01HABCDEF654321",
                     "--key", "pk_live_abc123", "--ca", ca_file});
  REQUIRE(terminal.shows("Inicia sesión en"));
  terminal.type("alice@example.com");
  REQUIRE(terminal.shows("Contraseña:\r\n"));
  terminal.type("correct horse battery");
  terminal.choose("Usar un código de respaldo");
  REQUIRE(terminal.shows("Uno de tus códigos de respaldo"));
  terminal.type(server.service().seeded_backup_codes("usr_01HABCDEF123456").at(0));
  CHECK(terminal.shows("Entraste con un código de respaldo"));
  CHECK(quit(terminal) == 0);
}

TEST_CASE("terminal: options that it does not know are refused") {
  Terminal terminal(HELLOJOHN_TERMINAL, {"--base-ur", "https://example.com"});
  CHECK(terminal.shows("hellojohn-terminal [--es]"));
  CHECK(terminal.end() == 2);
}

#endif

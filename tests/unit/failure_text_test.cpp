// What a failed check prints: the names of our enumerations, never their numbers.
#include "worlds/catch.hpp"

#include <hellojohn/hellojohn.hpp>

#include <string>

using namespace hellojohn;

namespace {

template <class E>
std::string printed(E value) {
  return Catch::Detail::stringify(value);
}

}  // namespace

TEST_CASE("failure text: a value of each public enumeration is printed by its name") {
  CHECK(printed(Errc::resolve) == "Errc::resolve");
  CHECK(printed(Errc::unsupported) == "Errc::unsupported");
  CHECK(printed(Outcome::not_sent) == "Outcome::not_sent");
  CHECK(printed(Outcome::unknown) == "Outcome::unknown");
  CHECK(printed(Remedy::contact_support) == "Remedy::contact_support");
  CHECK(printed(AuthEvent::token_refreshed) == "AuthEvent::token_refreshed");
  CHECK(printed(Sent::all) == "Sent::all");
  CHECK(printed(BackupCodeFormat::Alphabet::exact) == "Alphabet::exact");
  CHECK(printed(LogLevel::warning) == "LogLevel::warning");
}

TEST_CASE("failure text: a value without a name is printed as its number") {
  CHECK(printed(static_cast<Errc>(9999)) == "9999");
  CHECK(printed(static_cast<Outcome>(200)) == "200");
}

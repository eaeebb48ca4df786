// The small pure parts: Secret, origins, Retry-After, errors.
#include "base/dates.hpp"
#include "base/url.hpp"
#include "rules/retry_after.hpp"
#include "worlds/catch.hpp"

#include <hellojohn/error.hpp>
#include <hellojohn/secret.hpp>
#include <hellojohn/transport.hpp>

#include <chrono>
#include <cstring>
#include <string>
#include <utility>

using namespace hellojohn;
using namespace std::chrono_literals;

TEST_CASE("Secret owns, moves and forgets") {
  Secret a("ABCD-EFGH");
  CHECK(a.reveal() == "ABCD-EFGH");
  Secret b(std::move(a));
  CHECK(b.reveal() == "ABCD-EFGH");
  CHECK(a.empty());  // NOLINT(bugprone-use-after-move): the moved-from state is the promise.
  a = std::move(b);
  CHECK(a.size() == 9);
  a.append("-IJKL");
  CHECK(a.reveal() == "ABCD-EFGH-IJKL");
  a.append(a.reveal());
  CHECK(a.reveal() == "ABCD-EFGH-IJKLABCD-EFGH-IJKL");
  const Secret c = a.clone();
  a.clear();
  CHECK(a.empty());
  CHECK(c.size() == 28);
}

TEST_CASE("secure_wipe leaves nothing") {
  char bytes[32];
  std::memset(bytes, 'x', sizeof bytes);
  secure_wipe(bytes, sizeof bytes);
  for (const char byte : bytes) CHECK(byte == 0);
}

TEST_CASE("equal_constant_time compares") {
  CHECK(equal_constant_time("", ""));
  CHECK(equal_constant_time("abc", "abc"));
  CHECK_FALSE(equal_constant_time("abc", "abd"));
  CHECK_FALSE(equal_constant_time("abc", "ab"));
}

TEST_CASE("base_url is an origin") {
  struct Good {
    const char* in;
    bool http;
    const char* out;
    const char* host;
  };
  const Good good[] = {
      {"https://api.hellojohn.dev", false, "https://api.hellojohn.dev", "api.hellojohn.dev"},
      {"https://api.hellojohn.dev/", false, "https://api.hellojohn.dev", "api.hellojohn.dev"},
      {"https://api.hellojohn.dev/v1", false, "https://api.hellojohn.dev", "api.hellojohn.dev"},
      {"https://api.hellojohn.dev/v1/", false, "https://api.hellojohn.dev", "api.hellojohn.dev"},
      {"HTTPS://API.HelloJohn.dev:8443", false, "https://api.hellojohn.dev:8443",
       "api.hellojohn.dev"},
      {"https://[::1]:443", false, "https://[::1]", "::1"},
      {"http://127.0.0.1:80", true, "http://127.0.0.1", "127.0.0.1"},
      {"http://localhost:3000/v1", true, "http://localhost:3000", "localhost"},
      {"http://[::1]", true, "http://[::1]", "::1"},
  };
  for (const Good& row : good) {
    INFO(row.in);
    auto origin = read_base_url(row.in, row.http);
    REQUIRE(origin.has_value());
    CHECK(origin->text == row.out);
    CHECK(origin->host.ascii == row.host);
  }
  const char* const bad[] = {"",
                             "api.hellojohn.dev",
                             "ftp://a",
                             "https://",
                             "https://a b",
                             "https://user@host",
                             "https://host/path",
                             "https://host?x=1",
                             "https://host#f",
                             "https://host:0",
                             "https://host:65536",
                             "https://host:port",
                             "https://host:",
                             "https://[::1",
                             "https://ho\r\nst",
                             "http://api.hellojohn.dev",
                             "http://127.example.com",
                             "http://localhost.example.com"};
  for (const char* text : bad) {
    INFO(text);
    CHECK_FALSE(read_base_url(text, true).has_value());
  }
  CHECK_FALSE(read_base_url("http://127.0.0.1", false).has_value());
}

TEST_CASE("Retry-After: seconds, dates, bounds") {
  const auto now = *read_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(std::chrono::system_clock::to_time_t(now) == 784111777);
  CHECK(read_retry_after("120", now) == 120s);
  CHECK(read_retry_after(" 5 ", now) == 5s);
  CHECK(read_retry_after("0", now) == 0s);
  CHECK(read_retry_after("Sun, 06 Nov 1994 08:50:07 GMT", now) == 30s);
  CHECK(read_retry_after("Sun, 06 Nov 1994 08:49:07 GMT", now) == 0s);
  CHECK(read_retry_after("99999999", now) == 24h);
  CHECK(read_retry_after("999999999999999999999", now) == 24h);
  CHECK(read_retry_after("Sun, 06 Nov 2094 08:49:37 GMT", now) == 24h);
  for (const char* text : {"", "-1", "1e30", "soon", "5s", "1.5s", "1.", ".5",
                           "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT"})
    CHECK_FALSE(read_retry_after(text, now).has_value());
  CHECK(read_rate_limit_reset("784111807", "", now) == 30s);
  CHECK(read_rate_limit_reset("784111700", "0", now) == 0s);
  CHECK_FALSE(read_rate_limit_reset("later", "", now).has_value());
}

TEST_CASE("waits: an absolute time is measured from the answer's own Date") {
  const auto date = *read_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(read_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", date) == 60s);
  CHECK_FALSE(read_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", {}));
  CHECK(read_retry_after("60", {}) == 60s);
  CHECK_FALSE(read_rate_limit_reset("784111807", "0", {}));
}

TEST_CASE("waits: fractions of a second are rounded up") {
  CHECK(read_retry_after("1.5", {}) == 2s);
  CHECK(read_retry_after("2.0", {}) == 2s);
  CHECK(read_retry_after("0.001", {}) == 1s);
}

TEST_CASE("waits: a reset counts if no tries are left, and in seconds since 1970") {
  const auto date = *read_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK_FALSE(read_rate_limit_reset("784111781", "3", date));
  CHECK_FALSE(read_rate_limit_reset("784111781000", "0", date));
  CHECK_FALSE(read_rate_limit_reset("60", "0", date));
  CHECK(read_rate_limit_reset("784111837", "0", date) == 60s);
}

TEST_CASE("every error value has a name and a remedy") {
  for (int i = 1; i <= static_cast<int>(Errc::unsupported); ++i) {
    const auto code = static_cast<Errc>(i);
    CHECK(std::string(to_string(code)) != "unlisted");
    CHECK(std::string(to_string(remedy_for(code))) != "unlisted");
  }
  CHECK(remedy_for(Errc::invalid_code) == Remedy::fix_input);
  CHECK(remedy_for(Errc::rate_limited) == Remedy::retry_later);
  CHECK(remedy_for(Errc::challenge_expired) == Remedy::start_over);
  CHECK(remedy_for(Errc::auth_expired) == Remedy::sign_in_again);
  CHECK(remedy_for(Errc::reauthentication_required) == Remedy::reauthenticate);
  CHECK(remedy_for(Errc::tls_trust) == Remedy::contact_support);
  CHECK(remedy_for(static_cast<Errc>(9999)) == Remedy::contact_support);
}

TEST_CASE("header names have no case") {
  HttpResponse response;
  response.headers = {{"Content-Type", "a"}, {"Retry-After", "5"}};
  CHECK(response.header("retry-AFTER") == "5");
  CHECK(response.header("X").empty());
}

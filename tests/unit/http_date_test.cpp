// HTTP dates in the three forms that a recipient has to read (RFC 9110 5.6.7), and waits that are made of them.
#include "base/dates.hpp"
#include "worlds/catch.hpp"

#include "rules/retry_after.hpp"

#include <chrono>
#include <string>
#include <string_view>

using namespace hellojohn;
using namespace std::chrono_literals;

namespace {

long long unix_time(std::string_view text) {
  const auto date = read_http_date(text);
  REQUIRE(date.has_value());
  return std::chrono::duration_cast<std::chrono::seconds>(date->time_since_epoch()).count();
}

}  // namespace

TEST_CASE("HTTP dates: one moment in three forms") {
  for (const char* text : {
           "Sun, 06 Nov 1994 08:49:37 GMT",
           "Sunday, 06-Nov-94 08:49:37 GMT",
           "Sun Nov  6 08:49:37 1994",
           "Sun Nov 06 08:49:37 1994",
       }) {
    CAPTURE(text);
    CHECK(unix_time(text) == 784111777);
  }
}

TEST_CASE("HTTP dates: months, leap days, leap seconds, both ends of two-digit years") {
  struct Row {
    const char* text;
    long long unix_seconds;
  };
  const Row rows[] = {
      {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
      {"Mon, 01 Jan 2024 00:00:00 GMT", 1704067200},
      {"Thu, 01 Feb 2024 00:00:00 GMT", 1706745600},
      {"Thu, 29 Feb 2024 12:00:00 GMT", 1709208000},
      {"Fri, 01 Mar 2024 00:00:00 GMT", 1709251200},
      {"Mon, 01 Apr 2024 00:00:00 GMT", 1711929600},
      {"Wed, 01 May 2024 00:00:00 GMT", 1714521600},
      {"Sat, 01 Jun 2024 00:00:00 GMT", 1717200000},
      {"Mon, 01 Jul 2024 00:00:00 GMT", 1719792000},
      {"Thu, 01 Aug 2024 00:00:00 GMT", 1722470400},
      {"Sun, 01 Sep 2024 00:00:00 GMT", 1725148800},
      {"Tue, 01 Oct 2024 00:00:00 GMT", 1727740800},
      {"Fri, 01 Nov 2024 00:00:00 GMT", 1730419200},
      {"Sun, 01 Dec 2024 00:00:00 GMT", 1733011200},
      {"Sat, 31 Dec 2016 23:59:60 GMT", 1483228800},
      {"Thursday, 01-Jan-70 00:00:00 GMT", 0},
      {"Tuesday, 31-Dec-69 23:59:59 GMT", 3155759999},
      {"Wednesday, 06-Nov-94 08:49:37 GMT", 784111777},
      {"Thu Feb 29 12:00:00 2024", 1709208000},
      {"Mon Jan  1 00:00:00 2024", 1704067200},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(unix_time(row.text) == row.unix_seconds);
  }
}

TEST_CASE("HTTP dates: what is none") {
  for (const char* text : {
           "",
           "Sun",
           "now",
           "1994-11-06T08:49:37Z",
           "06 Nov 1994 08:49:37 GMT",
           "Sun, 06 Nov 1994 08:49:37",
           "Sun, 06 Nov 1994 08:49:37 UTC",
           "Sun, 06 Nov 1994 08:49:37 +0000",
           "Sun, 6 Nov 1994 08:49:37 GMT",
           "Sun, 00 Nov 1994 08:49:37 GMT",
           "Sun, 31 Nov 1994 08:49:37 GMT",
           "Sun, 29 Feb 2023 08:49:37 GMT",
           "Sun, 06 nov 1994 08:49:37 GMT",
           "Sun, 06 Nox 1994 08:49:37 GMT",
           "Sun, 06 anF 1994 08:49:37 GMT",
           "Sun, 06 Nov 19x4 08:49:37 GMT",
           "Sun, 06 Nov 1994 24:00:00 GMT",
           "Sun, 06 Nov 1994 08:60:00 GMT",
           "Sun, 06 Nov 1994 08:49:61 GMT",
           "Sun, 06 Nov 1994 08.49.37 GMT",
           "Sun, 06-Nov-1994 08:49:37 GMT",
           "Sunday, 06-Nov-94 08:49:37",
           "Sunday, 06 Nov 94 08:49:37 GMT",
           "Sunday, 06-Nov-9x 08:49:37 GMT",
           "Su, 06-Nov-94 08:49:37 GMT",
           "Sunnydayyy, 06-Nov-94 08:49:37 GMT",
           "Sun Nov  6 08:49:37 94",
           "Sun Nov   6 08:49:37 1994",
           "Sun Nov 32 08:49:37 1994",
           "Sun Nov  x 08:49:37 1994",
           "Sun Nov  6 08:49:37 1994 ",
       }) {
    CAPTURE(text);
    CHECK_FALSE(read_http_date(text).has_value());
  }
}

TEST_CASE("HTTP dates: no byte of a good one may be another without consequence") {
  const std::string good = "Sun, 06 Nov 1994 08:49:37 GMT";
  for (std::size_t i = 3; i < good.size(); ++i) {
    for (const char c : {'x', '\0', '\x7f'}) {
      std::string bad = good;
      bad[i] = c;
      CAPTURE(i);
      CHECK_FALSE(read_http_date(bad).has_value());
    }
    CHECK_FALSE(read_http_date(good.substr(0, i)).has_value());
  }
}

TEST_CASE("Retry-After: a wait, from every form, never below zero or above a day") {
  const auto now = *read_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
  struct Row {
    const char* text;
    std::chrono::seconds wait;
  };
  const Row rows[] = {
      {"0", 0s},
      {"1", 1s},
      {"007", 7s},
      {"86400", 24h},
      {"86401", 24h},
      {"9223372036854775807", 24h},
      {"9223372036854775808", 24h},
      {"99999999999999999999999999999999", 24h},
      {"Sun, 06 Nov 1994 08:49:38 GMT", 1s},
      {"Sunday, 06-Nov-94 08:50:37 GMT", 60s},
      {"Sun Nov  6 09:49:37 1994", 1h},
      {"Sun Nov  6 07:49:37 1994", 0s},
      {"Tue, 08 Nov 1994 08:49:37 GMT", 24h},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(read_retry_after(row.text, now) == row.wait);
  }
  // A wait that is rounded down would be over too early.
  CHECK(read_retry_after("Sun, 06 Nov 1994 08:49:38 GMT", now + 1ms) == 1s);
  CHECK(read_rate_limit_reset("784111778", "", now + 1ms) == 0s);
  CHECK(read_rate_limit_reset("784111779", "", now + 1ms) == 1s);
}

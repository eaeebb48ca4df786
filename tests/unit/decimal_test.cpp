// Decimal numbers in text: exact, strict and without a locale.
#include "base/decimal.hpp"
#include "rules/retry_after.hpp"
#include "worlds/catch.hpp"

#include <chrono>
#include <optional>
#include <string>

using namespace hellojohn;
using namespace std::chrono_literals;

TEST_CASE("decimal: the whole part is exact, and a fraction is noticed") {
  struct Row {
    const char* text;
    std::int64_t whole;
    bool negative;
    bool has_fraction;
  };
  const Row rows[] = {{"0", 0, false, false},
                      {"600", 600, false, false},
                      {"600.0", 600, false, false},
                      {"6e2", 600, false, false},
                      {"6E+2", 600, false, false},
                      {"0.6e3", 600, false, false},
                      {"6000e-1", 600, false, false},
                      {"0.57e2", 57, false, false},
                      {"1.005e3", 1005, false, false},
                      {"42.7", 42, false, true},
                      {"-1.5", 1, true, true},
                      {"1e-400", 0, false, true},
                      {"0e9999", 0, false, false},
                      {"0.000", 0, false, false},
                      {"9000000000000000", 9'000'000'000'000'000, false, false}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto number = read_decimal(row.text);
    REQUIRE(number);
    CHECK(number->whole == row.whole);
    CHECK(number->negative == row.negative);
    CHECK(number->has_fraction == row.has_fraction);
    CHECK_FALSE(number->too_large);
  }
}

TEST_CASE("decimal: too large is said, and text that is no number is refused") {
  for (const char* text : {"1e999", "1e99999999999", "9000000000000001", "123456789012345678901"}) {
    CAPTURE(text);
    const auto number = read_decimal(text);
    REQUIRE(number);
    CHECK(number->too_large);
  }
  for (const char* text : {"", "-", "+1", ".5", "5.", "1e", "1e+", "e5", "1.2.3", "0x10", "1,5",
                           " 1", "1 ", "soon", "inf", "nan", "--1", "1e5.5"}) {
    CAPTURE(text);
    CHECK_FALSE(read_decimal(text));
  }
}

TEST_CASE("decimal: a wait is rounded up and bounded, and never negative") {
  using Wait = std::optional<std::chrono::seconds>;
  CHECK(whole_wait("42.7") == Wait(43s));
  CHECK(whole_wait("6e1") == Wait(60s));
  CHECK(whole_wait("0") == Wait(0s));
  CHECK(whole_wait("-0.0") == Wait(0s));
  CHECK(whole_wait("1e9") == Wait(24h));
  CHECK(whole_wait("1e999") == Wait(24h));
  CHECK(whole_wait("-1") == Wait());
  CHECK(whole_wait("-0.5") == Wait());
  CHECK(whole_wait("soon") == Wait());
}

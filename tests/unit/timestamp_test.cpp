// Times as they stand in answers and tokens: RFC 3339 both ways, and numeric dates.
#include "base/dates.hpp"
#include "worlds/catch.hpp"

#include "json/json.hpp"

#include <cstdint>
#include <optional>
#include <string>

using namespace hellojohn;
using namespace hellojohn::codec;
using namespace std::chrono_literals;

TEST_CASE("timestamps: one moment in every form of RFC 3339") {
  const auto moment = std::chrono::system_clock::time_point(1705312800s);
  for (const char* text :
       {"2024-01-15T10:00:00Z", "2024-01-15t10:00:00z", "2024-01-15 10:00:00Z",
        "2024-01-15T10:00:00.0Z", "2024-01-15T10:00:00.000000000Z", "2024-01-15T12:00:00+02:00",
        "2024-01-15T04:30:00-05:30", "2024-01-15T09:59:60Z", "2024-01-16T09:59:00+23:59"}) {
    CAPTURE(text);
    REQUIRE(read_rfc3339(text));
    CHECK(*read_rfc3339(text) == moment);
  }
  CHECK(*read_rfc3339("2024-01-15T10:00:00.25Z") == moment + 250ms);
  CHECK(*read_rfc3339("2024-01-15T10:00:00.2509Z") == moment + 250ms);
}

TEST_CASE("timestamps: what only looks like one, at every place") {
  const std::string good = "2024-01-15T10:00:00.5+02:00";
  REQUIRE(read_rfc3339(good));
  for (std::size_t i = 0; i < good.size(); ++i) {
    CAPTURE(i);
    std::string bad = good;
    bad[i] = 'x';
    CHECK_FALSE(read_rfc3339(bad));
    CHECK_FALSE(read_rfc3339(good.substr(0, i)));
  }
  for (const char* text :
       {"2024-00-15T10:00:00Z", "2024-01-00T10:00:00Z", "2024-01-32T10:00:00Z",
        "2023-02-29T10:00:00Z", "2024-01-15T24:00:00Z", "2024-01-15T10:60:00Z",
        "2024-01-15T10:00:61Z", "2024-01-15T10:00:00.Z", "2024-01-15T10:00:00.5",
        "2024-01-15T10:00:00+24:00", "2024-01-15T10:00:00+02:60", "2024-01-15T10:00:00+0200",
        "2024-01-15T10:00:00+02", "1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(read_rfc3339(text));
  }
}

TEST_CASE("timestamps: numeric dates that our clocks can hold") {
  CHECK(*unix_time(1) == std::chrono::system_clock::time_point(1s));
  CHECK(write_rfc3339(*unix_time(7258118399)) == "2199-12-31T23:59:59Z");
  for (const std::optional<std::int64_t>& none :
       {std::optional<std::int64_t>{}, std::optional<std::int64_t>{0},
        std::optional<std::int64_t>{-1}, std::optional<std::int64_t>{7258118400}})
    CHECK_FALSE(unix_time(none));
}

TEST_CASE("timestamps: written in UTC, cut to the second, also before 1970") {
  const std::chrono::system_clock::time_point epoch{};
  CHECK(write_rfc3339(epoch + 999ms) == "1970-01-01T00:00:00Z");
  CHECK(write_rfc3339(epoch - 1ms) == "1969-12-31T23:59:59Z");
  CHECK(write_rfc3339(*read_rfc3339("2024-02-29T23:59:59+01:00")) == "2024-02-29T22:59:59Z");
}

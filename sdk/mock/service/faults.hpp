// The fault table: which requests get a broken, late or false answer.
// Knows nothing of what the requests mean.
#pragma once

#include <hellojohn/testing/mock_service.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

namespace json = boost::json;

enum class FaultKind : std::uint8_t { status, delay, drop_before, drop_after, truncate, garbage };

struct Fault {
  FaultKind kind = FaultKind::status;
  std::string method = "*";
  std::string path = "*";  ///< Exact, a template with :id segments, or "*".
  int status = 503;
  std::optional<std::string> body{};
  std::vector<HttpHeader> headers{};
  std::optional<std::int64_t> retry_after{};
  std::int64_t delay_ms = 0;
  std::optional<std::int64_t> left{};  ///< Requests it will still hit; absent: all.
  bool after = false;                  ///< Kind status: process first.
  std::int64_t hits = 0;
};

[[nodiscard]] const char* to_string(FaultKind kind);

/// Reads one order of the control route. Throws std::invalid_argument, which names the member, if one is wrong, unknown or
/// without an effect.
[[nodiscard]] Fault parse_fault(const json::object& order);

[[nodiscard]] json::object describe(const Fault& fault);

/// True if each segment is equal or the template's begins with ':'.
[[nodiscard]] bool path_matches(std::string_view pattern, std::string_view path);

/// The first entry that applies, counted as hit.
[[nodiscard]] std::optional<Fault> take_fault(std::vector<Fault>& table, std::string_view method,
                                              std::string_view path);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn

// One call on its way through the mock service: the request, the caller, and the answer.
// Knows nothing of single endpoints.
#pragma once

#include "state.hpp"

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

enum class Caller : std::uint8_t { nobody, publishable_key, secret_key, session };

/// An answer before the headers that every answer carries.
struct Reply {
  int status = 200;
  std::optional<json::value> body{};
  std::vector<HttpHeader> headers{};
  std::string raw{};  ///< Sent instead of `body` if that is absent.
  std::string content_type = "application/json";
  std::string cache_control = "no-store";
};

/// Thrown by handlers; becomes the documented error body.
struct Refusal {
  int status;
  std::string code;
  std::string message;
  std::vector<HttpHeader> headers{};
  json::object extra{};  ///< Further members of the error object.
};

struct Call {
  std::string method, path, query, route, request_id;
  std::map<std::string, std::string> segments{};  ///< Values of the route's :name parts.
  json::object body{};
  Caller caller = Caller::nobody;
  Tenant* tenant = nullptr;
  Session* session = nullptr;
  std::optional<LimitState> limit{};
  std::vector<json::object> effects{};  ///< For the journal.
  std::string user_agent{};
  std::chrono::milliseconds withheld{0};  ///< How long a fault holds the answer back.

  [[nodiscard]] bool is_recovery() const;
  /// Adds a line to the journal.
  void note(std::string_view effect, json::object more = {});
};

[[noreturn]] void refuse(int status, std::string code, std::string message);
[[noreturn]] void refuse_validation(std::string message);
[[noreturn]] void refuse_limit(const LimitState& state, Time now);

/// First value of a header of a request; `many` tells that there was more than one.
[[nodiscard]] std::string_view request_header(const HttpRequest& request, std::string_view name,
                                              bool* many = nullptr);

/// Undoes percent-encoding; nothing if it is malformed.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);
/// The query's values; refuses malformed and repeated ones.
[[nodiscard]] std::map<std::string, std::string> parse_query(std::string_view query);

/// A required non-empty string member of the body, else 422.
[[nodiscard]] std::string required_text(const Call& call, std::string_view name);
[[nodiscard]] std::optional<std::string> optional_text(const Call& call, std::string_view name);
[[nodiscard]] bool is_email(std::string_view text);

/// Parses a body strictly: an object, no name twice in one object. Refuses with 400 or 422.
[[nodiscard]] json::object parse_body(std::string_view text);

/// Counts a hit and remembers it for the headers; refuses when the limit is reached.
void count_hit(World& world, Call& call, const std::string& key, LimitRule rule);

[[nodiscard]] Reply error_reply(const Refusal& refusal, const std::string& request_id);
[[nodiscard]] HttpResponse finish(const World& world, const Call& call, const Reply& reply);

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn

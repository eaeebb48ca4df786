// See read_fields.hpp.
#include "net/http/read_fields.hpp"

namespace hellojohn {
inline namespace v0 {
namespace net {

std::span<const std::string_view> read_fields() noexcept {
  static constexpr std::string_view names[] = {
      "Content-Type",          "Date",         "Retry-After",     "X-RateLimit-Reset",
      "X-RateLimit-Remaining", "X-Request-ID", "WWW-Authenticate"};
  return names;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn

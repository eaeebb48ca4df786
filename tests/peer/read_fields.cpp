// The fields of an answer that the peer's client keeps: the product's list, and the cookies.
// The linker takes this function before it looks into the library.
#include "net/http/read_fields.hpp"

namespace hellojohn {
inline namespace v0 {
namespace net {

std::span<const std::string_view> read_fields() noexcept {
  static constexpr std::string_view names[] = {
      "Content-Type",          "Date",         "Retry-After",      "X-RateLimit-Reset",
      "X-RateLimit-Remaining", "X-Request-ID", "WWW-Authenticate", "Set-Cookie"};
  return names;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn

// Header lookup on an answer. Knows nothing of transports.
#include <hellojohn/transport.hpp>

#include "base/ascii.hpp"

namespace hellojohn {
inline namespace v0 {

std::string_view HttpResponse::header(std::string_view name) const noexcept {
  for (const HttpHeader& h : headers)
    if (ascii::equal_ignore_case(h.name, name)) return h.value;
  return {};
}

}  // namespace v0
}  // namespace hellojohn

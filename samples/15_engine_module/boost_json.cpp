// The functions of Boost.JSON that the codec's parser calls, from Boost's own headers: the distribution's
// Boost.JSON is built for another standard library, and its src.hpp needs exceptions.
#include <boost/json/detail/config.hpp>

#include <boost/json/detail/impl/stack.ipp>
#include <boost/json/impl/error.ipp>
#include <boost/json/memory_resource.hpp>

// After memory_resource.hpp, which it needs and does not include.
#include <boost/json/detail/impl/default_resource.ipp>

// Boost 1.83 has two more, which 1.81 has in headers.
#if __has_include(<boost/json/detail/charconv/from_chars.hpp>)
#include <boost/json/detail/charconv/from_chars.hpp>
#include <boost/json/detail/impl/except.ipp>

#include <cstdlib>

namespace boost {
namespace json::detail::charconv {
// Boost's own takes memory by malloc. It is asked where numbers are to be precise, which the codec does not want.
from_chars_result from_chars(const char*, const char*, double&, chars_format) noexcept {
  std::abort();
}
}  // namespace json::detail::charconv
// Nothing that the codec's parser does comes here: what it refuses it reports.
void throw_exception(const std::exception&, const source_location&) { std::abort(); }
}  // namespace boost
#endif

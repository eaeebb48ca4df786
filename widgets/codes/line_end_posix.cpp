// How a line of a text file ends on POSIX systems. Each platform has its own file.
#include "screen/parts.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets::parts {

std::string_view file_line_end() noexcept { return "\n"; }

}  // namespace widgets::parts
}  // namespace v0
}  // namespace hellojohn

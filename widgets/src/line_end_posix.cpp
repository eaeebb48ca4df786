// How a line of a text file ends on POSIX systems. Each platform has its own file.
#include "screen_parts.hpp"

namespace hellojohn::inline v0::widgets::parts {

std::string_view file_line_end() noexcept { return "\n"; }

}  // namespace hellojohn::inline v0::widgets::parts

// How the lines of a saved file end on POSIX systems.
#include "screen/parts.hpp"
#include "worlds/catch.hpp"

TEST_CASE("saved file: the lines end as other programs of this platform expect") {
  CHECK(hellojohn::widgets::parts::file_line_end() == "\n");
}

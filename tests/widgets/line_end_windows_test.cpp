// How the lines of a saved file end on Windows.
#include "screen/parts.hpp"
#include "worlds/catch.hpp"

TEST_CASE("saved file: the lines end as other programs of this platform expect") {
  CHECK(hellojohn::widgets::parts::file_line_end() == "\r\n");
}

// The rules for bytes that stand in a header line.
#include "worlds/catch.hpp"

#include "base/ascii.hpp"

#include <string>

using hellojohn::ascii::is_visible;

TEST_CASE("ascii: every byte is judged at every place of a text", "[unit]") {
  for (std::size_t size = 1; size <= 17; ++size)
    for (std::size_t at = 0; at < size; ++at)
      for (int octet = 0; octet < 256; ++octet) {
        std::string text(size, '~');
        text[at] = static_cast<char>(octet);
        INFO("octet " << octet << " at " << at << " of " << size);
        REQUIRE(is_visible(text) == (octet > 0x20 && octet < 0x7f));
      }
}

TEST_CASE("ascii: a neighbour's carry neither hides nor makes an invisible byte", "[unit]") {
  CHECK(is_visible(""));
  CHECK_FALSE(is_visible("\xff\x20"));
  CHECK_FALSE(is_visible("\x20\xff\xff\xff\xff\xff\xff\xff"));
  CHECK_FALSE(is_visible("\x7f!!!!!!!"));
  CHECK(is_visible("!~!~!~!~!~"));
}

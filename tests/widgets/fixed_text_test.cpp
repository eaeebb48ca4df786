// Text in buffers of a fixed size: never cut silently, wiped when it goes.
#include "worlds/catch.hpp"

#include <hellojohn/widgets/fixed_text.hpp>

#include <algorithm>
#include <cstring>
#include <string>
#include <type_traits>

using hellojohn::widgets::FixedText;
using hellojohn::widgets::TextInput;
using hellojohn::widgets::WipedText;

namespace {

template <typename Text>
bool is_zero_behind(Text& text) {
  return std::all_of(text.data() + text.size(), text.data() + text.capacity(),
                     [](char c) { return c == '\0'; });
}

template <typename Text>
void check_assign(Text& text, std::size_t most) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, most - 1, most}) {
    CHECK(text.assign(std::string(size, 'a')));
    CHECK(text.size() == size);
    CHECK(text.view().reveal() == std::string(size, 'a'));
    CHECK(is_zero_behind(text));
  }
  for (const std::size_t size : {most + 1, 2 * most}) {
    REQUIRE(text.assign("before"));
    CHECK_FALSE(text.assign(std::string(size, 'a')));
    CHECK(text.empty());
    CHECK(is_zero_behind(text));
  }
}

}  // namespace

TEST_CASE("fixed text: a wiped text takes all of a text or nothing") {
  WipedText<16> text;
  check_assign(text, 16);
  REQUIRE(text.assign("secret"));
  REQUIRE(text.assign("ab"));
  CHECK(std::memcmp(text.data(), "ab\0\0\0\0", 6) == 0);
}

TEST_CASE("fixed text: a field takes all of a text or nothing, and says so") {
  TextInput usual;
  check_assign(usual, TextInput::usual);
  TextInput mail(TextInput::mail);
  check_assign(mail, 64 * 1024);
  CHECK(mail.overflowed());
  mail.clear();
  CHECK_FALSE(mail.overflowed());
  mail.overflow();
  CHECK(mail.overflowed());
  CHECK(mail.empty());
  REQUIRE(mail.assign("typed"));
  CHECK_FALSE(mail.overflowed());
  static_assert(!std::is_copy_constructible_v<TextInput> && !std::is_move_assignable_v<TextInput>);
}

TEST_CASE("fixed text: what an editor left in a field ends at its NUL") {
  TextInput input(8);
  CHECK(input.capacity() == 9);
  std::memcpy(input.data(), "abc\0hidden", 9);
  input.resized();
  CHECK(input.view().reveal() == "abc");
  CHECK(is_zero_behind(input));
  std::memcpy(input.data(), "12345678", 8);
  input.resized();
  CHECK(input.view().reveal() == "12345678");
}

TEST_CASE("fixed text: a text for the screen is cut at a character") {
  FixedText<4> text("abcé");
  CHECK(text.view() == "abc");
  text.append("de");
  CHECK(text.view() == "abcd");
}

// The words of Japanese as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto ja_rows() noexcept {
  return std::to_array<Row>({
#include "words/ja.def"
  });
}
constexpr Table<ja_rows, Plurals::none> ja_table;
}  // namespace

const Words ja{ja_table.text.data(), ja_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

// The words of Russian as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto ru_rows() noexcept {
  return std::to_array<Row>({
#include "words/ru.def"
  });
}
constexpr Table<ru_rows, Plurals::russian> ru_table;
}  // namespace

const Words ru{ru_table.text.data(), ru_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

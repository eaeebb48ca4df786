// The words of German as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto de_rows() noexcept {
  return std::to_array<Row>({
#include "words/de.def"
  });
}
constexpr Table<de_rows, Plurals::one> de_table;
}  // namespace

const Words de{de_table.text.data(), de_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

// The words of French as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto fr_rows() noexcept {
  return std::to_array<Row>({
#include "words/fr.def"
  });
}
constexpr Table<fr_rows, Plurals::zero_one> fr_table;
}  // namespace

const Words fr{fr_table.text.data(), fr_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

// The words of Italian as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto it_rows() noexcept {
  return std::to_array<Row>({
#include "words/it.def"
  });
}
constexpr Table<it_rows, Plurals::one> it_table;
}  // namespace

const Words it{it_table.text.data(), it_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

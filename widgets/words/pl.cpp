// The words of Polish as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto pl_rows() noexcept {
  return std::to_array<Row>({
#include "words/pl.def"
  });
}
constexpr Table<pl_rows, Plurals::polish> pl_table;
}  // namespace

const Words pl{pl_table.text.data(), pl_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

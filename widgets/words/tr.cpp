// The words of Turkish as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto tr_rows() noexcept {
  return std::to_array<Row>({
#include "words/tr.def"
  });
}
constexpr Table<tr_rows, Plurals::one> tr_table;
}  // namespace

const Words tr{tr_table.text.data(), tr_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

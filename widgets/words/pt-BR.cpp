// The words of Portuguese of Brazil as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto pt_br_rows() noexcept {
  return std::to_array<Row>({
#include "words/pt-BR.def"
  });
}
constexpr Table<pt_br_rows, Plurals::zero_one> pt_br_table;
}  // namespace

const Words pt_br{pt_br_table.text.data(), pt_br_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

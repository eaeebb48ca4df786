// The words of Spanish of Latin America as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto es_rows() noexcept {
  return std::to_array<Row>({
#include "words/es.def"
  });
}
constexpr Table<es_rows, Plurals::one> es_table;
}  // namespace

const Words es{es_table.text.data(), es_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

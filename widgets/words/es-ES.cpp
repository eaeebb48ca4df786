// The words of Spanish of Spain as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto es_es_rows() noexcept {
  return std::to_array<Row>({
#include "words/es-ES.def"
  });
}
constexpr Table<es_es_rows, Plurals::one> es_es_table;
}  // namespace

const Words es_es{es_es_table.text.data(), es_es_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

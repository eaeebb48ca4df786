// The words of Korean as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto ko_rows() noexcept {
  return std::to_array<Row>({
#include "words/ko.def"
  });
}
constexpr Table<ko_rows, Plurals::none> ko_table;
}  // namespace

const Words ko{ko_table.text.data(), ko_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

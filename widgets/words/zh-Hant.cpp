// The words of Chinese in traditional characters as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto zh_hant_rows() noexcept {
  return std::to_array<Row>({
#include "words/zh-Hant.def"
  });
}
constexpr Table<zh_hant_rows, Plurals::none> zh_hant_table;
}  // namespace

const Words zh_hant{zh_hant_table.text.data(), zh_hant_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

// The words of Chinese in simplified characters as a constant table. A program that does not ask for them does not link them.
#include "words/table.hpp"

namespace hellojohn {
inline namespace v0 {
namespace widgets {
namespace words {

namespace {
constexpr auto zh_hans_rows() noexcept {
  return std::to_array<Row>({
#include "words/zh-Hans.def"
  });
}
constexpr Table<zh_hans_rows, Plurals::none> zh_hans_table;
}  // namespace

const Words zh_hans{zh_hans_table.text.data(), zh_hans_table.begins.data()};

}  // namespace words
}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

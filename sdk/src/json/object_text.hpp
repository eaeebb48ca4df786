// Writes one JSON object piece by piece into wiped storage. Knows no field names.
#pragma once

#include "json/json.hpp"

#include <cstddef>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace codec {

/// Names and values are escaped; invalid UTF-8 in them becomes U+FFFD.
class ObjectText {
 public:
  ObjectText();
  ObjectText& text(std::string_view name, std::string_view value);
  ObjectText& text_if(std::string_view name, std::string_view value) {
    return value.empty() ? *this : text(name, value);
  }
  /// `json` is written as it is: a number, a flag, null, or an object of done().
  ObjectText& raw(std::string_view name, std::string_view json);
  [[nodiscard]] Secret done();

 private:
  /// Everything before the value, with the opening quotation mark of a text.
  void begin(std::string_view name, bool is_text);
  void escaped(std::string_view value);
  /// The character at the front; how many bytes it had.
  std::size_t escaped_one(std::string_view value);

  Secret out_;
  bool first_ = true;
};

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn

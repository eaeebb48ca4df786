// Walks a JSON text and gives a visitor each path with its value, without building a tree. Paths look like
// "session.access_token", "codes[]", "data[].actor.id"; the root value is "". Boost.JSON stays in reader.cpp.
#pragma once

#include "json/json.hpp"

#include <cstdint>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace codec {

class Visitor {
 public:
  virtual ~Visitor() = default;
  /// `value` is unescaped, valid UTF-8, and valid only during the call. Non-null: the text is refused with this reason.
  virtual Problem on_text(std::string_view path, std::string_view value) = 0;
  virtual Problem on_integer(std::string_view, std::int64_t) { return nullptr; }
  virtual Problem on_bool(std::string_view, bool) { return nullptr; }
  /// A number that is no signed 64-bit integer, as the server wrote it.
  virtual Problem on_number(std::string_view, std::string_view) { return nullptr; }
  /// Null.
  virtual Problem on_other(std::string_view) { return nullptr; }
  virtual Problem on_object(std::string_view) { return nullptr; }
  virtual Problem on_array(std::string_view) { return nullptr; }
};

/// Reads one JSON value and nothing after it: depth 16, 64 KiB, valid UTF-8, finite numbers, no key twice in an object.
[[nodiscard]] Problem read_json(std::string_view text, Visitor& visitor);

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn

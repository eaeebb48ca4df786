// Names of JSON members that nobody reads: a misspelt one would otherwise be an order that has no effect.
// Knows nothing of what the members mean.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {

/// The first name in `from` that is not among `known`; nothing if there is none.
[[nodiscard]] inline std::optional<std::string> unknown_key(
    const boost::json::object& from, std::initializer_list<std::string_view> known) {
  for (const auto& entry : from) {
    if (std::find(known.begin(), known.end(), std::string_view(entry.key())) == known.end())
      return std::string(entry.key());
  }
  return std::nullopt;
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn

// The name of an enumerator as the compiler writes it. For what a failed test prints, and for nothing else.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hellojohn::tests {

/// More values than any of our enumerations has.
inline constexpr std::size_t named_values = 256;

/// "Outcome::unknown", or nothing if no enumerator has the value.
template <auto Value>
constexpr std::string_view enumerator() {
  // GCC: "[with auto Value = hellojohn::v0::Outcome::unknown; ...]". Clang: "[Value = hellojohn::Outcome::unknown]".
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find("Value = ") + 8);
  text = text.substr(0, text.find_first_of(";]"));
  if (text.empty() || text.front() == '(' || text.find("::") == std::string_view::npos) return {};
  const std::size_t name = text.rfind("::");
  const std::size_t type = text.rfind("::", name - 1);
  return type == std::string_view::npos ? text : text.substr(type + 2);
}

template <class E, std::size_t... I>
constexpr auto enumerators(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{
      enumerator<static_cast<E>(static_cast<std::underlying_type_t<E>>(I))>()...};
}

template <class E>
std::string enum_name(E value) {
  static constexpr auto names = enumerators<E>(std::make_index_sequence<named_values>());
  const auto number = static_cast<std::underlying_type_t<E>>(value);
  if (static_cast<unsigned long long>(number) < names.size()) {
    const std::string_view name = names[static_cast<std::size_t>(number)];
    if (!name.empty()) return std::string(name);
  }
  return std::to_string(static_cast<long long>(number));
}

}  // namespace hellojohn::tests

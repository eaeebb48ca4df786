// Whether a media type is JSON (RFC 8259, RFC 6839). Depends on nothing but the ASCII rules.
#pragma once

#include "base/ascii.hpp"

#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// "application/json" and every type with the suffix "+json", whatever parameters follow.
[[nodiscard]] constexpr bool is_json_type(std::string_view media_type) noexcept {
  std::string_view media = media_type.substr(0, media_type.find(';'));
  while (!media.empty() && (media.front() == ' ' || media.front() == '\t')) media.remove_prefix(1);
  while (!media.empty() && (media.back() == ' ' || media.back() == '\t')) media.remove_suffix(1);
  constexpr std::string_view suffix = "+json";
  if (ascii::equal_ignore_case(media, "application/json")) return true;
  return media.size() > suffix.size() &&
         ascii::equal_ignore_case(media.substr(media.size() - suffix.size()), suffix);
}

}  // namespace v0
}  // namespace hellojohn

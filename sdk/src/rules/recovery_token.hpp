// What the token of a recovery link looks like.
#pragma once

#include <string_view>

namespace hellojohn {
inline namespace v0 {

inline constexpr std::string_view token_prefix = "rec_tok_";

}  // namespace v0
}  // namespace hellojohn

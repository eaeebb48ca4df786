// Judges where a recovery token is: on its own, after a label, or in a link, and of which host.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {

/// The hosts and schemes that a recovery link may have.
struct LinkRules {
  const std::vector<std::string>& hosts;
  const std::vector<std::string>& schemes;
};

struct LinkPlace {
  enum class Kind : std::uint8_t {
    bare,     ///< Only the token, or a word before it.
    ours,     ///< In a link that the rules allow.
    foreign,  ///< In a link of another host.
    other,    ///< In something that is no recovery link.
  };
  Kind kind = Kind::other;
  std::string host{};  ///< Of a foreign link.
};

/// `before` is what is directly before the token, back to a blank, a quotation mark or a bracket.
[[nodiscard]] LinkPlace judge_link_place(std::string_view before, const LinkRules& rules);

/// Where the innermost link in `before` begins: "https://", a scheme of the rules, or any other with "://".
[[nodiscard]] std::size_t innermost_link(std::string_view before, const LinkRules& rules) noexcept;

}  // namespace v0
}  // namespace hellojohn

// What codes and tokens look like: the shape of a set of codes, how hard one is to guess, and the claims of a token.
// Knows no network.
#pragma once

#include <hellojohn/options.hpp>
#include <hellojohn/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

struct CodeShape {
  BackupCodeFormat format{};
  int bits =
      0;  ///< At most so many, if every character is drawn evenly from those that the set shows.
};

/// True for 4 to 128 printable ASCII characters.
[[nodiscard]] bool is_code(std::string_view code);

/// The shape that all codes share. Alphabet::exact if there is none that BackupCodeFormat can say.
[[nodiscard]] CodeShape shape_of(const std::vector<Secret>& codes);

/// The line of C++ that sets it.
[[nodiscard]] std::string option_of(const BackupCodeFormat& format);

/// A code of that shape, without a character of `never`, that no server has issued as far as chance goes.
[[nodiscard]] Secret wrong_code(const Secret& like, std::string_view never = {});

/// The rule of docs/contract/assumptions.md#ids.
[[nodiscard]] bool is_usable_id(std::string_view id);

/// `code` as a hurried user types it: a space instead of the separator, and lower case if the alphabet has one case.
[[nodiscard]] Secret typed(const Secret& code, const BackupCodeFormat& format);

/// The claims of a JWT; empty if the token is something else. Checks no signature.
[[nodiscard]] std::optional<boost::json::object> claims_of(std::string_view token);

/// Random letters for names that must not exist yet.
[[nodiscard]] std::string random_name();

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn

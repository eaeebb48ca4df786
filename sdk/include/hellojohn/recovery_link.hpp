// Finds the recovery token in what a person pastes. Never opens anything.
#pragma once

#include <hellojohn/result.hpp>
#include <hellojohn/secret.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace hellojohn {
inline namespace v0 {

/// Error::detail of parse_recovery_link(), for programs that write their own sentences.
namespace recovery_link {
///@{
/// Why a text with Errc::usage has no token to spend.
inline constexpr std::string_view no_token = "there is no recovery token in this text";
inline constexpr std::string_view two_tokens = "the text has two different recovery tokens";
inline constexpr std::string_view unclear =
    "the end of the recovery token is not clear: copy the link alone";
inline constexpr std::string_view too_long = "the text is longer than 64 KiB: copy the link alone";
///@}
}  // namespace recovery_link

/// Finds the recovery token in `text`: a bare rec_tok_..., or one in a link whose host is one of `hosts` or
/// whose scheme is one of `schemes`, as the value of `token=` or as a part of the path. No `code=`.
///
/// Reads through quoted-printable, HTML entities, up to three layers of percent-encoding, base64, invisible characters, broken
/// lines and the wrappers of mail filters; the innermost link counts. Never returns a token that could be a part or an
/// extension of the real one. If a text has links of both kinds, the last decides.
///
/// Parameters: `text` at most 64 KiB; `hosts` names without a port (any port is accepted) or with one, international ones as
/// they are read or in their "xn--" form; `schemes` without
/// the colon, e.g. "mygame": such a link is accepted whatever follows the scheme.
/// **Errors** Errc::usage (no token, two different tokens, or a token with an unclear end: Error::detail says which),
/// Errc::forbidden (a token on another host; the host, cut to 253 printable characters, is Error::detail).
/// **Exceptions** std::bad_alloc.
/// **Thread safety** any thread.
[[nodiscard]] Result<Secret> parse_recovery_link(std::string_view text,
                                                 const std::vector<std::string>& hosts,
                                                 const std::vector<std::string>& schemes = {});

}  // namespace v0
}  // namespace hellojohn

// Finds the recovery token in what a person pastes. Never opens anything.
#pragma once

#include <hellojohn/result.hpp>
#include <hellojohn/secret.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::inline v0 {

/// The recovery token in `text` (contract.md E33): a bare rec_tok_…, quoted or broken over lines; or a URL whose host is
/// one of `hosts` and that has `token=` in its query; or such a URL inside a mail filter's wrapper (Safe Links and its
/// kind: a URL in a query value, at most 3 deep). Nothing else is taken; no `code=`.
///
/// Parameters: `text` at most 16 KiB; `hosts` lower-case host names, with no port (any port is accepted) or with one.
/// **Errors** Errc::usage (no token found), Errc::forbidden (a token on another host; the host, cut to 253 printable
/// characters, is Error::detail).
/// **Thread** any.
[[nodiscard]] Result<Secret> parse_recovery_link(std::string_view text,
                                                 const std::vector<std::string>& hosts);

}  // namespace hellojohn::inline v0

// Reads ClientOptions::base_url: an origin, https or, where allowed, http to loopback (contract.md E29).
#pragma once

#include <hellojohn/result.hpp>

#include <string>
#include <string_view>

namespace hellojohn::inline v0 {

struct Origin {
  std::string text;  ///< "https://host[:port]", host lower-case.
  std::string host;  ///< Without port and brackets.
};

/// A trailing "/" or "/v1" is accepted. **Errors** usage, with the reason in Error::detail.
[[nodiscard]] Result<Origin> read_origin(std::string_view url, bool allow_http_on_loopback);

}  // namespace hellojohn::inline v0

// From an HTTP status and a server's code to what it means for one operation (faults.md 2.2 D).
// Pure; reads no body.
#pragma once

#include "core/operation.hpp"

#include <hellojohn/error.hpp>

#include <string_view>

namespace hellojohn::inline v0 {

/// The head of an answer, as far as its meaning depends on it.
struct AnswerHead {
  int status = 0;
  std::string_view server_code{};
  bool has_retry_after = false;
  bool is_json = false;  ///< The media type is JSON.
  bool has_body = false;
  bool says_error = false;  ///< The body is an error object, whatever the status is.
};

struct Meaning {
  bool success = false;  ///< Decode the body.
  Errc code = Errc::server;
  Outcome outcome = Outcome::refused;
  bool token_expired = false;  ///< Proves that nothing was done: renew once and repeat.
};

[[nodiscard]] Meaning classify(Operation op, Credential credential,
                               const AnswerHead& head) noexcept;

}  // namespace hellojohn::inline v0

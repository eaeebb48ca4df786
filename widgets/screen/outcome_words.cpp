// Which sentences claim that nothing happened, and when they may be said. The one place that decides it.
#include "parts.hpp"

#include <cassert>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

bool claims_nothing_happened(MessageId id) noexcept {
  switch (id) {
    case MessageId::error_offline:
    case MessageId::error_trust:
    case MessageId::error_other:
    case MessageId::challenge_not_sent:
    case MessageId::codes_failed:
    case MessageId::codes_failed_intact:
    case MessageId::codes_other_account:
    case MessageId::enrol_failed:
    case MessageId::enrol_failed_old:
    case MessageId::enrol_not_confirmed:
    case MessageId::factors_failed:
    case MessageId::factors_failed_app:
    case MessageId::lost_not_sent:
    case MessageId::lost_kept: return true;
    default: return false;
  }
}

bool may_be_said(MessageId id, Outcome outcome) noexcept {
  return outcome == Outcome::not_sent || outcome == Outcome::refused ||
         !claims_nothing_happened(id);
}

namespace parts {

MessageId words_for_doubt(Outcome outcome) noexcept {
  return outcome == Outcome::done_answer_lost ? MessageId::error_done_unread
                                              : MessageId::error_unknown;
}

MessageId honest(MessageId wanted, const Error& error) noexcept {
  if (may_be_said(wanted, error.outcome)) return wanted;
  assert(false && "a sentence claims that nothing happened, and nobody knows that");
  return words_for_doubt(error.outcome);
}

MessageId words_for(const Error& error) noexcept {
  // First what is certain, then what went wrong.
  if (error.outcome == Outcome::unknown || error.outcome == Outcome::done_answer_lost) {
    return words_for_doubt(error.outcome);
  }
  switch (error.code) {
    case Errc::tls_trust:
    case Errc::tls_protocol: return MessageId::error_trust;
    case Errc::rate_limited: return MessageId::error_limited;
    case Errc::auth_expired: return MessageId::error_signed_out;
    case Errc::forbidden:
    case Errc::session_restricted: return MessageId::error_not_allowed;
    case Errc::server:
    case Errc::unavailable: return MessageId::error_server;
    case Errc::storage: return MessageId::error_storage;
    default: break;
  }
  return error.outcome == Outcome::not_sent ? MessageId::error_offline : MessageId::error_other;
}

bool support_can_help(Errc code) noexcept {
  switch (code) {
    case Errc::invalid_code:
    case Errc::invalid_credentials:
    case Errc::challenge_expired:
    case Errc::token_used_or_expired:
    case Errc::rate_limited:
    case Errc::auth_expired:
    case Errc::usage:
    case Errc::cancelled: return false;
    default: return true;
  }
}

}  // namespace parts

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn

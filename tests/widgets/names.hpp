// Names of phases and actions, in the order of their enumerations, for the generated pages and for failing tests.
#pragma once

#include <hellojohn/widgets/account_access.hpp>

#include <array>
#include <string_view>

namespace hellojohn::tests {

inline std::string_view name(widgets::Action value) {
  static constexpr std::array<std::string_view, 48> names = {"none",
                                                             "submit",
                                                             "back",
                                                             "cancel",
                                                             "retry",
                                                             "leave",
                                                             "stay",
                                                             "done",
                                                             "later",
                                                             "dismiss",
                                                             "reveal",
                                                             "reveal_row",
                                                             "show_anyway",
                                                             "reveal_input",
                                                             "copy_all",
                                                             "copy_row",
                                                             "copy_key",
                                                             "clear_clipboard",
                                                             "save",
                                                             "print",
                                                             "toggle_saved",
                                                             "skip_check",
                                                             "create_codes",
                                                             "replace_codes",
                                                             "use_backup_code",
                                                             "use_authenticator",
                                                             "other_ways",
                                                             "choose",
                                                             "check_again",
                                                             "lost_access",
                                                             "sign_in",
                                                             "sign_out",
                                                             "resend",
                                                             "change",
                                                             "open_mail",
                                                             "paste",
                                                             "new_link",
                                                             "new_key",
                                                             "open_authenticator",
                                                             "set_up",
                                                             "not_me",
                                                             "ask_help",
                                                             "refresh",
                                                             "use_pasted",
                                                             "answer_factor",
                                                             "manage_factors",
                                                             "replace_factor",
                                                             "remove_factor"};
  static_assert(static_cast<std::size_t>(widgets::Action::remove_factor) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

inline std::string_view name(widgets::BackupCodesPhase value) {
  static constexpr std::array<std::string_view, 13> names = {
      "idle",         "confirm", "step_up", "generating", "showing", "checking", "leaving",
      "acknowledged", "left",    "failed",  "suspect",    "lost",    "proving"};
  static_assert(static_cast<std::size_t>(widgets::BackupCodesPhase::proving) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

inline std::string_view name(widgets::ChallengePhase value) {
  static constexpr std::array<std::string_view, 10> names = {
      "idle",    "entering", "choosing",     "picking",  "sending",
      "unknown", "expired",  "session_lost", "verified", "cancelled"};
  static_assert(static_cast<std::size_t>(widgets::ChallengePhase::cancelled) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

inline std::string_view name(widgets::SignInPhase value) {
  static constexpr std::array<std::string_view, 5> names = {"entering", "sending", "challenged",
                                                            "signed_in", "cancelled"};
  static_assert(static_cast<std::size_t>(widgets::SignInPhase::cancelled) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

inline std::string_view name(widgets::EnrolmentPhase value) {
  static constexpr std::array<std::string_view, 10> names = {
      "idle",       "choosing", "phone", "starting", "scanning",
      "confirming", "looking",  "done",  "failed",   "cancelled"};
  static_assert(static_cast<std::size_t>(widgets::EnrolmentPhase::cancelled) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

inline std::string_view name(widgets::LostAccessPhase value) {
  static constexpr std::array<std::string_view, 19> names = {"idle",
                                                             "triage",
                                                             "tips",
                                                             "email",
                                                             "requesting",
                                                             "sent",
                                                             "replaces_session",
                                                             "checking",
                                                             "token_unknown",
                                                             "token_dead",
                                                             "reading_account",
                                                             "account",
                                                             "wrong_account",
                                                             "enrolling",
                                                             "codes",
                                                             "ending",
                                                             "over",
                                                             "done",
                                                             "closed"};
  static_assert(static_cast<std::size_t>(widgets::LostAccessPhase::closed) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

inline std::string_view name(widgets::SecurityCardPhase value) {
  static constexpr std::array<std::string_view, 6> names = {"loading", "no_mfa",  "no_codes",
                                                            "healthy", "offline", "refused"};
  static_assert(static_cast<std::size_t>(widgets::SecurityCardPhase::refused) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

inline std::string_view name(widgets::FactorListPhase value) {
  static constexpr std::array<std::string_view, 8> names = {
      "closed", "listing", "asking", "removing", "failed", "unknown", "looking", "proving"};
  static_assert(static_cast<std::size_t>(widgets::FactorListPhase::proving) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

inline std::string_view name(widgets::Place value) {
  static constexpr std::array<std::string_view, 9> names = {
      "sign_in", "challenge", "after_code", "lost_access", "home",
      "codes",   "enrolment", "help",       "factors"};
  static_assert(static_cast<std::size_t>(widgets::Place::factors) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

inline std::string_view name(widgets::LowCodesLevel value) {
  static constexpr std::array<std::string_view, 6> names = {"none", "info", "unknown",
                                                            "low",  "last", "empty"};
  static_assert(static_cast<std::size_t>(widgets::LowCodesLevel::empty) + 1 == names.size());
  return names[static_cast<std::size_t>(value)];
}

}  // namespace hellojohn::tests

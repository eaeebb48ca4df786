// The keys of HelloJohn's own locale files and what takes their place here, so that a host can bring its words over.
// There a backup code is a "recovery code"; here that word is kept for what comes by mail.
#include <hellojohn/widgets/text.hpp>

namespace hellojohn::inline v0::widgets {

namespace {

struct Alias {
  std::string_view key;
  MessageId id;
};

constexpr Alias aliases[] = {
    {"mfa.challengeTitle", MessageId::challenge_title},
    {"mfa.codeLabel", MessageId::challenge_totp},
    {"mfa.submitButton", MessageId::challenge_submit},
    {"mfa.verifying", MessageId::challenge_sending},
    {"mfa.useRecoveryCode", MessageId::challenge_use_backup},
    {"mfa.useAuthenticator", MessageId::challenge_use_totp},
    {"mfa.setupTitle", MessageId::enrol_title},
    {"mfa.setupSubtitle", MessageId::enrol_step_1},
    {"mfa.scanQRCode", MessageId::enrol_step_2},
    {"mfa.manualEntry", MessageId::enrol_key},
    {"mfa.verifyButton", MessageId::enrol_confirm},
    {"mfa.recoveryCodesTitle", MessageId::codes_title},
    {"mfa.recoveryCodesSubtitle", MessageId::codes_purpose},
    {"mfa.copyButton", MessageId::codes_copy_all},
    {"mfa.copied", MessageId::copied},
    {"mfa.doneButton", MessageId::done},
    {"mfa.cancelButton", MessageId::cancel},
    {"errors.mfaInvalidCode", MessageId::challenge_wrong},
    {"userProfile.enableMFA", MessageId::card_set_up},
};

}  // namespace

MessageId message_for_locale_key(std::string_view key) noexcept {
  for (const Alias& alias : aliases) {
    if (alias.key == key) return alias.id;
  }
  return MessageId::none;
}

}  // namespace hellojohn::inline v0::widgets

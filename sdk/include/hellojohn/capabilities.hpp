// What the server behind a Client can do. The ready-made components offer nothing else.
#pragma once

#include <hellojohn/options.hpp>

#include <optional>

namespace hellojohn {
inline namespace v0 {

/// What a server has, as a table: one line each. ClientOptions::dialect chooses it; the server is not asked.
///
/// A call that the server lacks fails with Errc::unsupported and Outcome::not_sent.
/// **Exceptions** none. **Thread safety** a plain value. **Source** docs/26-your-own-server.md
struct Capabilities {
  bool sign_in_with_backup_code = true;  ///< Mfa::verify_backup_code().
  bool generate_backup_codes = true;     ///< UserMfa::generate_backup_codes().
  bool remove_factor = true;             ///< UserMfa::remove().
  bool send_code_again = false;          ///< Mfa::send_code().
  bool recovery_by_mail = true;          ///< All calls of Client::recovery().
  bool admin_help = true;                ///< The support desk's overrides.
  bool enrol_other_factors = true;       ///< UserMfa::enroll() for more types than totp.
  bool lists_backup_codes = true;        ///< UserMfa::factors() shows a set of backup codes.
  bool needs_proof = false;              ///< Making codes and removing a factor take a Proof.
  bool one_authenticator = false;        ///< enroll() is refused while the list shows one.
  bool codes_at_confirmation = false;    ///< UserMfa::confirm() brings the first set.
  bool codes_lock_for_a_day = false;     ///< Ten wrong backup codes lock the rest for up to a day.
  /// The only shape of the server's backup codes. Empty: as in ClientOptions::backup_code_format.
  std::optional<BackupCodeFormat> backup_code_format{};
};

}  // namespace v0
}  // namespace hellojohn

// The whole way back into an account, step by step, on the public API.
#pragma once

#include "01_recovery_journey/transcript.hpp"
#include "01_recovery_journey/world.hpp"

#include <hellojohn/admin/admin.hpp>
#include <hellojohn/hellojohn.hpp>

#include <optional>
#include <string>
#include <vector>

namespace journey {

class Journey {
 public:
  Journey(World& world, Transcript& transcript);

  /// Plays every step; stops where the next would make no sense. True when all went as they say.
  bool play();

 private:
  bool sign_in_with_backup_code();
  bool replace_codes();
  bool ask_for_mail();
  bool open_recovery_session();
  bool show_restrictions();
  bool enrol_again();
  bool sign_in_with_new_factor();
  bool support_desk_and_audit();

  std::optional<hellojohn::Challenge> challenge();
  bool fails(const std::string& name, const hellojohn::Error& error);

  World& world_;
  Transcript& transcript_;
  std::string why_;  // Of the last sign-in that failed.
  std::optional<hellojohn::Client> client_;
  std::optional<hellojohn::admin::Client> desk_;
  std::optional<hellojohn::RecoverySession> recovery_;
  std::string old_code_;
  std::string new_factor_;
  hellojohn::Secret new_secret_;
};

}  // namespace journey

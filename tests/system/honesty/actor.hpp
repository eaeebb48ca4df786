// One person with a separate client: prepares an action while nothing is wrong, then does it.
#pragma once

#include "worlds/mock_process.hpp"
#include "worlds/word.hpp"

#include <hellojohn/hellojohn.hpp>

#include <memory>
#include <optional>
#include <string>

namespace hellojohn::tests {

class Actor {
 public:
  /// `base_url` leads to the server through whatever stands before it. `own_thread` as in NetworkOptions.
  Actor(const MockProcess& server, const MockPerson& person, const std::string& base_url,
        const std::string& ca_file, ServerDialect dialect, bool own_thread);
  /// With all the time that a busy machine may need.
  void prepare(char action);
  /// Waited for at most so long.
  [[nodiscard]] Word act(char action, std::chrono::milliseconds limit);
  [[nodiscard]] bool has_session() const { return client_->auth().current().has_value(); }

 private:
  /// Real time, moved ahead by what a test wants to be over.
  class ShiftedClock final : public Clock {
   public:
    std::chrono::steady_clock::time_point now() const noexcept override {
      return std::chrono::steady_clock::now() + shift;
    }
    std::chrono::system_clock::time_point wall_now() const noexcept override {
      return std::chrono::system_clock::now();
    }
    std::chrono::hours shift{0};
  };

  void sign_in();
  void verify();
  void ask_for_mail();
  void enrol();
  [[nodiscard]] std::string totp_of(const std::string& factor_id) const;
  /// The password and a code of the app, for the server that asks for both.
  [[nodiscard]] Proof proof() const;
  [[nodiscard]] std::string newest_factor() const;

  const MockProcess& server_;
  const MockPerson& person_;
  bool own_;  ///< The self-hosted server.
  ShiftedClock clock_;
  std::optional<Client> client_;
  std::optional<Challenge> challenge_;
  std::string recovery_token_, factor_id_, totp_, proof_code_;
};

}  // namespace hellojohn::tests

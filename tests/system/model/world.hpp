// One sequence: a Client, its store and the service, and one random step after the other.
#pragma once

#include "system/model/calls.hpp"
#include "system/model/service.hpp"
#include "system/model/store.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/fake_transport.hpp>

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace hellojohn::tests {

class World {
 public:
  explicit World(std::uint64_t seed);
  /// Runs the sequence. What went wrong, or null.
  [[nodiscard]] const char* run(std::size_t steps);
  /// The steps that were taken, in a word each.
  [[nodiscard]] const std::string& story() const noexcept { return story_; }

 private:
  /// A log that takes what is thrown at it, so that a throwing callback does not end the program.
  struct Log final : LogSink {
    void on_log(const LogRecord&) noexcept override {}
  };
  struct Facades {
    Auth auth;
    Mfa mfa;
    User user;
    Recovery recovery;
  };

  [[nodiscard]] unsigned dice(unsigned sides) { return static_cast<unsigned>(random_() % sides); }
  [[nodiscard]] CallBook::Taken taken();
  [[nodiscard]] Who any_user() { return dice(2) == 0 ? Who::a : Who::b; }
  [[nodiscard]] Who signed_in() const;
  void tell(const char* step) { (story_ += step) += ' '; }

  void step();
  void call();
  void sign_in();
  void adopt();
  void restore();
  void sign_out();
  void ask_for_something();
  void answer();
  void look();
  void end();
  void settle();
  void check_idle();
  void heard(AuthEvent event, const SignedIn* session);

  std::mt19937_64 random_;
  std::string story_;
  Verdict verdict_;
  testing::VirtualClock clock_;
  Log log_;
  ModelService service_;
  std::unique_ptr<ModelStore> store_;  // Null: the client has none.
  testing::ScriptedTransport* transport_ = nullptr;
  std::unique_ptr<Client> client_;
  std::unique_ptr<Facades> facades_;
  AuthSubscription listening_;
  bool throwing_listener_ = false;
  bool ending_ = false;  // current() tells nothing any more.
  ExchangeId last_seen_ = 0;
  Who told_ = Who::nobody;  // By the last event.
  unsigned arrivals_ = 0;   // Calls that may have put a session in force.
  unsigned sign_outs_ = 0;
  bool store_is_ours_ = false;  // What it holds was decided by this client.
  CallBook calls_{verdict_};
};

}  // namespace hellojohn::tests

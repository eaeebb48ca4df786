// See trial.hpp.
#include "trial.hpp"

#include "failing_memory.hpp"
#include "frames.hpp"

#include "worlds/processes.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/stores/plaintext_file_store.hpp>

#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include <openssl/err.h>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

Trial* dying = nullptr;

void note_death(bool is_abort) noexcept {
  dying->end = is_abort ? End::aborted : End::crashed;
  dying->died_depth = stack_here(dying->died_at, memory::deepest_stack);
}

class ShiftedClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::now() + shift.load();
  }
  std::chrono::system_clock::time_point wall_now() const noexcept override {
    return std::chrono::system_clock::now() + shift.load();
  }
  std::atomic<std::chrono::minutes> shift{0min};
};

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A store's thread frees what it holds after the store has let it go.
void wait_for_other_threads() {
  for (int i = 0; i < 2000 && threads_here() > 1; ++i) std::this_thread::sleep_for(1ms);
  // glibc gives back what it kept of a detached thread when another one ends.
  std::thread([] {}).join();
}

/// The client's side of a trial. What is needed for the calls is made before memory runs out: that is the host's.
class Stage {
 public:
  Stage(const Service& service, const Scenario& scenario, const Person& person)
      : action_(scenario.action),
        store_(plaintext_file_store(service.folder + "/session")),
        person_(person) {
    ready_ = options(service, scenario);
    spare_ = options(service, scenario);
  }

  void make() {
    auto made = Client::create(std::exchange(ready_, std::move(spare_)));
    if (made)
      client_.emplace(std::move(*made));
    else
      error_ = std::move(made).error();
  }
  [[nodiscard]] bool made() const { return client_.has_value(); }

  void prepare() {
    if (action_ == 'L') return;
    make();
    if (!client_ || !sign_in()) throw std::runtime_error("no sign-in: " + error_.detail);
    if (action_ == 'G' && !act()) throw std::runtime_error("no warm call: " + error_.detail);
    if (action_ == 'F') clock_.shift = 61min;
  }

  bool act() {
    switch (action_) {
      case 'L': return sign_in();
      case 'G': return keep(client_->user().mfa().generate_backup_codes().get());
      case 'F': return keep(client_->auth().access_token().get());
      default: return sign_out();
    }
  }
  bool again() {
    if (!client_) make();
    if (!client_) return false;
    // A renewal that failed is put off; one whose answer was lost may have spent the token, and a sign-out is done once.
    if (action_ == 'F') clock_.shift = 62min;
    const bool lost =
        error_.outcome == Outcome::unknown || error_.outcome == Outcome::done_answer_lost;
    return action_ == 'O' || (action_ == 'F' && lost) ? sign_in() : act();
  }

  [[nodiscard]] const Error& error() const { return error_; }

 private:
  ClientOptions options(const Service& service, const Scenario& scenario) {
    ClientOptions options;
    options.base_url = "https://localhost:" + service.port;
    options.tenant_id = service.tenant_id;
    options.publishable_key = service.publishable_key;
    options.timeouts = {10s, 10s};
    options.clock = &clock_;
    options.retry.base_delay = 1ms;
    if (action_ == 'F') options.store = store_.get();
    if (scenario.system_roots)
      options.network.ca_pem = text_of(service.ca_file);
    else
      options.network.ca_file = service.ca_file;
    return options;
  }
  bool sign_in() {
    return keep(client_->auth().sign_in({person_.email, SecretView(person_.password)}).get());
  }
  /// By callback: it runs once and in poll(), also where the call never came to be.
  bool sign_out() {
    std::optional<Result<Unit>> result;
    auto call = client_->auth().sign_out();
    Subscription subscription;
    try {
      subscription =
          std::move(call).then([&](Result<Unit> said) { result.emplace(std::move(said)); });
    } catch (const std::bad_alloc&) {
      return keep(std::move(call).get());  // The host's own memory; the call goes on.
    }
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!result && std::chrono::steady_clock::now() < end) {
      client_->poll();
      std::this_thread::yield();
    }
    if (!result) throw std::runtime_error("a callback never ran");
    return keep(std::move(*result));
  }
  template <class T>
  bool keep(Result<T>&& result) {
    if (result) return true;
    error_ = std::move(result).error();
    return false;
  }

  char action_;
  std::unique_ptr<SessionStore> store_;
  Person person_;
  ShiftedClock clock_;
  ClientOptions ready_, spare_;
  std::optional<Client> client_;
  Error error_;
};

// What is allocated once per process shall be there in every trial before blocks are counted. By somebody whose sign-in
// leaves other traces in the journal.
void use_everything_once(const Service& service, const Scenario& scenario) {
  ERR_clear_error();
  Scenario plain = scenario;
  plain.action = 'L';
  Stage stage(service, plain, service.other);
  stage.make();
  if (stage.made()) (void)stage.act();
}

}  // namespace

void play(const Service& service, const Scenario& scenario, long point, Trial& trial) {
  dying = &trial;
  trial.begun = true;
  const long inherited = memory::live();
  if (!memory::count_openssl()) return;
  on_death(note_death);
  {
    Stage stage(service, scenario, service.person);
    stage.prepare();
    memory::arm(point, scenario.shortage);
    if (scenario.action == 'L') stage.make();
    trial.made = stage.made();
    trial.ok = stage.made() && stage.act();
    trial.allocations = memory::counted();
    memory::disarm();
    void* const* frames = nullptr;
    trial.failed_depth = memory::failed_at(&frames);
    trial.fired = trial.failed_depth > 0;
    trial.failed_in_openssl = memory::failed_in_openssl();
    for (int i = 0; i < trial.failed_depth; ++i) trial.failed_at[i] = frames[i];
    trial.code = stage.error().code;
    trial.outcome = stage.error().outcome;
    trial.again = stage.again();
  }
  use_everything_once(service, scenario);
  wait_for_other_threads();
  trial.live_openssl = memory::live_openssl();
  trial.live = memory::live() - inherited;
  trial.descriptors = descriptors_here();
  trial.finished = true;
}

}  // namespace hellojohn::tests

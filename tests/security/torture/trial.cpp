// See trial.hpp.
#include "trial.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/stores/plaintext_file_store.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

#include <openssl/crypto.h>
#include <openssl/err.h>

#include <execinfo.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/// Of a build that measures coverage: what a trial met is written down, because _exit() does not do it.
extern "C" [[gnu::weak]] int __llvm_profile_write_file();

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

/// Longer than every bound of the client: who is not done by then hangs.
constexpr unsigned longest_trial = 60;
Trial* dying = nullptr;

void on_death(int number) {
  dying->died_depth = ::backtrace(dying->died_at, memory::deepest_stack);
  std::signal(number, SIG_DFL);
  std::raise(number);
}

std::atomic<long> openssl_blocks{0};

void* openssl_malloc(std::size_t size, const char*, int) {
  void* block = size == 0 ? nullptr : std::malloc(size);
  if (block != nullptr) ++openssl_blocks;
  return block;
}
void openssl_free(void* block, const char*, int) {
  if (block != nullptr) --openssl_blocks;
  std::free(block);
}
void* openssl_realloc(void* block, std::size_t size, const char* file, int line) {
  if (block == nullptr) return openssl_malloc(size, file, line);
  if (size != 0) return std::realloc(block, size);
  openssl_free(block, file, line);
  return nullptr;
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

int count(std::string_view text, std::string_view what) {
  int found = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

int entries_of(const char* folder) {
  return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

/// A store's thread frees what it holds after the store has let it go.
void wait_for_other_threads() {
  for (int i = 0; i < 2000 && entries_of("/proc/self/task") > 1; ++i) ::usleep(1000);
  // glibc gives back what it kept of a detached thread when another one ends.
  std::thread([] {}).join();
}

/// The client's side of a trial. What is needed for the calls is made before memory runs out: that is the host's.
class Stage {
 public:
  Stage(const MockProcess& server, const Scenario& scenario, const std::string& folder,
        std::string_view email = "carol@example.com")
      : action_(scenario.action), store_(plaintext_file_store(folder + "/session")) {
    for (const MockPerson& person : server.people())
      if (person.email == email) person_ = person;
    ready_ = options(server, scenario);
    spare_ = options(server, scenario);
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
  ClientOptions options(const MockProcess& server, const Scenario& scenario) {
    ClientOptions options;
    options.base_url = "https://localhost:" + std::to_string(server.port());
    options.tenant_id = server.tenant_id();
    options.publishable_key = server.publishable_key();
    options.timeouts = {10s, 10s};
    options.clock = &clock_;
    options.retry.base_delay = 1ms;
    if (action_ == 'F') options.store = store_.get();
    if (scenario.system_roots)
      options.network.ca_pem = text_of(server.ca_file());
    else
      options.network.ca_file = server.ca_file();
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
  MockPerson person_;
  ShiftedClock clock_;
  ClientOptions ready_, spare_;
  std::optional<Client> client_;
  Error error_;
};

}  // namespace

TrialRunner::TrialRunner(const MockProcess& server, std::string folder)
    : server_(server), folder_(std::move(folder)) {
  void* shared =
      ::mmap(nullptr, sizeof(Trial), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) throw std::runtime_error("no shared memory");
  trial_ = new (shared) Trial{};
}

TrialRunner::~TrialRunner() { ::munmap(trial_, sizeof(Trial)); }

// What is allocated once per process shall be there in every trial before blocks are counted. By somebody whose sign-in
// leaves other traces in the journal.
void TrialRunner::use_everything_once(const Scenario& scenario) {
  ERR_clear_error();
  Scenario plain = scenario;
  plain.action = 'L';
  Stage stage(server_, plain, folder_, "alice@example.com");
  stage.make();
  if (stage.made()) (void)stage.act();
}

void TrialRunner::play(const Scenario& scenario, long point) {
  dying = trial_;
  const long inherited = memory::live();
  if (CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) != 1) return;
  for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(number, on_death);
  ::alarm(longest_trial);
  {
    Stage stage(server_, scenario, folder_);
    stage.prepare();
    memory::arm(point, scenario.shortage);
    if (scenario.action == 'L') stage.make();
    trial_->made = stage.made();
    trial_->ok = stage.made() && stage.act();
    trial_->allocations = memory::counted();
    memory::disarm();
    void* const* frames = nullptr;
    trial_->failed_depth = memory::failed_at(&frames);
    trial_->fired = trial_->failed_depth > 0;
    for (int i = 0; i < trial_->failed_depth; ++i) trial_->failed_at[i] = frames[i];
    trial_->code = stage.error().code;
    trial_->outcome = stage.error().outcome;
    trial_->again = stage.again();
  }
  use_everything_once(scenario);
  wait_for_other_threads();
  trial_->live_openssl = openssl_blocks;
  trial_->live = memory::live() - inherited - openssl_blocks;
  trial_->descriptors = entries_of("/proc/self/fd");
  trial_->finished = true;
}

const Trial& TrialRunner::run(const Scenario& scenario, long point) {
  *trial_ = Trial{};
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no fork");
  if (child == 0) {
    play(scenario, point);
    if (__llvm_profile_write_file != nullptr) (void)__llvm_profile_write_file();
    ::_exit(0);
  }
  ::waitpid(child, &trial_->status, 0);
  for (const char* name : {"/session", "/session.lock"}) std::remove((folder_ + name).c_str());
  return *trial_;
}

int TrialRunner::effects(const Scenario& scenario) {
  constexpr int most_kept = 400;
  const pid_t clerk = ::fork();
  if (clerk < 0) throw std::runtime_error("no fork");
  if (clerk == 0) {
    const std::string wanted = std::string("\"effect\":\"") + scenario.effect + '"';
    const std::string journal = server_.control("GET", "journal");
    trial_->effects = count(journal, wanted);
    trial_->journal_emptied = count(journal, "\"effect\"") > most_kept;
    if (trial_->journal_emptied) (void)server_.control("POST", "reset");
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(clerk, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error("the journal cannot be read");
  const int found = trial_->effects - (scenario.effect == seen_effect_ ? seen_ : 0);
  seen_effect_ = scenario.effect;
  seen_ = trial_->journal_emptied ? 0 : trial_->effects;
  return found;
}

}  // namespace hellojohn::tests

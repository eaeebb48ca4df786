// Nobody waits for a time here: each round ends when its calls have.
#include "system/model/threads.hpp"

#include "system/model/service.hpp"

#include <hellojohn/hellojohn.hpp>
#include <hellojohn/testing/fake_transport.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace hellojohn::tests {

namespace {

/// Ends each operation on its own thread.
class ThreadedStore final : public SessionStore {
 public:
  ThreadedStore() : thread_([this] { run(); }) {}
  ~ThreadedStore() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      changed_.notify_all();
    }
    thread_.join();
  }
  ThreadedStore(const ThreadedStore&) = delete;
  ThreadedStore& operator=(const ThreadedStore&) = delete;

  void load(StoreOpId id, StoreSink& sink) noexcept override { begin({id, &sink, 'l', {}}); }
  void save(StoreOpId id, SecretView secret, StoreSink& sink) noexcept override {
    begin({id, &sink, 's', std::string(secret.reveal())});
  }
  void erase(StoreOpId id, StoreSink& sink) noexcept override { begin({id, &sink, 'e', {}}); }

  [[nodiscard]] bool entered_twice() const noexcept { return entered_twice_; }
  [[nodiscard]] std::string bytes() {
    const std::lock_guard lock(mutex_);
    return bytes_;
  }

 private:
  struct Operation {
    StoreOpId id;
    StoreSink* sink;
    char kind;
    std::string bytes;
  };

  void begin(Operation operation) {
    if (busy_.exchange(true) || inside_.exchange(true)) entered_twice_ = true;
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(std::move(operation));
      changed_.notify_all();
    }
    inside_ = false;
  }

  void run() {
    for (;;) {
      Operation now;
      std::string read;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        now = std::move(queue_.front());
        queue_.pop_front();
        if (now.kind != 'l') bytes_ = now.bytes;
        read = bytes_;
      }
      busy_ = false;
      if (now.kind == 'l')
        now.sink->on_store_loaded(now.id, Secret(read));
      else
        now.sink->on_store_done(now.id, {});
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Operation> queue_;
  std::string bytes_;
  bool stopping_ = false;
  std::atomic<bool> busy_{false};
  std::atomic<bool> inside_{false};
  std::atomic<bool> entered_twice_{false};
  std::thread thread_;
};

/// One caller: a random call after the other, some of them cancelled.
void call_at_random(Client& client, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Pending<SignInResult>> sign_ins;
  std::vector<Pending<Secret>> tokens;
  std::vector<Pending<std::vector<Factor>>> lists;
  std::vector<Pending<Unit>> sign_outs;
  std::vector<Pending<std::optional<SignedIn>>> restores;
  Auth auth = client.auth();
  UserMfa mfa = client.user().mfa();
  for (int i = 0; i < 40; ++i) {
    switch (random() % 8) {
      case 0:
      case 1:
        sign_ins.push_back(
            auth.sign_in({id_of(random() % 2 == 0 ? Who::a : Who::b), SecretView("pw")}));
        break;
      case 2: sign_outs.push_back(auth.sign_out()); break;
      case 3: restores.push_back(auth.restore()); break;
      case 4: tokens.push_back(auth.access_token()); break;
      case 5:
        if (!sign_ins.empty()) sign_ins[random() % sign_ins.size()].cancel();
        break;
      default: lists.push_back(mfa.factors());
    }
  }
  const auto end = [](auto& calls) {
    for (auto& call : calls) (void)std::move(call).get();
  };
  end(sign_ins);
  end(sign_outs);
  end(restores);
  end(tokens);
  end(lists);
}

}  // namespace

const char* run_with_threads(std::uint64_t seed) {
  ThreadedStore store;
  std::mutex service_mutex;
  ModelService service;
  std::atomic<const char*> wrong{nullptr};
  auto transport = std::make_unique<testing::FakeTransport>([&](const HttpRequest& request) {
    const std::lock_guard lock(service_mutex);
    if (const char* why = ModelService::problem_of(request)) wrong = why;
    testing::MockAnswer answer;
    answer.response.status = 200;
    answer.response.headers.push_back({"Content-Type", "application/json"});
    answer.response.body = Secret(service.answer(request));
    return answer;
  });
  ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_abcdef";
  options.transport = std::move(transport);
  options.store = &store;
  Client client = std::move(Client::create(std::move(options))).value();
  std::vector<std::thread> callers;
  for (std::uint64_t i = 0; i < 3; ++i)
    callers.emplace_back([&client, seed, i] { call_at_random(client, seed * 3 + i); });
  for (std::thread& caller : callers) caller.join();
  // A load is the last in the queue: when it has ended, so has what was queued before, and with the second what followed
  // from that.
  (void)client.auth().restore().get();
  (void)client.auth().restore().get();
  const auto now = client.auth().current();
  const Who stored = named_in(store.bytes());
  if (now && stored != named_in(now->user_id)) wrong = "the store holds another session";
  if (!now && stored != Who::nobody) wrong = "the store holds a session where nobody is signed in";
  if (!client.auth().sign_out().get()) wrong = "the sign-out failed";
  if (named_in(store.bytes()) != Who::nobody) wrong = "the store holds a session after a sign-out";
  client.poll();
  client.shutdown(std::chrono::milliseconds(1000));
  if (store.entered_twice()) wrong = "the store is entered twice at once";
  return wrong;
}

}  // namespace hellojohn::tests

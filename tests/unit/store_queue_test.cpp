// The queue before a SessionStore: one operation at a time, the last wish wins, and nobody inside after close().
#include "client/store_queue.hpp"
#include "worlds/catch.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

using namespace hellojohn;
using namespace hellojohn::detail;
using namespace std::chrono_literals;

namespace {

/// Hears the ends of operations.
struct Ends final : StoreSink {
  void on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept override {
    told += std::to_string(id) + (error ? "!" : "") + " ";
  }
  void on_store_loaded(StoreOpId id, Result<Secret>&&) noexcept override {
    told += std::to_string(id) + " ";
  }
  std::string told;
};

/// Ends an operation inside the call that begins it, or when the test says so.
class HandStore final : public SessionStore {
 public:
  void load(StoreOpId id, StoreSink& sink) noexcept override { begin('l', id, sink); }
  void save(StoreOpId id, SecretView, StoreSink& sink) noexcept override { begin('s', id, sink); }
  void erase(StoreOpId id, StoreSink& sink) noexcept override { begin('e', id, sink); }
  void step() {
    REQUIRE(sink_ != nullptr);
    StoreSink* const sink = std::exchange(sink_, nullptr);
    if (kind_ == 'l') return sink->on_store_loaded(id_, Secret{});
    sink->on_store_done(id_, {});
  }
  bool at_once = false;
  bool twice = false;
  std::string begun;

 private:
  void begin(char kind, StoreOpId id, StoreSink& sink) {
    if (sink_ != nullptr || inside_) twice = true;
    inside_ = true;
    begun += kind;
    kind_ = kind;
    id_ = id;
    sink_ = &sink;
    if (at_once) step();
    inside_ = false;
  }
  char kind_ = 0;
  StoreOpId id_ = 0;
  StoreSink* sink_ = nullptr;
  bool inside_ = false;
};

std::unique_ptr<StoreJob> job(const std::shared_ptr<Ends>& ends, char kind, StoreOpId id) {
  auto made = std::make_unique<StoreJob>(ends);
  made->op = id;
  made->kind = kind == 'l'   ? StoreJob::Kind::load
               : kind == 's' ? StoreJob::Kind::save
                             : StoreJob::Kind::erase;
  return made;
}

std::chrono::steady_clock::time_point at_once() { return {}; }

}  // namespace

TEST_CASE("store queue: what reaches the store, for each order of operations") {
  struct Row {
    const char* queued;
    const char* begun;
  };
  constexpr Row rows[] = {
      {"l", "l"},        {"s", "s"},       {"e", "e"},      {"ss", "ss"},   {"se", "se"},
      {"lse", "le"},     {"lsse", "le"},   {"lses", "les"}, {"les", "les"}, {"llse", "lle"},
      {"lslel", "llel"}, {"lsese", "lee"}, {"ese", "ee"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.queued);
    HandStore store;
    auto ends = std::make_shared<Ends>();
    auto queue = std::make_shared<StoreQueue>(store);
    StoreOpId id = 0;
    std::string all;
    for (const char kind : std::string_view(row.queued)) {
      queue->push(job(ends, kind, ++id));
      queue->pump();
      all += std::to_string(id) + " ";
    }
    for (std::size_t i = 0; i < std::string_view(row.begun).size(); ++i) store.step();
    CHECK(store.begun == row.begun);
    CHECK(ends->told == all);  // Also what was dropped has ended, and in the order of the queue.
    CHECK_FALSE(store.twice);
    CHECK(queue->close(at_once()));
  }
}

TEST_CASE("store queue: an operation that ends inside its call lets that return before the next") {
  HandStore store;
  auto ends = std::make_shared<Ends>();
  auto queue = std::make_shared<StoreQueue>(store);
  for (StoreOpId id = 1; id <= 3; ++id) queue->push(job(ends, 's', id));
  store.at_once = true;
  queue->pump();
  CHECK(store.begun == "sss");
  CHECK(ends->told == "1 2 3 ");
  CHECK_FALSE(store.twice);
}

TEST_CASE("store queue: after close nothing reaches the store, and the rest stays silent") {
  HandStore store;
  auto ends = std::make_shared<Ends>();
  auto queue = std::make_shared<StoreQueue>(store);
  SECTION("nothing was queued") { CHECK(queue->close(at_once())); }
  SECTION("a load is under way: it is not waited for") {
    queue->push(job(ends, 'l', 1));
    queue->pump();
    CHECK(queue->close(at_once()));
    store.step();
    CHECK(store.begun == "l");
  }
  SECTION("an erase does not come in time: said") {
    queue->push(job(ends, 's', 1));
    queue->pump();
    queue->push(job(ends, 'e', 2));
    CHECK_FALSE(queue->close(at_once()));
    store.step();
    CHECK(store.begun == "s");
    CHECK(ends->told == "1 ");
  }
  queue->push(job(ends, 's', 9));
  queue->pump();
  CHECK(store.begun.find('e') == std::string::npos);
  CHECK(ends->told.find('9') == std::string::npos);
}

TEST_CASE("store queue: close waits for what is still to be written, but not for queued loads") {
  HandStore store;
  auto ends = std::make_shared<Ends>();
  auto queue = std::make_shared<StoreQueue>(store);
  queue->push(job(ends, 's', 1));
  queue->pump();
  queue->push(job(ends, 'l', 2));
  queue->push(job(ends, 'e', 3));
  std::thread other([&] {
    store.step();
    store.step();
    if (store.begun == "sle") store.step();
  });
  const bool written = queue->close(std::chrono::steady_clock::now() + 1h);
  other.join();
  CHECK(written);
  // The load was begun if the other thread came first.
  CHECK((store.begun == "se" || store.begun == "sle"));
}

TEST_CASE("store queue: close does not return while a thread is inside a call of the store") {
  /// Its save() returns when the test says so.
  struct Gate final : SessionStore {
    void load(StoreOpId, StoreSink&) noexcept override {}
    void erase(StoreOpId, StoreSink&) noexcept override {}
    void save(StoreOpId id, SecretView, StoreSink& sink) noexcept override {
      std::unique_lock lock(mutex);
      inside = true;
      changed.notify_all();
      changed.wait(lock, [this] { return open; });
      lock.unlock();
      sink.on_store_done(id, {});
      inside = false;
    }
    std::mutex mutex;
    std::condition_variable changed;
    bool open = false;
    std::atomic<bool> inside{false};
  };
  auto gate = std::make_unique<Gate>();
  auto ends = std::make_shared<Ends>();
  auto queue = std::make_shared<StoreQueue>(*gate);
  queue->push(job(ends, 's', 1));
  std::thread saving([&] { queue->pump(); });
  {
    std::unique_lock lock(gate->mutex);
    gate->changed.wait(lock, [&] { return gate->inside.load(); });
  }
  bool inside_after_close = true;
  std::thread closing([&] {
    (void)queue->close(at_once());
    inside_after_close = gate->inside;
  });
  {
    const std::lock_guard lock(gate->mutex);
    gate->open = true;
    gate->changed.notify_all();
  }
  closing.join();
  saving.join();
  CHECK_FALSE(inside_after_close);
  CHECK(ends->told == "1 ");
}

// A SessionStore that is slow, fails or never ends as chance has it, and notes what no store may ever meet.
#pragma once

#include <hellojohn/session.hpp>

#include <cstdint>
#include <deque>
#include <random>
#include <string>

namespace hellojohn::tests {

class ModelStore final : public SessionStore {
 public:
  /// How often out of 100 an operation ends at once, fails, and never ends.
  struct Manners {
    unsigned at_once = 50;
    unsigned fails = 0;
    unsigned never = 0;
    bool locks = false;
  };

  ModelStore(Manners manners, std::uint64_t seed) : manners_(manners), random_(seed) {}

  void load(StoreOpId id, StoreSink& sink) noexcept override { begin({id, &sink, 'l', {}}); }
  void save(StoreOpId id, SecretView secret, StoreSink& sink) noexcept override {
    begin({id, &sink, 's', std::string(secret.reveal())});
  }
  void erase(StoreOpId id, StoreSink& sink) noexcept override { begin({id, &sink, 'e', {}}); }
  bool lock(StoreOpId id, StoreSink& sink) noexcept override {
    if (!manners_.locks) return false;
    if (gone) wrong = "the store is locked after the end of the client";
    locks_.push_back({id, &sink, 'k', {}});
    if (chance(manners_.at_once)) end_lock();
    return true;
  }
  void unlock() noexcept override {
    if (gone) wrong = "the store is unlocked after the end of the client";
  }

  [[nodiscard]] bool busy() const noexcept { return busy_; }
  [[nodiscard]] bool stuck() const noexcept { return stuck_; }
  [[nodiscard]] bool waits() const noexcept { return (busy_ && !stuck_) || !locks_.empty(); }
  /// Ends what is under way.
  void step() {
    if (!locks_.empty() && (!busy_ || stuck_ || chance(50))) return end_lock();
    if (busy_ && !stuck_) end();
  }
  /// From now on nothing fails, and what never ended ends.
  void heal() noexcept {
    manners_.fails = manners_.never = 0;
    stuck_ = false;
  }

  std::string bytes;
  bool last_write_failed = false;
  bool gone = false;            ///< The Client has ended: nothing may begin any more.
  const char* wrong = nullptr;  ///< What no store may meet.

 private:
  struct Operation {
    StoreOpId id;
    StoreSink* sink;
    char kind;
    std::string bytes;
  };
  [[nodiscard]] bool chance(unsigned percent) { return random_() % 100 < percent; }

  void begin(Operation operation) {
    if (busy_) wrong = "the store is entered twice at once";
    if (gone) wrong = "the store is entered after the end of the client";
    busy_ = true;
    now_ = std::move(operation);
    stuck_ = chance(manners_.never);
    if (!stuck_ && chance(manners_.at_once)) end();
  }

  void end() {
    const Operation done = std::move(now_);
    std::optional<Error> error;
    if (chance(manners_.fails)) {
      error.emplace();
      error->code = Errc::storage;
    }
    if (done.kind != 'l') {
      last_write_failed = error.has_value();
      if (!error) bytes = done.bytes;
    }
    busy_ = false;
    if (done.kind != 'l') return done.sink->on_store_done(done.id, std::move(error));
    if (error) return done.sink->on_store_loaded(done.id, std::move(*error));
    done.sink->on_store_loaded(done.id, Secret(bytes));
  }

  void end_lock() {
    const Operation done = locks_.front();
    locks_.pop_front();
    std::optional<Error> error;
    if (chance(manners_.fails)) error.emplace().code = Errc::storage;
    done.sink->on_store_done(done.id, std::move(error));
  }

  Manners manners_;
  std::mt19937_64 random_;
  Operation now_{};
  bool busy_ = false;
  bool stuck_ = false;
  std::deque<Operation> locks_;
};

}  // namespace hellojohn::tests

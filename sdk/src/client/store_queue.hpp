// One operation of a SessionStore after the other, in the order in which they were queued.
// Knows nothing of sessions: the owner of an operation hears its end once, and decides then what the store is to hold.
#pragma once

#include "base/process.hpp"

#include <hellojohn/secret.hpp>
#include <hellojohn/session.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class StoreQueue;

/// One operation. Holds all that it needs, so that nothing is allocated once it is made. `told` hears its end, perhaps
/// after the Client has gone.
class StoreJob final : public StoreSink {
 public:
  enum class Kind : std::uint8_t { load, save, erase };

  explicit StoreJob(std::weak_ptr<StoreSink> told) noexcept : told_(std::move(told)) {}

  void on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept override;
  void on_store_loaded(StoreOpId id, Result<Secret>&& loaded) noexcept override;

  StoreOpId op = 0;
  Kind kind = Kind::load;
  Secret bytes{};  ///< For a save.

 private:
  friend class StoreQueue;
  std::weak_ptr<StoreSink> told_;
  std::shared_ptr<StoreQueue> queue_{};
  std::unique_ptr<StoreJob> next_{};
};

class StoreQueue final : public std::enable_shared_from_this<StoreQueue> {
 public:
  explicit StoreQueue(SessionStore& store) noexcept : store_(store) {}

  /// Puts an operation last, and touches nothing else: pump() follows, without a lock held. An erase takes the queued
  /// saves away: each of them ends as done, because the last wish holds.
  void push(std::unique_ptr<StoreJob> job) noexcept;
  /// Begins the next operation if none is under way. An operation is under way until it has ended and the call that
  /// began it has returned.
  void pump() noexcept;
  /// Waits until `end` for what is still to be written. False if something is not. From then on the store is not touched,
  /// no thread is inside a call that begins an operation, and no owner hears of a result.
  [[nodiscard]] bool close(std::chrono::steady_clock::time_point end) noexcept;

 private:
  friend class StoreJob;
  using Jobs = std::unique_ptr<StoreJob>;  // A list by next_.

  [[nodiscard]] Jobs pop_locked() noexcept;
  [[nodiscard]] Jobs take_locked(Jobs& unwanted) noexcept;
  [[nodiscard]] bool is_overtaken_locked(const StoreJob& job) const noexcept;
  void begin(StoreJob& job) noexcept;
  void finished() noexcept;
  [[nodiscard]] bool written_locked() const noexcept;

  SessionStore& store_;
  OwnMutex mutex_;  // Guards everything below; a leaf.
  std::condition_variable changed_;
  Jobs first_;
  StoreJob* last_ = nullptr;
  bool running_ = false;
  bool writing_ = false;      // The running operation is not a load.
  bool ended_ = false;        // What runs has ended.
  bool inside_ = false;       // The call that began it has not returned yet.
  std::thread::id beginner_;  // The thread of that call.
  bool closing_ = false;      // Loads are of no use any more.
  bool closed_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn

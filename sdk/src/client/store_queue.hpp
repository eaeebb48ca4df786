// One operation of a SessionStore after the other, in the order in which they were wished for.
// Knows nothing of sessions: its owner hears of each result once, and decides then whether the store says what it should.
#pragma once

#include <hellojohn/secret.hpp>
#include <hellojohn/session.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace hellojohn::inline v0::detail {

class StoreQueue;

/// One wish. Holds all that it needs, so that nothing is allocated once it is made. `told` hears its end, perhaps after
/// the Client has gone.
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

  /// Puts a wish last, and touches nothing else: pump() follows, without a lock held. An erase takes the queued saves
  /// away: each of them hears that it is done, because what was wished for last holds.
  void push(std::unique_ptr<StoreJob> job) noexcept;
  /// Begins the next operation where none is under way.
  void pump() noexcept;
  /// Waits at most `limit` for what is still to be written; from then on the store is not touched, and nobody told.
  void close(std::chrono::milliseconds limit) noexcept;

 private:
  friend class StoreJob;
  void begin(std::unique_ptr<StoreJob> job) noexcept;
  void finished() noexcept;

  SessionStore& store_;
  std::mutex mutex_;  // Guards everything below; a leaf.
  std::condition_variable changed_;
  std::unique_ptr<StoreJob> first_;
  StoreJob* last_ = nullptr;
  bool running_ = false;
  bool writing_ = false;  // The running operation is not a load.
  bool closed_ = false;
};

}  // namespace hellojohn::inline v0::detail

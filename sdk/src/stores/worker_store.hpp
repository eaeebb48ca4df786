// A SessionStore whose blocking operations run one after another on a separate thread.
// Knows nothing of where the bytes go: that is the Backend.
#pragma once

#include "base/process.hpp"

#include <hellojohn/session.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace hellojohn {
inline namespace v0 {
namespace stores {

/// Blocking operations, called only on the worker's thread.
class Backend {
 public:
  virtual ~Backend() = default;
  virtual Result<Secret> load() = 0;
  virtual std::optional<Error> save(SecretView bytes) = 0;
  virtual std::optional<Error> erase() = 0;
  /// Whether processes share it: then lock() takes it for the time of one renewal.
  [[nodiscard]] virtual bool is_shared() const noexcept { return false; }
  virtual std::optional<Error> lock() { return {}; }
  /// Also called from other threads, where the worker cannot be told.
  virtual void unlock() noexcept {}
};

/// A local failure of a store, before anything was sent anywhere.
[[nodiscard]] Error storage_error(std::string detail, Errc code = Errc::storage);

/// Takes the backend's operations off the caller's frame. The destructor waits `patience` for what is queued;
/// an operation that is stuck is then left to itself, and its sink still hears the end, if one comes.
class WorkerStore final : public SessionStore {
 public:
  explicit WorkerStore(std::shared_ptr<Backend> backend,
                       std::chrono::milliseconds patience = std::chrono::milliseconds(250));
  ~WorkerStore() override;
  WorkerStore(const WorkerStore&) = delete;
  WorkerStore& operator=(const WorkerStore&) = delete;

  void load(StoreOpId id, StoreSink& sink) noexcept override;
  void save(StoreOpId id, SecretView bytes, StoreSink& sink) noexcept override;
  void erase(StoreOpId id, StoreSink& sink) noexcept override;
  bool lock(StoreOpId id, StoreSink& sink) noexcept override;
  void unlock() noexcept override;

 private:
  struct Job;
  struct Shared;
  [[nodiscard]] bool queue(Job& job) noexcept;
  void start(Job&& job) noexcept;

  OwnProcess process_;
  std::shared_ptr<Shared> shared_;
  std::thread thread_;  // Started with the first operation, under the lock of the queue.
  std::chrono::milliseconds patience_;
};

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn

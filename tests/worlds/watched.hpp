// A value that several threads change and wait for. Knows no test framework.
#pragma once

#include <condition_variable>
#include <mutex>

namespace hellojohn::tests {

/// Instead of std::atomic::wait(), which loses wake-ups in libstdc++ 12 on systems without a futex (Windows).
template <class Value>
class Watched {
 public:
  explicit Watched(Value value) : value_(value) {}
  void set(Value value) {
    const std::lock_guard lock(mutex_);
    value_ = value;
    changed_.notify_all();
  }
  void add(Value value) {
    const std::lock_guard lock(mutex_);
    value_ += value;
    changed_.notify_all();
  }
  [[nodiscard]] Value get() {
    const std::lock_guard lock(mutex_);
    return value_;
  }
  void wait_for(Value wanted) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return value_ == wanted; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Value value_;
};

}  // namespace hellojohn::tests

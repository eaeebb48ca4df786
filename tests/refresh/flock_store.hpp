// A session store that processes share: one file, replaced as a whole, and flock(2) for the time of a renewal. Works on a
// thread of its own, as a store must.
#pragma once

#include <hellojohn/session.hpp>

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace hellojohn::tests {

class FlockStore final : public SessionStore {
 public:
  explicit FlockStore(std::string path)
      : path_(std::move(path)),
        lock_fd_(::open((path_ + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)),
        worker_([this] { work(); }) {}
  ~FlockStore() override {
    add({});
    worker_.join();
    ::close(lock_fd_);
  }

  void load(StoreOpId id, StoreSink& sink) noexcept override {
    add([this, id, &sink] {
      std::ifstream file(path_, std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      sink.on_store_loaded(id, Secret(bytes));
    });
  }
  void save(StoreOpId id, SecretView bytes, StoreSink& sink) noexcept override {
    add([this, id, &sink, copy = std::string(bytes.reveal())] {
      const std::string part = path_ + "." + std::to_string(::getpid());
      std::ofstream(part, std::ios::binary) << copy;
      std::rename(part.c_str(), path_.c_str());
      sink.on_store_done(id, {});
    });
  }
  void erase(StoreOpId id, StoreSink& sink) noexcept override {
    add([this, id, &sink] {
      std::remove(path_.c_str());
      sink.on_store_done(id, {});
    });
  }
  bool lock(StoreOpId id, StoreSink& sink) noexcept override {
    add([this, id, &sink] {
      ::flock(lock_fd_, LOCK_EX);
      sink.on_store_done(id, {});
    });
    return true;
  }
  void unlock() noexcept override { ::flock(lock_fd_, LOCK_UN); }

 private:
  void add(std::function<void()> job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    changed_.notify_all();
  }
  void work() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !jobs_.empty(); });
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      if (!job) return;
      job();
    }
  }

  std::string path_;
  int lock_fd_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  std::thread worker_;
};

}  // namespace hellojohn::tests

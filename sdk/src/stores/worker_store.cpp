// The worker thread owns a share of the queue: it is joined where it ends in time, and left behind where an operation is
// stuck.
#include "stores/worker_store.hpp"

#include "base/sigmask.hpp"
#include "secret/wipe_registers.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace stores {

namespace {

enum class Kind { load, save, erase, lock, unlock };

}  // namespace

struct WorkerStore::Job {
  Kind kind = Kind::load;
  StoreOpId id = 0;
  StoreSink* sink = nullptr;
  Secret bytes;

  void fail(Error&& error) noexcept {
    if (kind == Kind::load) return sink->on_store_loaded(id, std::move(error));
    sink->on_store_done(id, std::move(error));
  }
};

struct WorkerStore::Shared {
  explicit Shared(std::shared_ptr<Backend> b) : backend(std::move(b)) {}

  std::shared_ptr<Backend> backend;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> queue;
  bool stopping = false;
  bool done = false;

  void run() noexcept;
  void work(Job& job) noexcept;
};

Error storage_error(std::string detail, Errc code) {
  Error error;
  error.code = code;
  error.outcome = Outcome::not_sent;
  error.detail = std::move(detail);
  return error;
}

void WorkerStore::Shared::work(Job& job) noexcept {
  try {
    if (job.kind == Kind::load) {
      auto loaded = backend->load();
      return job.sink->on_store_loaded(job.id, std::move(loaded));
    }
    if (job.kind == Kind::unlock) return backend->unlock();
    auto error = job.kind == Kind::save    ? backend->save(job.bytes.view())
                 : job.kind == Kind::erase ? backend->erase()
                                           : backend->lock();
    job.sink->on_store_done(job.id, std::move(error));
  } catch (const std::bad_alloc&) {
    job.fail(storage_error({}, Errc::resource));
  }
}

void WorkerStore::Shared::run() noexcept {
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [this] { return stopping || !queue.empty(); });
    if (queue.empty()) break;
    Job job = std::move(queue.front());
    queue.pop_front();
    lock.unlock();
    work(job);
    job.bytes.clear();
    lock.lock();
  }
  done = true;
  changed.notify_all();
}

WorkerStore::WorkerStore(std::shared_ptr<Backend> backend, std::chrono::milliseconds patience)
    : shared_(std::make_shared<Shared>(std::move(backend))), patience_(patience) {}

WorkerStore::~WorkerStore() {
  if (!thread_.joinable()) return;
  if (process_.was_forked()) {
    // The thread is not here: its handle can be neither joined nor detached, and it may have held the lock.
    (void)new (std::nothrow) std::thread(std::move(thread_));
    return;
  }
  std::unique_lock lock(shared_->mutex);
  shared_->stopping = true;
  shared_->changed.notify_all();
  // A sink may drop the store: its thread cannot wait for itself.
  const bool done = thread_.get_id() != std::this_thread::get_id() &&
                    shared_->changed.wait_for(lock, patience_, [this] { return shared_->done; });
  lock.unlock();
  if (done)
    thread_.join();
  else
    thread_.detach();
}

// False if there is no thread or no memory. The job is then still whole: push_back comes last, and moves only on
// success.
bool WorkerStore::queue(Job& job) noexcept {
  try {
    const std::lock_guard lock(shared_->mutex);
    if (!thread_.joinable()) {
      const AllSignalsBlocked no_signals;
      detail::wipe_registers();  // A new thread would inherit them.
      thread_ = std::thread([shared = shared_]() noexcept { shared->run(); });
    }
    shared_->queue.push_back(std::move(job));
    shared_->changed.notify_all();
    return true;
  } catch (...) {
    return false;
  }
}

void WorkerStore::start(Job&& job) noexcept {
  // fork() did not copy the thread that would do it. The child must make its own store.
  if (process_.was_forked()) return job.fail(storage_error({}, Errc::usage));
  if (!queue(job)) job.fail(storage_error({}, Errc::resource));
}

void WorkerStore::load(StoreOpId id, StoreSink& sink) noexcept {
  start(Job{Kind::load, id, &sink, {}});
}

void WorkerStore::save(StoreOpId id, SecretView bytes, StoreSink& sink) noexcept {
  try {
    return start(Job{Kind::save, id, &sink, Secret(bytes.reveal())});
  } catch (const std::bad_alloc&) {
    sink.on_store_done(id, storage_error({}, Errc::resource));
  }
}

void WorkerStore::erase(StoreOpId id, StoreSink& sink) noexcept {
  start(Job{Kind::erase, id, &sink, {}});
}

bool WorkerStore::lock(StoreOpId id, StoreSink& sink) noexcept {
  if (!shared_->backend->is_shared()) return false;
  start(Job{Kind::lock, id, &sink, {}});
  return true;
}

void WorkerStore::unlock() noexcept {
  // The lock is the parent's, also where the child inherited the descriptor.
  if (process_.was_forked()) return;
  Job job{Kind::unlock, 0, nullptr, {}};
  if (!queue(job)) shared_->backend->unlock();
}

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn

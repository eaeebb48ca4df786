// See store_queue.hpp.
#include "client/store_queue.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

void StoreJob::on_store_done(StoreOpId id, std::optional<Error>&& error) noexcept {
  const std::unique_ptr<StoreJob> self(this);
  const auto queue = std::move(queue_);
  // Told first: what it wishes for because of this end is queued before the next operation begins.
  if (const auto told = told_.lock()) told->on_store_done(id, std::move(error));
  if (queue) queue->finished();
}

void StoreJob::on_store_loaded(StoreOpId id, Result<Secret>&& loaded) noexcept {
  const std::unique_ptr<StoreJob> self(this);
  const auto queue = std::move(queue_);
  if (const auto told = told_.lock()) told->on_store_loaded(id, std::move(loaded));
  if (queue) queue->finished();
}

void StoreQueue::push(std::unique_ptr<StoreJob> job) noexcept {
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  StoreJob* const added = job.get();
  (last_ != nullptr ? last_->next_ : first_) = std::move(job);
  last_ = added;
}

void StoreQueue::pump() noexcept {
  std::unique_ptr<StoreJob> job;
  bool dropped = false;
  {
    const std::lock_guard lock(mutex_);
    if (running_ || closed_ || !first_) return;
    job = std::move(first_);
    first_ = std::move(job->next_);
    if (!first_) last_ = nullptr;
    if (job->kind == StoreJob::Kind::save)
      for (const StoreJob* later = first_.get(); later != nullptr; later = later->next_.get())
        dropped = dropped || later->kind == StoreJob::Kind::erase;
    running_ = true;
    writing_ = job->kind != StoreJob::Kind::load;
  }
  job->queue_ = shared_from_this();
  if (!dropped) return begin(std::move(job));
  StoreJob* const ended = job.release();
  ended->on_store_done(ended->op, {});
}

// The job ends, and goes, with the one call that the store makes of it.
void StoreQueue::begin(std::unique_ptr<StoreJob> job) noexcept {
  StoreJob* const running = job.release();
  const StoreOpId id = running->op;
  const Secret bytes = std::move(running->bytes);
  switch (running->kind) {
    case StoreJob::Kind::load: return store_.load(id, *running);
    case StoreJob::Kind::save: return store_.save(id, bytes.view(), *running);
    case StoreJob::Kind::erase: return store_.erase(id, *running);
  }
}

void StoreQueue::finished() noexcept {
  {
    const std::lock_guard lock(mutex_);
    running_ = writing_ = false;
    changed_.notify_all();
  }
  pump();
}

void StoreQueue::close(std::chrono::milliseconds limit) noexcept {
  std::unique_ptr<StoreJob> left;
  std::unique_lock lock(mutex_);
  const auto written = [this] {
    if (writing_) return false;
    for (const StoreJob* job = first_.get(); job != nullptr; job = job->next_.get())
      if (job->kind != StoreJob::Kind::load) return false;
    return true;
  };
  (void)changed_.wait_for(lock, limit, written);
  closed_ = true;
  left = std::move(first_);
  last_ = nullptr;
  lock.unlock();
  while (left) left = std::move(left->next_);
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn

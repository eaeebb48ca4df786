// The order of steps here is what a SessionStore may rely on: see session.hpp.
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

StoreQueue::Jobs StoreQueue::pop_locked() noexcept {
  Jobs job = std::move(first_);
  first_ = std::move(job->next_);
  if (!first_) last_ = nullptr;
  return job;
}

StoreQueue::Jobs StoreQueue::take_locked(Jobs& unwanted) noexcept {
  while (first_) {
    Jobs job = pop_locked();
    if (!closing_ || job->kind != StoreJob::Kind::load) return job;
    job->next_ = std::move(unwanted);
    unwanted = std::move(job);
  }
  return {};
}

bool StoreQueue::is_overtaken_locked(const StoreJob& job) const noexcept {
  if (job.kind != StoreJob::Kind::save) return false;
  for (const StoreJob* later = first_.get(); later != nullptr; later = later->next_.get())
    if (later->kind == StoreJob::Kind::erase) return true;
  return false;
}

void StoreQueue::pump() noexcept {
  const auto self = weak_from_this().lock();
  for (;;) {
    Jobs unwanted;  // Destroyed without the lock.
    StoreJob* job = nullptr;
    bool overtaken = false;
    {
      const std::lock_guard lock(mutex_);
      if (running_ || closed_) return;
      job = take_locked(unwanted).release();
      if (job == nullptr) return;
      overtaken = is_overtaken_locked(*job);
      running_ = inside_ = true;
      ended_ = false;
      writing_ = job->kind != StoreJob::Kind::load;
      beginner_ = std::this_thread::get_id();
    }
    job->queue_ = self;
    if (overtaken)
      job->on_store_done(job->op, {});
    else
      begin(*job);
    const std::lock_guard lock(mutex_);
    inside_ = false;
    if (ended_) running_ = writing_ = false;
    changed_.notify_all();
    if (!ended_) return;  // finished() goes on.
  }
}

// The job ends, and is destroyed, with the one call that the store makes of it.
void StoreQueue::begin(StoreJob& job) noexcept {
  const StoreOpId id = job.op;
  const Secret bytes = std::move(job.bytes);
  switch (job.kind) {
    case StoreJob::Kind::load: return store_.load(id, job);
    case StoreJob::Kind::save: return store_.save(id, bytes.view(), job);
    case StoreJob::Kind::erase: return store_.erase(id, job);
  }
}

void StoreQueue::finished() noexcept {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    if (inside_) return;  // pump() goes on when the call returns.
    running_ = writing_ = false;
    changed_.notify_all();
  }
  pump();
}

bool StoreQueue::written_locked() const noexcept {
  if (running_ && writing_) return false;
  for (const StoreJob* job = first_.get(); job != nullptr; job = job->next_.get())
    if (job->kind != StoreJob::Kind::load) return false;
  return true;
}

bool StoreQueue::close(std::chrono::steady_clock::time_point end) noexcept {
  Jobs left;
  std::unique_lock lock(mutex_.for_condition());
  closing_ = true;
  const bool written = changed_.wait_until(lock, end, [this] { return written_locked(); });
  closed_ = true;
  left = std::move(first_);
  last_ = nullptr;
  // The host may take the store away after this. A call that begins an operation returns at once.
  if (beginner_ != std::this_thread::get_id()) changed_.wait(lock, [this] { return !inside_; });
  lock.unlock();
  while (left) left = std::move(left->next_);
  return written;
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn

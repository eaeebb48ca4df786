// See fake_transport.hpp.
#include <hellojohn/testing/fake_transport.hpp>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace testing {

namespace {

struct Job {
  ExchangeId id = 0;
  HttpRequest request;
  ExchangeSink* sink = nullptr;
  bool cancelled = false;
  bool announced = false;
};

TransportFailure failure(Errc code, Sent sent, std::string detail) {
  TransportFailure f;
  f.code = code;
  f.sent = sent;
  f.detail = std::move(detail);
  return f;
}

}  // namespace

struct FakeTransport::Impl {
  FakeHandler handler;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::shared_ptr<Job>> jobs;
  std::shared_ptr<Job> current;
  bool stopping = false;
  std::thread thread;

  /// Waits out a delay; false when the exchange was cancelled or the transport stops meanwhile.
  bool pause(const Job& job, std::chrono::milliseconds delay) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, delay, [&] { return stopping || job.cancelled; });
    return !stopping && !job.cancelled;
  }

  void run(Job& job) {
    {
      const std::lock_guard lock(mutex);
      if (job.cancelled || stopping) return fail_unsent(job);
    }
    if (!job.sink->on_last_write(job.id))
      return job.sink->on_failure(job.id, failure(Errc::cancelled, Sent::none, "withdrawn"));
    MockAnswer answer = handler(job.request);
    if (!pause(job, answer.delay))
      return job.sink->on_failure(job.id, failure(Errc::cancelled, Sent::all, "withdrawn"));
    switch (answer.delivery) {
      case Delivery::normal: return job.sink->on_response(job.id, std::move(answer.response));
      case Delivery::drop_before:
      case Delivery::drop_after:
        return job.sink->on_failure(job.id,
                                    failure(Errc::connection_lost, Sent::all, "connection closed"));
      case Delivery::truncate: {
        auto f = failure(Errc::connection_lost, Sent::all, "answer cut short");
        const bool json = answer.response.header("Content-Type").find("json") != std::string::npos;
        if (json || answer.response.status >= 300)
          f.status_seen = static_cast<std::uint16_t>(answer.response.status);
        return job.sink->on_failure(job.id, std::move(f));
      }
      case Delivery::garbage:
        return job.sink->on_failure(job.id, failure(Errc::protocol, Sent::all, "not HTTP"));
    }
  }

  static void fail_unsent(Job& job) {
    job.sink->on_failure(job.id, failure(Errc::cancelled, Sent::none, "withdrawn"));
  }

  void loop() {
    for (;;) {
      std::shared_ptr<Job> job;
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return stopping || !jobs.empty(); });
        if (jobs.empty()) return;
        job = current = jobs.front();
        jobs.pop_front();
      }
      run(*job);
      const std::lock_guard lock(mutex);
      current.reset();
    }
  }
};

FakeTransport::FakeTransport(FakeHandler handler) : impl_(std::make_unique<Impl>()) {
  impl_->handler = std::move(handler);
  impl_->thread = std::thread([impl = impl_.get()] { impl->loop(); });
}

FakeTransport::FakeTransport(MockService& service)
    : FakeTransport([&service](const HttpRequest& request) { return service.serve(request); }) {}

FakeTransport::~FakeTransport() { shutdown({}); }

void FakeTransport::start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept {
  auto job = std::make_shared<Job>();
  job->id = id;
  job->request = std::move(request);
  job->sink = &sink;
  const std::lock_guard lock(impl_->mutex);
  impl_->jobs.push_back(std::move(job));
  impl_->changed.notify_all();
}

void FakeTransport::cancel(ExchangeId id) noexcept {
  const std::lock_guard lock(impl_->mutex);
  for (const auto& job : impl_->jobs)
    if (job->id == id) job->cancelled = true;
  if (impl_->current && impl_->current->id == id) impl_->current->cancelled = true;
  impl_->changed.notify_all();
}

void FakeTransport::shutdown(std::chrono::steady_clock::time_point) noexcept {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    impl_->changed.notify_all();
  }
  if (impl_->thread.joinable()) impl_->thread.join();
}

struct ScriptedTransport::Impl {
  mutable std::mutex mutex;
  std::vector<std::shared_ptr<Job>> jobs;
  std::size_t started = 0;

  std::shared_ptr<Job> at(std::size_t index) const {
    const std::lock_guard lock(mutex);
    return jobs.at(index);
  }
  std::shared_ptr<Job> take(std::size_t index) {
    const std::lock_guard lock(mutex);
    auto job = jobs.at(index);
    jobs.erase(jobs.begin() + static_cast<std::ptrdiff_t>(index));
    return job;
  }
};

ScriptedTransport::ScriptedTransport() : impl_(std::make_unique<Impl>()) {}
ScriptedTransport::~ScriptedTransport() { shutdown({}); }

std::size_t ScriptedTransport::open_count() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->jobs.size();
}

std::size_t ScriptedTransport::started_count() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->started;
}

ScriptedExchange ScriptedTransport::open(std::size_t index) const {
  const auto job = impl_->at(index);
  ScriptedExchange copy;
  copy.id = job->id;
  copy.cancelled = job->cancelled;
  copy.request.method = job->request.method;
  copy.request.origin = job->request.origin;
  copy.request.target = job->request.target;
  copy.request.headers = job->request.headers;
  copy.request.authorization = job->request.authorization.clone();
  copy.request.body = job->request.body.clone();
  copy.request.deadline = job->request.deadline;
  return copy;
}

bool ScriptedTransport::last_write(std::size_t index) {
  const auto job = impl_->at(index);
  job->announced = true;
  return job->sink->on_last_write(job->id);
}

void ScriptedTransport::respond(HttpResponse&& response, std::size_t index) {
  const auto job = impl_->take(index);
  if (!job->announced && !job->sink->on_last_write(job->id))
    return job->sink->on_failure(job->id, failure(Errc::cancelled, Sent::none, "withdrawn"));
  job->sink->on_response(job->id, std::move(response));
}

void ScriptedTransport::respond(int status, std::string_view json, std::size_t index) {
  HttpResponse response;
  response.status = status;
  response.headers.push_back({"Content-Type", "application/json"});
  response.body = Secret(json);
  respond(std::move(response), index);
}

void ScriptedTransport::fail(TransportFailure&& failure, std::size_t index) {
  const auto job = impl_->take(index);
  job->sink->on_failure(job->id, std::move(failure));
}

void ScriptedTransport::start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept {
  auto job = std::make_shared<Job>();
  job->id = id;
  job->request = std::move(request);
  job->sink = &sink;
  const std::lock_guard lock(impl_->mutex);
  impl_->jobs.push_back(std::move(job));
  ++impl_->started;
}

void ScriptedTransport::cancel(ExchangeId id) noexcept {
  const std::lock_guard lock(impl_->mutex);
  for (const auto& job : impl_->jobs)
    if (job->id == id) job->cancelled = true;
}

void ScriptedTransport::shutdown(std::chrono::steady_clock::time_point) noexcept {
  std::vector<std::shared_ptr<Job>> left;
  {
    const std::lock_guard lock(impl_->mutex);
    left.swap(impl_->jobs);
  }
  for (const auto& job : left)
    job->sink->on_failure(
        job->id, failure(Errc::shutting_down, job->announced ? Sent::all : Sent::none, "shutdown"));
}

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn

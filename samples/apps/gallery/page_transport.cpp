// The steps of an exchange are timers of the browser. Knows no demo.
#include "apps/gallery/page_transport.hpp"

#include <utility>

#include <emscripten.h>

namespace gallery {

using namespace hellojohn;
using testing::Delivery;

struct PageTransport::Job {
  testing::MockService& service;
  ExchangeId id;
  HttpRequest request;
  ExchangeSink& sink;
  testing::MockAnswer answer{};
  bool sent = false;
  bool cancelled = false;
  bool over = false;

  void fail(Errc code, const char* detail) noexcept {
    over = true;
    TransportFailure failure;
    failure.code = code;
    failure.sent = sent ? Sent::all : Sent::none;
    failure.detail = detail;
    sink.on_failure(id, std::move(failure));
  }
};

void PageTransport::later(void (*step)(const std::shared_ptr<Job>&) noexcept,
                          std::shared_ptr<Job> job, std::chrono::milliseconds delay) {
  struct Timer {
    void (*step)(const std::shared_ptr<Job>&) noexcept;
    std::shared_ptr<Job> job;
  };
  const auto ring = [](void* argument) {
    const std::unique_ptr<Timer> timer(static_cast<Timer*>(argument));
    if (!timer->job->over) timer->step(timer->job);
  };
  auto timer = std::make_unique<Timer>(Timer{step, std::move(job)});
  emscripten_async_call(ring, timer.release(), static_cast<int>(delay.count()));
}

void PageTransport::start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept {
  std::erase_if(open_, [](const auto& job) { return job->over; });
  open_.push_back(std::make_shared<Job>(Job{service_, id, std::move(request), sink}));
  later(&PageTransport::serve, open_.back(), {});
}

void PageTransport::serve(const std::shared_ptr<Job>& job) noexcept {
  if (job->cancelled || !job->sink.on_last_write(job->id)) {
    return job->fail(Errc::cancelled, "withdrawn");
  }
  job->sent = true;
  job->answer = job->service.serve(job->request);
  if (job->answer.delay.count() == 0) return deliver(job);
  later(&PageTransport::deliver, job, job->answer.delay);
}

void PageTransport::deliver(const std::shared_ptr<Job>& job) noexcept {
  if (job->cancelled) return job->fail(Errc::cancelled, "withdrawn");
  if (job->answer.delivery == Delivery::garbage) return job->fail(Errc::protocol, "not HTTP");
  if (job->answer.delivery != Delivery::normal) {
    return job->fail(Errc::connection_lost, "connection closed");
  }
  job->over = true;
  job->sink.on_response(job->id, std::move(job->answer.response));
}

void PageTransport::cancel(ExchangeId id) noexcept {
  for (const auto& job : open_) {
    if (job->id != id || job->over || job->cancelled) continue;
    job->cancelled = true;
    // Before the service saw it, the first timer is still to come.
    if (job->sent) later(&PageTransport::deliver, job, {});
  }
}

void PageTransport::shutdown(std::chrono::steady_clock::time_point) noexcept {
  for (const auto& job : std::exchange(open_, {})) {
    if (!job->over) job->fail(Errc::shutting_down, "shutdown");
  }
}

}  // namespace gallery

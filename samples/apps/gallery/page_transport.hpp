// Carries requests to a mock service in the same page. Knows no demo.
#pragma once

#include <hellojohn/testing/mock_service.hpp>
#include <hellojohn/transport.hpp>

#include <memory>
#include <vector>

namespace gallery {

/// Answers after MockAnswer::delay, between two frames, and obeys MockAnswer::delivery. A page has one thread.
/// **Lifetime** the service must outlive it.
class PageTransport final : public hellojohn::Transport {
 public:
  explicit PageTransport(hellojohn::testing::MockService& service) : service_(service) {}
  ~PageTransport() override { shutdown({}); }

  void start(hellojohn::ExchangeId id, hellojohn::HttpRequest&& request,
             hellojohn::ExchangeSink& sink) noexcept override;
  void cancel(hellojohn::ExchangeId id) noexcept override;
  void shutdown(std::chrono::steady_clock::time_point deadline) noexcept override;

 private:
  struct Job;
  static void serve(const std::shared_ptr<Job>& job) noexcept;
  static void deliver(const std::shared_ptr<Job>& job) noexcept;
  static void later(void (*step)(const std::shared_ptr<Job>&) noexcept, std::shared_ptr<Job> job,
                    std::chrono::milliseconds delay);

  hellojohn::testing::MockService& service_;
  std::vector<std::shared_ptr<Job>> open_;
};

}  // namespace gallery

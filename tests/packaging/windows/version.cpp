// Compiled against two versions of the library; CALL is a name for each. Answers the version that it reached.
#include <hellojohn/hellojohn.hpp>

#include <memory>
#include <string>
#include <utility>

namespace {

/// Takes every exchange and ends none: a call ends because its client goes.
class Silent final : public hellojohn::Transport {
 public:
  void start(hellojohn::ExchangeId, hellojohn::HttpRequest&&,
             hellojohn::ExchangeSink&) noexcept override {}
  void cancel(hellojohn::ExchangeId) noexcept override {}
  void shutdown(std::chrono::steady_clock::time_point) noexcept override {}
};

}  // namespace

/// Empty if the library is another one than the headers, or a call ends otherwise than it should.
std::string CALL() {
  if (std::string(hellojohn::version()) != HELLOJOHN_VERSION) return {};
  hellojohn::ClientOptions options;
  options.base_url = "https://auth.example.com";
  options.tenant_id = "tnt_1";
  options.publishable_key = "pk_test_a";
  options.transport = std::make_unique<Silent>();
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) return {};
  auto call = client->recovery().request("alice@example.com");
  call.cancel();
  auto result = std::move(call).get();
  if (result || result.error().code != hellojohn::Errc::cancelled) return {};
  return hellojohn::version();
}

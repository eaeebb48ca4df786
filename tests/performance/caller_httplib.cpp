// cpp-httplib with keep-alive; no JSON is read or written. It resumes no TLS session.
#define CPPHTTPLIB_OPENSSL_SUPPORT
#include <httplib.h>

#include "performance/caller.hpp"

#include <string>

namespace bench {
namespace {

class HttplibCaller final : public Caller {
 public:
  explicit HttplibCaller(const Target& target) : target_(target) { open(); }

  void calls(std::size_t count, Times& times) override {
    for (std::size_t i = 0; i < count; ++i) {
      const auto begun = Clock::now();
      const auto answered =
          client_->Post(std::string(path).c_str(), headers_, std::string(body), "application/json");
      times.push_back(Clock::now() - begun);
      if (!answered) broke("httplib failed");
      if (answered->body != json_answer) broke("not the answer");
    }
  }
  void disconnect() override { open(); }

 private:
  void open() {
    client_ = std::make_unique<httplib::SSLClient>("localhost", target_.port);
    client_->set_ca_cert_path(target_.ca_file.c_str());
    client_->enable_server_certificate_verification(true);
    client_->set_keep_alive(true);
    client_->set_tcp_nodelay(true);
    client_->set_address_family(AF_INET);
    client_->set_read_timeout(15);
  }

  Target target_;
  httplib::Headers headers_{{"Accept", "application/json"},
                            {"X-Tenant-ID", std::string(tenant)},
                            {"User-Agent", "bench"},
                            {"Authorization", "Bearer " + std::string(key)}};
  std::unique_ptr<httplib::SSLClient> client_;
};

}  // namespace

std::unique_ptr<Caller> make_caller(const Target& target) {
  return std::make_unique<HttplibCaller>(target);
}

const Extra extra = nullptr;

}  // namespace bench

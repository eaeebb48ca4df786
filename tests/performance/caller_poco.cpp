// POCO's HTTPSClientSession with keep-alive; no JSON is read or written.
#include "performance/caller.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/StreamCopier.h>

#include <string>

namespace bench {
namespace {

using namespace Poco::Net;

class PocoCaller final : public Caller {
 public:
  explicit PocoCaller(const Target& target) : port_(static_cast<Poco::UInt16>(target.port)) {
    context_ = new Context(Context::TLS_CLIENT_USE, target.ca_file, Context::VERIFY_STRICT, 9,
                           target.system_roots);
    context_->enableSessionCache();
    open();
  }

  void calls(std::size_t count, Times& times) override {
    for (std::size_t i = 0; i < count; ++i) {
      const auto begun = Clock::now();
      answered_.clear();
      HTTPRequest request(HTTPRequest::HTTP_POST, std::string(path), HTTPMessage::HTTP_1_1);
      request.setKeepAlive(true);
      request.set("User-Agent", "bench");
      request.set("Accept", "application/json");
      request.set("X-Tenant-ID", std::string(tenant));
      request.set("Authorization", "Bearer " + std::string(key));
      request.setContentType("application/json");
      request.setContentLength(static_cast<std::streamsize>(body.size()));
      session_->sendRequest(request) << body;
      HTTPResponse response;
      Poco::StreamCopier::copyToString(session_->receiveResponse(response), answered_);
      if (times.empty()) session_->socket().setNoDelay(true);
      times.push_back(Clock::now() - begun);
      if (answered_ != json_answer) broke("not the answer");
    }
  }
  void disconnect() override {
    tls_ = session_->sslSession();
    open();
  }
  void forget_session() override {
    tls_ = nullptr;
    open();
  }

 private:
  void open() {
    session_ = tls_ ? std::make_unique<HTTPSClientSession>("localhost", port_, context_, tls_)
                    : std::make_unique<HTTPSClientSession>("localhost", port_, context_);
    session_->setKeepAlive(true);
    session_->setTimeout(Poco::Timespan(15, 0));
  }

  Poco::UInt16 port_;
  Context::Ptr context_;
  Session::Ptr tls_;
  std::unique_ptr<HTTPSClientSession> session_;
  std::string answered_;
};

}  // namespace

std::unique_ptr<Caller> make_caller(const Target& target) {
  return std::make_unique<PocoCaller>(target);
}

const Extra extra = nullptr;

}  // namespace bench

// The floor: OpenSSL over a blocking socket, a request written before and an answer looked at, nothing more.
#include "performance/caller.hpp"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <string>

namespace bench {
namespace {

class OpensslCaller final : public Caller {
 public:
  explicit OpensslCaller(const Target& target)
      : port_(target.port), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_load_verify_locations(context_, target.ca_file.c_str(), nullptr);
    if (target.system_roots) SSL_CTX_set_default_verify_paths(context_);
    SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
    request_ =
        "POST " + std::string(path) +
        " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: application/json\r\n"
        "X-Tenant-ID: " +
        std::string(tenant) + "\r\nAuthorization: Bearer " + std::string(key) +
        "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + std::string(body);
  }
  ~OpensslCaller() override {
    disconnect();
    forget_session();
    SSL_CTX_free(context_);
  }

  void calls(std::size_t count, Times& times) override {
    for (std::size_t i = 0; i < count; ++i) {
      const auto begun = Clock::now();
      if (ssl_ == nullptr) connect();
      exchange();
      times.push_back(Clock::now() - begun);
    }
  }
  void disconnect() override {
    if (ssl_ == nullptr) return;
    forget_session();
    session_ = SSL_SESSION_dup(SSL_get0_session(ssl_));
    SSL_free(ssl_);
    ::close(socket_);
    ssl_ = nullptr;
  }
  void forget_session() override {
    SSL_SESSION_free(session_);
    session_ = nullptr;
  }

 private:
  void connect() {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      broke("connect");
    const int on = 1;
    (void)::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, socket_);
    SSL_set1_host(ssl_, "localhost");
    SSL_set_tlsext_host_name(ssl_, "localhost");
    if (session_ != nullptr) SSL_set_session(ssl_, session_);
    if (SSL_connect(ssl_) != 1) broke("handshake");
  }

  void exchange() {
    char answered[4096];
    std::size_t filled = 0;
    if (SSL_write(ssl_, request_.data(), static_cast<int>(request_.size())) <= 0) broke("write");
    while (filled < answer.size()) {
      const int size =
          SSL_read(ssl_, answered + filled, static_cast<int>(sizeof answered - filled));
      if (size <= 0) broke("read");
      filled += static_cast<std::size_t>(size);
    }
    if (std::string_view(answered, filled) != answer) broke("not the answer");
  }

  int port_;
  SSL_CTX* context_;
  SSL* ssl_ = nullptr;
  SSL_SESSION* session_ = nullptr;
  int socket_ = -1;
  std::string request_;
};

}  // namespace

std::unique_ptr<Caller> make_caller(const Target& target) {
  return std::make_unique<OpensslCaller>(target);
}

const Extra extra = nullptr;

}  // namespace bench

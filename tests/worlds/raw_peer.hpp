// A server that does exactly what a script says, byte by byte, over TCP or TLS with certificates
// made on the spot.
// Knows nothing of HTTP beyond where a request ends.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hellojohn::tests {

/// How a leaf certificate names its host.
struct CertificateNames {
  std::string common_name{"localhost"};
  std::string subject_alt{"DNS:localhost,IP:127.0.0.1"};  ///< Empty: none.
};

struct TlsSetup {
  CertificateNames names{};
  int max_version = TLS1_3_VERSION;
  std::string ciphers{};  ///< TLS 1.2 list; empty: OpenSSL's.
  bool demand_client_certificate = false;
  std::string suites{};  ///< TLS 1.3 list; empty: OpenSSL's.
};

/// The certificate authority of this process, as PEM.
[[nodiscard]] const std::string& test_ca_pem();
/// Another one that signed nothing here.
[[nodiscard]] const std::string& other_ca_pem();
/// One of the same name as the first that signed nothing here.
[[nodiscard]] const std::string& namesake_ca_pem();

/// One accepted connection as its script sees it. Calls on a broken connection do nothing.
class Wire {
 public:
  Wire(int fd, SSL* ssl, std::atomic<bool>& stop) : fd_(fd), ssl_(ssl), stop_(stop) {}
  /// Head and body of one request; empty if the client went away.
  std::string read_request();
  /// Waits for the peer's first bytes and drops them; false if it went away.
  bool read_any();
  void write(std::string_view bytes);
  /// Past TLS, straight to the socket.
  void write_raw(std::string_view bytes);
  void close_notify();
  /// Ends with a TCP reset.
  void reset();
  /// Until the peer goes away or the test ends.
  void hold();
  [[nodiscard]] int descriptor() const noexcept { return fd_; }
  [[nodiscard]] SSL* tls() const noexcept { return ssl_; }
  [[nodiscard]] bool resumed() const { return ssl_ != nullptr && SSL_session_reused(ssl_) == 1; }

 private:
  [[nodiscard]] int read_some(char* out, int size);
  int fd_;
  SSL* ssl_;
  std::atomic<bool>& stop_;
  std::string pending_;
};

class RawPeer {
 public:
  using Script = std::function<void(Wire&)>;
  explicit RawPeer(Script script);
  RawPeer(Script script, const TlsSetup& tls);
  /// Takes the context.
  RawPeer(Script script, SSL_CTX* context);
  ~RawPeer();
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  [[nodiscard]] int port() const noexcept { return port_; }
  /// "http://127.0.0.1:port" or "https://localhost:port".
  [[nodiscard]] std::string origin() const;
  [[nodiscard]] std::string origin(std::string_view host) const;
  [[nodiscard]] int connections() const noexcept { return connections_; }
  /// Those that are not closed on this side.
  [[nodiscard]] int open() {
    const std::lock_guard lock(mutex_);
    return connections_ - closed_;
  }
  /// Waits until so many connections were closed on this side; throws where they are not.
  void wait_closed(int count);

 private:
  void listen();
  void serve();
  void serve_one(int fd);

  Script script_;
  SSL_CTX* context_ = nullptr;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_{false};
  std::atomic<int> connections_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  int closed_ = 0;
  std::vector<std::thread> workers_;
  std::thread acceptor_;
};

}  // namespace hellojohn::tests

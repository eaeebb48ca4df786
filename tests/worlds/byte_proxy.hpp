// A TCP proxy between a client and a server on loopback: it logs bytes, and can cut, reset or stall after so many.
// Knows of HTTP where a request ends, and nothing else.
#pragma once

#include <atomic>
#include <cstddef>
#include <list>
#include <mutex>
#include <random>
#include <string>
#include <thread>

namespace hellojohn::tests {

/// What goes wrong from the moment it is armed; bytes are counted per connection from then on.
struct ProxyPlan {
  enum class Kind { none, refuse, cut, reset, stall } kind = Kind::none;
  bool upward = true;     ///< The bytes of the client are counted, else those of the server.
  std::size_t after = 0;  ///< So many pass; the next one meets the fault.
  int connections = 1;    ///< How many meet it; the others are served well.
};

/// A random one: mostly the connection ends or is reset somewhere in the request or in the answer.
[[nodiscard]] ProxyPlan draw_plan(std::mt19937_64& random);

class ByteProxy {
 public:
  explicit ByteProxy(int server_port);
  ~ByteProxy();
  ByteProxy(const ByteProxy&) = delete;
  ByteProxy& operator=(const ByteProxy&) = delete;

  [[nodiscard]] int port() const noexcept { return port_; }
  void arm(const ProxyPlan& plan);
  /// Ends every connection in good order, as a server does with idle ones.
  void close_all();
  /// Bytes that came from the client since it was armed.
  [[nodiscard]] std::size_t up() const;
  /// Plain HTTP: a whole request has come from the client since it was armed, whether or not it was passed on.
  [[nodiscard]] bool saw_whole_request() const;
  /// A connection was refused or reset unread: the log cannot tell what the client had handed over.
  [[nodiscard]] bool blind() const;

 private:
  struct Link {
    int client = -1;
    int server = -1;
    std::size_t up = 0;
    std::size_t down = 0;
    std::string request{};  // What came from the client since armed.
    bool stalled = false;
    bool hit = false;
  };

  void run();
  void accept_one();
  void pass(Link& link, bool upward);
  void strike(Link& link);
  void drain(Link& link);
  void close_link(Link& link, bool reset);
  void wake();

  int server_port_;
  int port_ = 0;
  int listener_ = -1;
  int waker_;
  std::atomic<bool> stop_{false};
  mutable std::mutex mutex_;
  ProxyPlan plan_{};
  int hits_left_ = 0;
  bool blind_ = false;
  bool whole_ = false;
  std::size_t up_ = 0;
  std::list<Link> links_;
  std::thread thread_;
};

}  // namespace hellojohn::tests

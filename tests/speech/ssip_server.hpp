// Plays speech-dispatcher for one client: answers each command of SSIP and writes it down.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace hellojohn::tests {

class SsipServer {
 public:
  SsipServer() {
    char folder[] = "/tmp/ssip.XXXXXX";
    if (mkdtemp(folder) == nullptr) throw std::runtime_error("no folder");
    folder_ = folder;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path().copy(address.sun_path, sizeof address.sun_path - 1);
    listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 1) != 0) {
      throw std::runtime_error("no socket");
    }
    thread_ = std::thread([this] { serve(); });
  }
  ~SsipServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
    ::unlink(path().c_str());
    ::rmdir(folder_.c_str());
  }
  SsipServer(const SsipServer&) = delete;
  SsipServer& operator=(const SsipServer&) = delete;

  /// For SPEECHD_ADDRESS.
  [[nodiscard]] std::string address() const { return "unix_socket:" + path(); }

  /// What came until `count` texts were to be said: commands, and "say: " with each text.
  [[nodiscard]] std::vector<std::string> heard(std::size_t count) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return texts_ >= count || gone_; });
    return heard_;
  }

 private:
  [[nodiscard]] std::string path() const { return folder_ + "/speechd"; }

  void note(std::string what, bool text) {
    const std::scoped_lock lock(mutex_);
    heard_.push_back(std::move(what));
    texts_ += text ? 1 : 0;
    wake_.notify_all();
  }

  /// Up to `end`, which is left out. Empty when the client is gone.
  std::string read_to(int client, std::string_view end) {
    for (;;) {
      const std::size_t at = pending_.find(end);
      if (at != std::string::npos) {
        std::string out = pending_.substr(0, at);
        pending_.erase(0, at + end.size());
        return out;
      }
      char bytes[1024];
      const auto got = ::read(client, bytes, sizeof bytes);
      if (got <= 0) return {};
      pending_.append(bytes, static_cast<std::size_t>(got));
    }
  }

  static void answer(int client, std::string_view words) {
    (void)::send(client, words.data(), words.size(), MSG_NOSIGNAL);
  }

  void serve() {
    const int client = ::accept(listener_, nullptr, nullptr);
    for (;;) {
      const std::string command = read_to(client, "\r\n");
      if (command.empty()) break;
      if (command == "SPEAK" || command == "speak") {
        answer(client, "230 OK RECEIVING DATA\r\n");
        note("say: " + read_to(client, "\r\n.\r\n"), true);
        answer(client, "225-1\r\n225 OK MESSAGE QUEUED\r\n");
        continue;
      }
      note(command, false);
      answer(client, "208 OK\r\n");
    }
    const std::scoped_lock lock(mutex_);
    gone_ = true;
    wake_.notify_all();
    if (client >= 0) ::close(client);
  }

  std::string folder_;
  int listener_ = -1;
  std::string pending_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::string> heard_;
  std::size_t texts_ = 0;
  bool gone_ = false;
  std::thread thread_;
};

}  // namespace hellojohn::tests

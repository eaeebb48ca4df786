// Starts, awaits and ends the gateway's process.
// Uses nothing of the client under test.
#include "gateway.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

constexpr int starts = 20;
constexpr auto start_limit = 20s;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

/// A port that was free a moment ago and that this process has not given away before. Neither gateway can bind port 0.
int free_port() {
  static std::mutex mutex;
  static std::set<int> given;
  const std::lock_guard lock(mutex);
  for (;;) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(fd);
    if (!bound) throw std::runtime_error("no free port");
    if (given.insert(ntohs(address.sin_port)).second) return ntohs(address.sin_port);
  }
}

bool accepts(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool reached =
      ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return reached;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  char name[] = "/tmp/hellojohn-gateways-XXXXXX";
  if (::mkdtemp(name) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& text) const {
  const std::string path = path_ + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string TemporaryFolder::read(const std::string& name) const {
  std::ifstream file(path_ + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Gateway::Gateway(GatewayKind kind, std::string program, const TemporaryFolder& folder,
                 const Configuration& configuration)
    : kind_(kind), program_(std::move(program)), folder_(folder) {
  for (int i = 0; i < starts; ++i) {
    port_ = free_port();
    if (start(configuration)) return;
  }
  throw std::runtime_error("the gateway did not start: " + folder_.read("output.log") +
                           folder_.read("error.log"));
}

Gateway::~Gateway() { stop(); }

void Gateway::restart(const Configuration& configuration) {
  stop();
  for (int i = 0; i < starts; ++i)
    if (start(configuration)) return;
  throw std::runtime_error("the gateway did not start again: " + folder_.read("output.log") +
                           folder_.read("error.log"));
}

bool Gateway::start(const Configuration& configuration) {
  const std::string file = folder_.write("gateway.conf", configuration(port_));
  const std::string output = folder_.path() + "/output.log", errors = folder_.path() + "/error.log";
  const char* nginx[] = {program_.c_str(), "-p", folder_.path().c_str(), "-e",
                         errors.c_str(),   "-c", file.c_str(),           nullptr};
  const char* haproxy[] = {program_.c_str(), "-db", "-f", file.c_str(), nullptr};
  char* const* arguments = const_cast<char* const*>(kind_ == GatewayKind::nginx ? nginx : haproxy);
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int log = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    // Sockets of clients on other threads: held open here, they would not close for their peers.
    ::close_range(3, ~0U, 0);
    ::execv(arguments[0], arguments);
    ::_exit(127);
  }
  if (process_ < 0) throw std::runtime_error("no process for the gateway");
  const auto deadline = std::chrono::steady_clock::now() + start_limit;
  while (std::chrono::steady_clock::now() < deadline) {
    if (::waitpid(process_, nullptr, WNOHANG) == process_) {
      process_ = -1;
      return false;
    }
    if (accepts(port_)) return true;
    std::this_thread::sleep_for(2ms);  // Between two looks at a program that tells nothing.
  }
  stop();
  return false;
}

void Gateway::stop() noexcept {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

}  // namespace hellojohn::tests

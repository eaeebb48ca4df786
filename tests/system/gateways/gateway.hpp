// A real nginx or haproxy as a child process on loopback, with its files in a temporary folder.
// Knows nothing of the client and of what the gateway is configured to do.
#pragma once

#include <functional>
#include <string>

#include <sys/types.h>

namespace hellojohn::tests {

/// A new private folder under /tmp; the destructor removes it with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// Writes a file and returns its path.
  std::string write(const std::string& name, const std::string& text) const;
  /// Returns what a file holds; empty if there is none.
  [[nodiscard]] std::string read(const std::string& name) const;

 private:
  std::string path_;
};

enum class GatewayKind { nginx, haproxy };

class Gateway {
 public:
  /// Makes the text of a configuration file for the port that the gateway shall listen on.
  using Configuration = std::function<std::string(int port)>;

  /// Starts the program on a free port and waits until it accepts connections. Throws if it does not.
  Gateway(GatewayKind kind, std::string program, const TemporaryFolder& folder,
          const Configuration& configuration);
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  ~Gateway();

  [[nodiscard]] int port() const noexcept { return port_; }
  /// Ends the program and starts it again on the same port with another configuration.
  void restart(const Configuration& configuration);

 private:
  [[nodiscard]] bool start(const Configuration& configuration);
  void stop() noexcept;

  GatewayKind kind_;
  std::string program_;
  const TemporaryFolder& folder_;
  int port_ = 0;
  pid_t process_ = -1;
};

}  // namespace hellojohn::tests

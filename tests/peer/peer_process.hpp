// server.mjs as a process: it is asked over its own input and output, beside the network that the client uses.
// Uses nothing of the client under test.
#pragma once

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

namespace hellojohn::tests {

struct PeerPerson {
  std::string id, email, password;
  std::string uri{};  ///< Of the authenticator; empty: none.
  std::vector<std::string> codes{};
};

/// What the peer's own database holds of a person.
struct PeerState {
  bool enabled = false;  ///< Asks for a second factor.
  int sessions = 0;
  std::vector<std::string> codes{};
  std::map<std::string, int> writes{};  ///< "update twoFactor", and how often.
};

class CertificateFiles;

class PeerProcess {
 public:
  /// Starts it and waits for its port. Throws if it does not start; `folder` is what install.sh filled.
  PeerProcess(const std::string& folder, bool tls);
  ~PeerProcess();
  PeerProcess(const PeerProcess&) = delete;
  PeerProcess& operator=(const PeerProcess&) = delete;

  [[nodiscard]] int port() const noexcept { return port_; }
  [[nodiscard]] bool tls() const noexcept { return tls_; }
  /// A file that lives as long as this.
  [[nodiscard]] std::string ca_file() const;
  /// The address that it takes for its own, whatever leads there.
  [[nodiscard]] std::string origin() const;

  [[nodiscard]] PeerPerson add(const std::string& email, bool with_factor);
  /// Waits until everything is served that has arrived.
  [[nodiscard]] PeerState look(const PeerPerson& person);
  void forget();

 private:
  std::string ask(const std::string& line);

  pid_t process_ = -1;
  FILE* to_ = nullptr;
  FILE* from_ = nullptr;
  int port_ = 0;
  bool tls_;
  std::unique_ptr<const CertificateFiles> files_;
};

}  // namespace hellojohn::tests

// The service that the subject talks to: the mock behind TLS, in this process, so that every secret that passes is
// known here. It can refuse, break off, or stay silent. Knows nothing of memory.
#pragma once

#include "security/residue/needles.hpp"
#include "security/residue/wire/order.hpp"
#include "worlds/raw_peer.hpp"
#include "worlds/temporary_folder.hpp"

#include <hellojohn/testing/mock_service.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

/// A secret that passed.
struct Passed {
  std::string name;         ///< E.g. "access_token".
  std::string plain;        ///< What is looked for: without a prefix that is the same for all.
  bool of_session = false;  ///< The client may still hold it.
};

class Peer {
 public:
  static constexpr const char* tenant = "tnt_01HABCDEF654321";
  static constexpr const char* publishable_key = "pk_live_abc123";

  explicit Peer(int tls_version);
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  [[nodiscard]] std::string origin() const { return peer_->origin(); }
  [[nodiscard]] const std::string& ca_file() const noexcept { return ca_file_; }
  [[nodiscard]] const std::string& secret_key() const noexcept { return secret_key_; }
  [[nodiscard]] const std::string& password() const noexcept { return password_; }
  [[nodiscard]] std::string backup_code() const;
  [[nodiscard]] std::string mailed_token() const;
  /// Of the authenticator that was enrolled last.
  [[nodiscard]] std::string one_time_code() const;

  /// A new world with its own secrets; nothing has passed.
  void begin(ServerDialect dialect);
  /// From now on requests end so.
  void meet(End end);
  /// Until a request has been read since meet(). Throws where none comes.
  void wait_request();
  /// A session was ended by the user, or by a new one: its secrets have ended.
  void end_sessions();
  [[nodiscard]] std::vector<Passed> passed() const;

 private:
  void serve(Wire& wire);
  void note(std::string_view json, bool answer);
  void note(std::string_view name, std::string_view value);

  TemporaryFolder folder_{"residue-peer"};
  std::string secret_key_, password_, ca_file_, enrolled_;
  unsigned worlds_ = 0;
  std::unique_ptr<testing::MockService> service_;
  mutable std::mutex mutex_;
  std::condition_variable came_;
  std::vector<Passed> passed_;
  End end_ = End::well;
  int requests_ = 0;
  std::unique_ptr<RawPeer> peer_;
};

}  // namespace hellojohn::tests

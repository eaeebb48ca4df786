// hellojohn-mock-server as a separate process, with its control routes. Uses nothing of the client under test.
#pragma once

#include "worlds/child_process.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

struct MockPerson {
  std::string id, email, password;
  std::vector<std::string> factors, codes;
};

class MockProcess {
 public:
  /// Starts the program and waits for its start line; throws where there is none.
  MockProcess(const std::string& program, std::vector<std::string> arguments);

  [[nodiscard]] int port() const noexcept { return port_; }
  [[nodiscard]] bool tls() const noexcept { return tls_; }
  /// Empty if plain.
  [[nodiscard]] const std::string& ca_file() const noexcept { return ca_file_; }
  [[nodiscard]] const std::string& tenant_id() const noexcept { return tenant_id_; }
  [[nodiscard]] const std::string& publishable_key() const noexcept { return publishable_key_; }
  [[nodiscard]] const std::string& secret_key() const noexcept { return secret_key_; }
  [[nodiscard]] const std::vector<MockPerson>& people() const noexcept { return people_; }

  /// One request to a control route, e.g. ("POST", "faults", "{…}"); the body of the answer. Throws where it fails.
  [[nodiscard]] std::string control(std::string_view method, std::string_view route,
                                    std::string_view body = {}) const;

 private:
  void read_start_line(const std::string& line);

  ChildProcess process_;
  int port_ = 0;
  bool tls_ = false;
  std::string control_token_, ca_file_, tenant_id_, publishable_key_, secret_key_;
  std::vector<MockPerson> people_;
};

}  // namespace hellojohn::tests

// Connections between two exchanges, by origin. Lives on the I/O thread; knows nothing of how they
// were made.
#pragma once

#include "net/socket/connection.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

class ConnectionPool {
 public:
  ConnectionPool(std::chrono::milliseconds idle_limit, std::size_t per_origin)
      : idle_limit_(idle_limit), per_origin_(per_origin) {}

  /// One that is open at this moment, the last one used first; null if there is none.
  [[nodiscard]] std::shared_ptr<Connection> take(const std::string& key);
  /// Kept for the next exchange, or closed.
  void keep(const std::shared_ptr<Connection>&) noexcept;
  /// Closes all, and whatever is given to keep() from now on.
  void shut() noexcept;

 private:
  std::chrono::milliseconds idle_limit_;
  std::size_t per_origin_;
  std::map<std::string, std::vector<std::shared_ptr<Connection>>> idle_;
  bool shut_ = false;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
